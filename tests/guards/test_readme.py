"""The README leads to what is there: every path it names exists, and its map has every package and every room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
QUOTED = re.compile(r"`([^`\s]+)`")
# The folders whose own folders the map names.
MAPPED = ("safeplan", "static/js", "tests")
# A path that stands for several: safeplan/rules/*.toml, templates/plans/NAME.html.
STANDS_FOR_SEVERAL = re.compile(r"\*|\b[A-Z]+\b")


def named(text: str) -> Iterator[str]:
    """Yield each path the text names from the top of this house."""
    tops = {path.name for path in ROOT.iterdir() if path.is_dir()}
    yield from (path for path in QUOTED.findall(text) if "/" in path and path.partition("/")[0] in tops)


def mapped(text: str) -> set[str]:
    """Return the folders that the map names: by their path, or in a row of the folder they are in by their own name."""
    found = set()
    for row in re.findall(r"^\| `.*$", text.partition("## Map of the code")[2].partition("\n## ")[0], re.MULTILINE):
        paths = [path.rstrip("/") for path in named(row)]
        found |= {*paths, *(f"{paths[0]}/{word.rstrip('/')}" for word in QUOTED.findall(row))}
    return found


def astray(text: str) -> list[str]:
    """One sentence for each path of the text where nothing is."""
    return sorted(
        f"README.md names {path}, which is not there: name what is there now, or take it out."
        for path in set(named(text))
        if not STANDS_FOR_SEVERAL.search(path) and not (ROOT / path).exists()
    )


def without_a_row(text: str, folders: Iterable[str]) -> list[str]:
    """One sentence for each folder that the map leaves out."""
    return [
        f"{folder}/ is not in the map of README.md: say in a row of it what people do there."
        for folder in sorted(set(folders) - mapped(text))
    ]


def folders() -> list[str]:
    return [
        f"{place}/{path.name}"
        for place in MAPPED
        for path in (ROOT / place).iterdir()
        # Of a folder that has gone only what Python compiled may be left.
        if any(one.is_file() and one.suffix != ".pyc" for one in path.rglob("*"))
    ]


def test_every_path_the_readme_names_is_there() -> None:
    said = astray(README.read_text("utf-8"))
    assert not said, "\n".join(said)


def test_every_package_and_every_room_is_in_the_map() -> None:
    said = without_a_row(README.read_text("utf-8"), folders())
    assert not said, "\n".join(said)


def test_planted_faults_are_noticed() -> None:
    text = README.read_text("utf-8")
    assert astray(text + "\n`safeplan/gone/form.py`, `safeplan/web/`, `tests/NAME.py` and `either/or`") == [
        "README.md names safeplan/gone/form.py, which is not there: name what is there now, or take it out."
    ]
    assert without_a_row(text, ["safeplan/diary", "safeplan/web", "static/js/plan"]) == [
        "safeplan/diary/ is not in the map of README.md: say in a row of it what people do there."
    ]
