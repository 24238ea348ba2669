"""The families of the scenarios can be written down whole, and say what the scenarios say."""

from collections.abc import Callable

import pytest

from safeplan import entries
from safeplan.demo import families
from safeplan.demo.families import Row

STAFF = {"priya", "tom", "dana", "joan", "ruth", "sam", "mina"}
ALL = [families.family_a, families.family_b_as_entered, families.family_b_mended]


def data(rows: list[Row], kind: str) -> list[dict]:
    return [said for each, _, said in rows if each == kind]


@pytest.mark.parametrize("family", ALL)
def test_every_entry_is_accepted_and_points_to_what_is_there(family: Callable[[], list[Row]]) -> None:
    rows = family()
    names = [name for _, name, _ in rows]
    assert len(set(names)) == len(names)
    ids = {name: f"{number:032x}" for number, name in enumerate(sorted(set(names) | STAFF), start=1)}
    assert families.pointers(rows) <= ids.keys()
    for (kind, name, said), (_, _, sent) in zip(rows, families.resolved(rows, ids), strict=True):
        kept = entries.check(kind, 1, sent)
        assert {field for field, value in kept.items() if value} >= {field for field, value in said.items() if value}, (
            name
        )


def test_a_name_nobody_has_is_noticed() -> None:
    with pytest.raises(KeyError):
        families.resolved([("impact", "x", {"child": "@nobody", "effect": "Sleeps less."})], {})


def test_family_b_as_entered_asks_only_grace() -> None:
    rows = families.family_b_as_entered()
    agreed = [said for said in data(rows, "action") if said["state"] != "asked"]
    assert [said["what"] for said in agreed] == ["Will not let Mark in", "Will call 999", "Will supervise contact"]
    assert {said["owner"] for said in agreed} == {"parent"}
    assert [said["what"] for said in data(rows, "behaviour")] == ["Volatile relationship"]
    assert [said["programme"] for said in data(rows, "action") if "programme" in said] == ["referred"]
    assert len(data(rows, "disagreement")) == 3
    assert {said["state"] for said in data(rows, "disagreement")} == {"open"}
    for absent in ("voice", "page", "power", "realism"):
        assert not data(rows, absent)


def test_family_b_mended_asks_mark_and_hears_noah() -> None:
    rows = families.family_b_mended()
    his = [said for said in data(rows, "action") if said["owner"] == "perpetrator"]
    assert len(his) == 5
    for said in his:
        assert said["checker"] == "probation"
        assert said["evidence"]
        assert said["power"]
        assert said["if_not"]
    assert len([said for said in data(rows, "action") if said["owner"] == "parent"]) == 1
    assert "When it gets loud my tummy does butterflies." in {said["words"] for said in data(rows, "voice")}
    hand = next(said for said in data(rows, "page") if said["page"] == "hand")
    assert [person["name"] for person in hand["people"]] == ["Ruth", "Nana Bell", "Uncle Ade"]
    looks = next(said for said in data(rows, "page") if said["page"] == "who_may_look")["may_look"]
    assert {row["name"]: row["yes"] for row in looks} == {"Ruth": "yes", "my baby cousin": "no"}


def test_an_address_stands_only_in_place() -> None:
    for kind, _, said in families.family_a():
        assert ("Quarrelstone" in str(said)) == (kind == "place")


def test_family_a_waits_for_a_programme_and_says_so() -> None:
    waiting = [said for said in data(families.family_a(), "action") if said.get("programme")]
    assert [said["programme"] for said in waiting] == ["waiting"]
    words = {said["words"] for said in data(families.family_a(), "voice")}
    assert "Freezes at a raised voice. Brightens with Nana Jo. Sleeps with a grey rabbit." in words
