"""Each word of the glossary leads to a module that says, in its first lines, what a stranger would search for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| `([^`]+)` \|$", re.MULTILINE)
FIRST_LINES = 4


def rows() -> list[tuple[str, str, str]]:
    return ROW.findall((ROOT / "docs" / "glossary.md").read_text("utf-8"))


def lost(written: Iterable[tuple[str, str, str]]) -> list[str]:
    """One sentence for each row whose module is not there or does not say the term."""
    said = []
    for ours, term, file in written:
        path = ROOT / file
        if not path.is_file():
            said.append(f"{ours}: {file} is not there any more. Lead docs/glossary.md to where it went.")
        elif term.lower() not in "\n".join(path.read_text("utf-8").splitlines()[:FIRST_LINES]).lower():
            said.append(f"{file}: say {term!r} once in its first lines, or correct docs/glossary.md.")
    return said


def test_every_word_leads_to_its_module() -> None:
    found = rows()
    assert len(found) > 30
    assert [ours for ours, _, _ in found] == sorted(ours for ours, _, _ in found)
    assert not (said := lost(found)), "\n".join(said)


def test_what_went_and_what_is_not_said_are_noticed() -> None:
    assert lost([("gone", "x", "safeplan/gone.py")])[0].startswith("gone: safeplan/gone.py is not there")
    assert lost([("card", "wombat", "safeplan/plans/card.py")])[0].startswith("safeplan/plans/card.py: say")
