"""What is sealed around an entry: withdrawn or not, why, and whether the parent knows."""

from typing import Any

import pytest

from safeplan import entries
from safeplan.entries import Refused

NOTE = {"v": 1, "kind": "note", "data": {"words": "Rang at ten."}}


def reason(document: Any) -> str:
    with pytest.raises(Refused) as caught:
        entries.check_document(document)
    return caught.value.reason


def test_a_document_is_made_whole_and_stays_the_same() -> None:
    whole = entries.check_document(NOTE)
    assert whole == {
        "v": 1,
        "kind": "note",
        "data": {**entries.KINDS["note"].empty(), "words": "Rang at ten."},
        "withdrawn": "",
        "why": "",
        "known_to_parent": False,
    }
    assert entries.check_document(whole) == whole


def test_withdrawing_needs_a_reason_that_says_something() -> None:
    assert entries.check_document(NOTE | {"withdrawn": "twice"})["withdrawn"] == "twice"
    assert reason(NOTE | {"withdrawn": "yes"}) == "unknown-code"
    assert reason(NOTE | {"withdrawn": "other", "why": " "}) == "missing"
    assert entries.check_document(NOTE | {"withdrawn": "other", "why": "Wrong family."})["why"] == "Wrong family."


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (None, "wrong-shape"),
        ([], "wrong-shape"),
        ({}, "unknown-kind"),
        (NOTE | {"kind": "rumour"}, "unknown-kind"),
        (NOTE | {"author": "x"}, "unknown-field"),
        (NOTE | {"known_to_parent": "yes"}, "wrong-shape"),
        (NOTE | {"withdrawn": True}, "wrong-shape"),
        (NOTE | {"data": None}, "wrong-shape"),
        (NOTE | {"v": None}, "wrong-shape"),
        (NOTE | {"v": 99}, "newer-version"),
        (NOTE | {"why": "a" * 2_001}, "too-long"),
    ],
)
def test_a_document_that_is_none(document: Any, expected: str) -> None:
    assert reason(document) == expected


def test_a_withdrawn_entry_is_still_an_entry() -> None:
    assert reason(NOTE | {"withdrawn": "twice", "data": {"words": ""}}) == "missing"
