"""Runs the tests of the plan's screens in Node, with the words that the server hands out."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from safeplan.web.words import everything

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of words, as every browser is given it."""
    file = tmp_path_factory.mktemp("words") / "words.json"
    file.write_bytes(everything())
    return file


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("plan_*.test.mjs")))
def test_plan_module(name: str, words: Path) -> None:
    node = shutil.which("node")
    assert node, "Node is needed to run the browser's modules; `make .venv` says how to get it"
    ran = subprocess.run(
        [node, "--test", str(HERE / name)],
        env=os.environ | {"SAFEPLAN_WORDS": str(words)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
