"""Every folder of tests is in exactly one lane of the Makefile, and `make test` leaves none of them out."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANES = ("test-unit", "test-web", "test-browser")
# Has a target of its own, which brings its browsers along.
APART = {"tests/engines"}
# Says how the tests run, and nothing of which.
HOW = re.compile(r"--(numprocesses|maxprocesses|dist)=\S+")


def asked_of_pytest(target: str) -> list[str]:
    """Return what a target of the Makefile tells pytest, but for how many workers there are."""
    # The same whoever asks: `make` tells its own options on to whatever it starts.
    usual = {name: value for name, value in os.environ.items() if name not in {"ARGS", "MAKEFLAGS", "MAKEOVERRIDES"}}
    # As if all were set up: only what the target itself does is shown.
    ready = ["--old-file=.venv/.stamp", "--old-file=static/dist/manifest.json"]
    shown = subprocess.run(
        ["make", "--dry-run", *ready, target], cwd=ROOT, env=usual, capture_output=True, text=True, check=True
    )
    [line] = [line for line in shown.stdout.splitlines() if "-m pytest" in line]
    words = shlex.split(line.partition("-m pytest")[2].partition("||")[0])
    return [word for word in words if not HOW.fullmatch(word)]


def folders_with_tests() -> set[str]:
    found = {path.relative_to(ROOT).parts[:2] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    return {"/".join(parts) for parts in found}


def faults(folders: Iterable[str], lanes: Mapping[str, list[str]]) -> list[str]:
    """Return each folder that is in no lane or in several, and each that a lane names and nobody has."""
    folders = set(folders)
    said = [f"{name} names {one}, and there is no such folder" for name in lanes for one in {*lanes[name]} - folders]
    for folder in sorted(folders):
        inside = [name for name in lanes if folder in lanes[name]]
        if len(inside) != 1:
            said.append(f"{folder} is in {inside or 'no lane'}: name it in one of the LANE_… lists of the Makefile")
    return said


def test_every_folder_of_tests_is_in_one_lane() -> None:
    lanes = {name: asked_of_pytest(name) for name in LANES}
    assert faults(folders_with_tests() - APART, lanes) == []
    # Beside the folders there are the fixtures they share, and no tests that no lane would run.
    assert [path.name for path in (ROOT / "tests").glob("test_*.py")] == []


def test_a_folder_in_no_lane_or_in_two_is_named() -> None:
    lanes = {"test-unit": ["tests/unit", "tests/old"], "test-web": ["tests/web", "tests/unit"]}
    said = faults({"tests/unit", "tests/web", "tests/new"}, lanes)
    assert [line.split()[0] for line in said] == ["test-unit", "tests/new", "tests/unit"]


def test_make_test_leaves_no_folder_out() -> None:
    # Told nothing, pytest looks everywhere below `testpaths`.
    assert asked_of_pytest("test") == []
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert told["testpaths"] == ["tests"]
    assert not {"-k", "-m", "--ignore", "--deselect"} & {word.partition("=")[0] for word in told["addopts"]}
    left_out = {f"tests/{name}" for name in told["norecursedirs"]} & folders_with_tests()
    assert left_out == APART
