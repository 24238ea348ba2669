"""Each way an entry can be wrong has a reason for the program and words for the person."""

import json
from pathlib import Path
from typing import Any

import pytest

from safeplan import clock, entries
from safeplan.entries import Refused

ACTION = {"owner": "agency", "agency": "police", "what": "Patrol at pick-up", "state": "asked"}
NOTE = {"words": "Rang at ten."}
VECTORS = Path(__file__).parents[2] / "vectors"


def refused(kind: Any, data: Any, v: Any = 1) -> Refused:
    with pytest.raises(Refused) as caught:
        entries.check(kind, v, data)
    return caught.value


@pytest.mark.parametrize("kind", ["incidents", "", None, 7, ["note"]])
def test_a_kind_nobody_knows(kind: Any) -> None:
    assert refused(kind, NOTE).reason == "unknown-kind"


def test_a_later_release_is_not_guessed_at() -> None:
    assert refused("note", NOTE, v=2).reason == "newer-version"


@pytest.mark.parametrize("v", [0, -1, "1", 1.0, True, None])
def test_a_version_that_is_no_version(v: Any) -> None:
    assert refused("note", NOTE, v=v).reason == "wrong-shape"


def test_a_field_nobody_knows() -> None:
    answer = refused("note", NOTE | {"address": "x"})
    assert answer.reason == "unknown-field"
    assert list(answer.fields) == ["address"]


def test_a_choice_that_is_not_in_the_catalogue() -> None:
    answer = refused("action", ACTION | {"owner": "mother"})
    assert answer.reason == "unknown-code"
    assert answer.fields == {"owner": "Pick one of the choices for “Who acts?”."}
    assert (
        refused("family_member", {"name": "Wren", "role": "child", "agencies": ["police", "army"]}).reason
        == "unknown-code"
    )


def test_refusing_never_repeats_what_was_written() -> None:
    """The words of a refusal may reach a log; the words of a plan may not."""
    for name in ("owner", "from_day", "asked_of"):
        answer = refused("action", ACTION | {name: "Thornquist"})
        assert "Thornquist" not in str(answer) + str(answer.fields)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("note", {"words": 7}),
        ("note", {"words": None}),
        ("note", {"words": ["a"]}),
        ("note", None),
        ("note", "words"),
        ("note", NOTE | {"about": "noah"}),
        ("note", NOTE | {"about": "A" * 32}),
        ("note", {"words": "a\x00b"}),
        ("note", {"words": "a\ud800b"}),
        ("action", ACTION | {"covers": "police"}),
        ("action", ACTION | {"covers": ["police"]}),
        ("action", ACTION | {"from_day": "24/11/2026"}),
        ("action", ACTION | {"from_day": "2026-02-30"}),
        ("action", ACTION | {"from_day": "20261124"}),
        ("action", ACTION | {"answer_by": "2026-11-24 18:00"}),
        ("behaviour", {"category": "CC01", "what": "Turns visitors away", "since": "2026-13"}),
        ("safe_contact", {"how": "ring_only", "from_time": "25:00"}),
        ("safe_contact", {"how": "ring_only", "from_time": "9:30"}),
        ("page", {"child": "a" * 32, "page": "hand", "people": ["Ruth"]}),
        ("page", {"child": "a" * 32, "page": "hand", "people": [{"name": 7}]}),
        ("page", {"child": "a" * 32, "page": "hand", "may_look": [{"name": "Ruth", "yes": True}]}),
        ("family_member", {"name": "Wren", "role": "child", "agencies": [""]}),
    ],
)
def test_a_shape_that_is_not_the_fields(kind: str, data: Any) -> None:
    answer = refused(kind, data)
    assert answer.reason == "wrong-shape"
    assert answer.fields


def test_the_characters_that_can_be_kept_are_those_the_browser_lets_be_typed() -> None:
    said = json.loads((VECTORS / "characters.json").read_text("utf-8"))
    for words in said["kept"]:
        assert entries.check("note", 1, {"words": words})["words"] == words
    for words in said["not"]:
        assert "character that cannot be kept" in refused("note", {"words": words}).fields["words"]


def test_words_without_end() -> None:
    assert refused("note", {"words": "a" * 20_001}).reason == "too-long"
    assert entries.check("note", 1, {"words": "a" * 20_000})["words"]
    assert refused("page", {"child": "a" * 32, "page": "hand", "people": [{}] * 41}).reason == "too-long"


def test_a_row_with_a_cell_nobody_knows() -> None:
    answer = refused("page", {"child": "a" * 32, "page": "hand", "people": [{"name": "Ruth", "phone": "1"}]})
    assert answer.reason == "unknown-field"


def test_what_is_needed_is_asked_for_in_plain_words() -> None:
    answer = refused("action", {"owner": "", "what": "  \n", "state": ""})
    assert answer.reason == "missing"
    assert answer.fields == {
        "owner": "Say who acts.",
        "what": "Write what they will do.",
        "state": "Say how far it is.",
    }


def test_every_needed_field_says_so_and_is_refused_without() -> None:
    for kind, cls in entries.KINDS.items():
        needed = {
            name: spec.needed
            for name, spec in cls.specs().items()
            if spec.required and not spec.default and not spec.when
        }
        if needed:
            assert refused(kind, {}).fields == needed


@pytest.mark.parametrize("agency", ["", None])
def test_an_agency_that_is_asked_has_a_name(agency: str | None) -> None:
    asked = {name: said for name, said in (ACTION | {"agency": agency}).items() if said is not None}
    assert refused("action", asked).fields == {"agency": "Say which agency is asked."}
    assert entries.check("action", 1, asked | {"owner": "perpetrator"})["agency"] == ""


def test_an_older_action_that_named_no_agency_can_be_opened_and_taken_back() -> None:
    older = ACTION | {"agency": ""}
    assert entries.upcast("action", 1, older)[1]["agency"] == ""
    document = {"v": 1, "kind": "action", "data": older, "withdrawn": "mistake"}
    assert entries.check_document(document)["data"]["agency"] == ""
    with pytest.raises(Refused):
        entries.check_document(document | {"withdrawn": ""})


def test_an_end_before_its_start() -> None:
    answer = refused("action", ACTION | {"from_day": "2026-11-24", "until_day": "2026-11-23"})
    assert answer.reason == "dates"
    assert answer.fields == {"until_day": "The end date is before the start. Which is right?"}
    assert entries.check("action", 1, ACTION | {"from_day": "2026-11-24", "until_day": "2026-11-24"})


def test_the_first_reason_names_the_refusal_and_every_field_is_told() -> None:
    answer = refused("action", {"owner": "mother", "from_day": 7, "state": "asked"})
    assert answer.reason == "wrong-shape"
    assert set(answer.fields) == {"owner", "from_day"}


def test_a_field_the_form_no_longer_shows_is_emptied() -> None:
    """An agency left behind after the owner changed would be counted by the rules and seen by nobody."""
    kept = entries.check("action", 1, ACTION | {"owner": "parent", "telling_who": "Priya"})
    assert kept["agency"] == ""
    assert kept["telling"] == "not_to_be_told"
    assert kept["telling_who"] == ""


def test_nobody_is_told_by_an_empty_answer() -> None:
    assert entries.check("action", 1, ACTION | {"telling": ""})["telling"] == "not_to_be_told"


@pytest.mark.parametrize("born", ["0019-06-01", "1899-12-31", "2031-01-01"])
def test_a_birth_before_1900_or_after_today(born: str) -> None:
    child = {"name": "Noah", "role": "child", "born": born}
    with clock.set_for_tests(lambda: 1795529100000):
        answer = refused("family_member", child)
        assert (answer.reason, answer.fields) == ("dates", {"born": "Write a birth between 1900 and today."})
        # Whoever takes back what an older release took is not held up.
        assert entries.check("family_member", 1, child, leaving=True)["born"] == born


@pytest.mark.parametrize("born", ["1900-01-01", "2026-11-24", ""])
def test_a_birth_until_today(born: str) -> None:
    with clock.set_for_tests(lambda: 1795529100000):
        child = entries.check("family_member", 1, {"name": "Noah", "role": "child", "born": born, "born_part": "year"})
    assert (child["born"], child["born_part"]) == (born, "year")
