"""A package's pages and tables are known where they are gathered, and nothing is gathered that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from safeplan import schema
from safeplan.web import app

ROOT = Path(__file__).resolve().parents[2] / "safeplan"
#: What stands in a package, and where it must be named to take part.
GATHERED: Mapping[str, tuple[str, set[str]]] = {
    "routes.py": ("PACKAGES of safeplan/web/app.py", set(app.PACKAGES)),
    "models.py": ("MODELS of safeplan/schema.py", {name.split(".")[1] for name in schema.MODELS}),
}


def faults(file: str, there: Iterable[str], where: str, named: Iterable[str]) -> list[str]:
    """One sentence for each package with such a file that is not named, and each that is named and has none."""
    said = [f"safeplan/{one}/{file} takes no part: name {one} in {where}." for one in set(there) - set(named)]
    said += [f"{where} names {one}, which has no {file}: take it out." for one in set(named) - set(there)]
    return sorted(said)


@pytest.mark.parametrize("file", sorted(GATHERED))
def test_every_package_takes_part_with_what_it_has(file: str) -> None:
    where, named = GATHERED[file]
    there = {path.parent.name for path in ROOT.glob(f"*/{file}")}
    said = faults(file, there, where, named)
    assert not said, "\n".join(said)


def test_planted_faults_are_noticed() -> None:
    assert faults("routes.py", {"plans", "diary"}, "PACKAGES", {"plans", "gone"}) == [
        "PACKAGES names gone, which has no routes.py: take it out.",
        "safeplan/diary/routes.py takes no part: name diary in PACKAGES.",
    ]
