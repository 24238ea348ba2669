"""What was written once can be opened for ever, and a changed kind says how."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from safeplan import __version__, entries
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
        # What has been asked since is empty in it, and every word of it is there.
        assert opened == document | {"data": entries.KINDS[document["kind"]].empty() | document["data"]}
    v, data = entries.upcast(document["kind"], document["v"], document["data"])
    assert (v, data) == (opened["v"], opened["data"])


def lost(kinds: Mapping[str, Mapping[int, set[str]]], files: Mapping[str, Sequence[dict[str, Any]]]) -> list[str]:
    """One sentence for each kind, version or field of a release that no entry kept from then answers.

    `kinds` is what must be held: kind to version to fields. An empty field would not notice that the field was lost.
    """
    answered: dict[tuple[str, int], set[str]] = {}
    for document in (each for documents in files.values() for each in documents):
        said = answered.setdefault((document["kind"], document["v"]), set())
        said |= {name for name, value in document["data"].items() if value}
    return [
        f"{kind} version {v}: {', '.join(sorted(missing)) or 'no entry'}. Answer it in tests/vectors/entries/."
        for kind, versions in kinds.items()
        for v, fields in versions.items()
        if (missing := fields - answered.get((kind, v), set())) or (kind, v) not in answered
    ]


def released() -> dict[str, dict[int, set[str]]]:
    """Every kind, version and field that a file of this folder names: what was released must open for ever."""
    found: dict[str, dict[int, set[str]]] = {}
    for _, each in DOCUMENTS:
        found.setdefault(each["kind"], {}).setdefault(each["v"], set()).update(each["data"])
    return found


def current() -> dict[str, dict[int, set[str]]]:
    """Every kind and field as it is now; a version before the current one cannot be asked what its fields were."""
    return {
        kind: {v: set(cls.specs()) if v == cls.info.version else set() for v in range(1, cls.info.version + 1)}
        for kind, cls in entries.KINDS.items()
    }


def files() -> dict[str, list[dict[str, Any]]]:
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in RELEASED}


def test_what_was_released_is_answered_whole() -> None:
    said = lost(released(), files())
    assert not said, "\n".join(said)


def test_an_earlier_version_of_every_kind_is_kept() -> None:
    earlier = {kind: {v: set() for v in range(1, cls.info.version)} for kind, cls in entries.KINDS.items()}
    said = lost(earlier, files())
    assert not said, "\n".join(said)


@pytest.mark.skipif("dev" in __version__, reason="between releases: what is new may still change")
def test_a_release_holds_every_kind_and_field() -> None:
    assert any(path.name == f"released-{__version__}.json" for path in RELEASED)
    said = lost(current(), files())
    assert not said, "\n".join(said)


def test_what_a_release_forgot_is_noticed() -> None:
    kept = files()
    assert lost({"note": {1: {"words", "tone"}}}, kept) == [
        "note version 1: tone. Answer it in tests/vectors/entries/."
    ]
    assert lost({"diary": {1: set()}}, kept) == ["diary version 1: no entry. Answer it in tests/vectors/entries/."]


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
