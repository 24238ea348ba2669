"""What was written once can be opened for ever, and a changed kind says how."""

import json
from pathlib import Path
from typing import Any

import pytest

from safeplan import entries
from safeplan.entries import Entry, Kind, Refused, kinds
from safeplan.entries.fields import text

RELEASED = sorted((Path(__file__).parents[2] / "vectors" / "entries").glob("released-*.json"))
DOCUMENTS = [(path.name, each) for path in RELEASED for each in json.loads(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("release", "document"), DOCUMENTS, ids=lambda part: part["kind"] if isinstance(part, dict) else part
)
def test_a_released_entry_opens_and_loses_no_word(release: str, document: dict[str, Any]) -> None:
    opened = entries.check_document(document)
    assert list(opened["data"]) == list(entries.KINDS[document["kind"]].specs())
    if document["v"] == opened["v"]:
        assert opened == document
    v, data = entries.upcast(document["kind"], document["v"], document["data"])
    assert (v, data) == (opened["v"], opened["data"])


def test_every_kind_has_a_released_entry_at_every_version() -> None:
    held = {(document["kind"], document["v"]) for _, document in DOCUMENTS}
    for kind, cls in entries.KINDS.items():
        for v in range(1, cls.info.version + 1):
            assert (kind, v) in held, f"{kind} version {v} has no fixture in tests/vectors/entries"


def test_released_entries_answer_every_field_somewhere() -> None:
    """A fixture with an empty field would not notice that the field was lost."""
    for kind, cls in entries.KINDS.items():
        answered = {
            name for _, each in DOCUMENTS if each["kind"] == kind for name, said in each["data"].items() if said
        }
        assert answered >= set(cls.specs()), kind


class Diary(Entry):
    """A kind in its third version: `line` became `words`, then `mood` was added."""

    info = Kind("diary", "plan", "Diary", "Diary", version=3)
    upcasters = {  # noqa: RUF012
        1: lambda data: {"words": data["line"]},
        2: lambda data: data | {"mood": "not asked"},
    }
    words = text("Words", needed="Write a line.")
    mood = text("Mood")


def test_an_older_version_walks_through_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "diary", Diary)
    assert entries.upcast("diary", 1, {"line": "Rain."}) == (3, {"words": "Rain.", "mood": "not asked"})
    assert entries.check("diary", 2, {"words": "Rain."}) == {"words": "Rain.", "mood": "not asked"}
    assert entries.check("diary", 3, {"words": "Rain."}) == {"words": "Rain.", "mood": ""}
    document = entries.check_document({"v": 1, "kind": "diary", "data": {"line": "Rain."}})
    assert document["v"] == 3
    with pytest.raises(Refused):
        entries.upcast("diary", 4, {})


def test_upcasting_leaves_the_original_alone() -> None:
    original = {"words": "Rain."}
    entries.upcast("note", 1, original)
    assert original == {"words": "Rain."}
