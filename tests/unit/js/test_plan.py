"""Runs the tests of the plan's screens in Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("plan_*.test.mjs")))
def test_plan_module(name: str) -> None:
    node = shutil.which("node")
    assert node, "Node is needed to run the browser's modules; `make .venv` says how to get it"
    ran = subprocess.run([node, "--test", str(HERE / name)], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
