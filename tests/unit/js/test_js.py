"""Runs the browser's own modules in Node: the same spelling as the server's, and an outbox that loses nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeplan.crypto.canonical import canonical

HERE = Path(__file__).parent
NODE = shutil.which("node")

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.text(st.characters(max_codepoint=126), max_size=8).filter(lambda key: not key.isdigit())
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def node(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    assert NODE, "Node is needed to run the browser's modules; `make .venv` says how to get it"
    return subprocess.run([NODE, *arguments], input=typed, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("file", ["canonical.mjs", "outbox.mjs", "seen.mjs", "service_worker.mjs"])
def test_module(file: str) -> None:
    ran = node("--test", str(HERE / file))
    assert ran.returncode == 0, ran.stdout + ran.stderr


@settings(max_examples=8, deadline=None)
@given(st.lists(values, min_size=30, max_size=60))
def test_browser_and_server_spell_a_value_alike(some: list[object]) -> None:
    ran = node(str(HERE / "hashes.mjs"), typed=json.dumps(some))
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [hashlib.sha256(canonical(value)).hexdigest() for value in some]
