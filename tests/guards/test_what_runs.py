"""What nothing runs, rots: every file of tests is collected by a command that the automatic run gives.

The automatic run is tried with a `make` that only writes down what it was asked for; what that would do, make says.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTEST = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
# Pytest's own words for a file that is collected without being named.
NAMED_FOR_IT = ("test_*.py", "*_test.py")
HOLDS_TESTS = re.compile(r"^(def test_|class Test)", re.MULTILINE)
NOT_OURS = {".venv", ".git", "node_modules", "build", "dist", "var"}
WRITES_IT_DOWN = """#!/bin/sh
echo "$@" >> "$CALLS"
case " $FAILING " in *" $1 "*) exit 1;; esac
"""


def outside(environ: dict[str, str]) -> dict[str, str]:
    """Return the environment without what a `make` around these tests tells the one inside them."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "ARGS"))}
    return {**mine, **environ}


def automatic_run(folder: Path, *failing: str) -> tuple[list[str], subprocess.CompletedProcess[str]]:
    """Run `.ci/run` with a make that does nothing, and return what was asked of it."""
    make = folder / "make"
    make.write_text(WRITES_IT_DOWN)
    make.chmod(0o755)
    calls = folder / "calls"
    calls.unlink(missing_ok=True)
    environ = {"CALLS": str(calls), "FAILING": " ".join(failing), "PATH": f"{folder}:{os.environ['PATH']}"}
    ran = subprocess.run([ROOT / ".ci" / "run"], env=outside(environ), capture_output=True, text=True, check=False)
    return calls.read_text().splitlines(), ran


def commands(call: str) -> list[list[str]]:
    """Return the words after each `pytest` that make would give for a call."""
    asked = ["make", "--dry-run", *shlex.split(call)]
    answer = subprocess.run(asked, cwd=ROOT, env=outside({}), capture_output=True, text=True, check=True)
    return [shlex.split(one) for one in re.findall(r"-m pytest\b([^;|&\n]*)", answer.stdout.replace("\\\n", " "))]


def collected(words: list[str]) -> set[Path]:
    """Return the files that pytest collects when it is given these words."""
    left_out = {ROOT / word.removeprefix("--ignore=") for word in words if word.startswith("--ignore=")}
    named = [ROOT / word for word in words if (ROOT / word.partition("::")[0]).exists()]
    found: set[Path] = set()
    for path in named or [ROOT / one for one in PYTEST["testpaths"]]:
        found |= {path} if path.is_file() else {one for one in path.rglob("*.py") if _by_itself(path, one)}
    return {one for one in found if not left_out & {one, *one.parents}}


def _by_itself(named: Path, file: Path) -> bool:
    below = file.relative_to(named).parts[:-1]
    shut = any(fnmatch(folder, shape) for folder in below for shape in PYTEST["norecursedirs"])
    return not shut and any(fnmatch(file.name, shape) for shape in NAMED_FOR_IT)


def files_of_tests() -> set[Path]:
    """Return every file in which a test stands, whatever it is called."""
    ours = (one for one in ROOT.rglob("*.py") if not NOT_OURS & {*one.relative_to(ROOT).parts})
    return {one for one in ours if HOLDS_TESTS.search(one.read_text("utf-8"))}


def test_every_file_of_tests_is_run_by_the_automatic_run(tmp_path: Path) -> None:
    calls, _ = automatic_run(tmp_path)
    run = {file for call in calls for words in commands(call) for file in collected(words)}
    rotting = sorted(str(one.relative_to(ROOT)) for one in files_of_tests() - run)
    assert rotting == [], "give these a target in the Makefile, and call it in .ci/run"


@pytest.mark.parametrize("failing", [["test"], ["test-engines", "test-cuts"]])
def test_the_automatic_run_goes_on_after_a_failure_and_has_failed(tmp_path: Path, failing: list[str]) -> None:
    whole, well = automatic_run(tmp_path)
    assert well.returncode == 0, well.stderr
    calls, ran = automatic_run(tmp_path, *failing)
    assert calls == whole
    assert ran.returncode == 1
    said = ran.stdout.partition("=== all of it")[2]
    assert [name for name in failing if not re.search(rf"^make {name}\b.*: FAILED", said, re.MULTILINE)] == []
    assert said.count("FAILED") == len(failing)
