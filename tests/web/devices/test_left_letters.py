"""What was refused and outlived its vault: its author reads it again once they sign in, and nobody else does."""

from __future__ import annotations

from base64 import b64encode

import pytest

from safeplan import crypto
from safeplan.plans.models import Letter
from tests.client import PersonClient
from tests.web.sharing.family import rows

OPEN = "/api/1/letters/open"
WORDS = {"words": "Grace rang from the library"}


def opened(person: PersonClient, *letters: object) -> list[dict]:
    answer = person.post(OPEN, {"letters": list(letters)})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json["letters"]


@pytest.fixture
def refused(priya, plan, part):
    return priya.revision(plan, "note", WORDS)


def test_its_author_reads_it_and_nothing_is_kept(app, priya, tablet, part, refused):
    [one] = opened(priya, tablet.letter(refused, part))
    assert (one["id"], one["plan"], one["entry"]) == (refused["id"], refused["plan"], refused["entry"])
    assert one["document"] == refused["document"]
    assert rows(app, Letter) == []


def test_one_that_had_no_room_yet_opens_too(priya, tablet, refused):
    [one] = opened(priya, tablet.letter(refused))
    assert one["document"] == refused["document"]


def test_it_opens_for_nobody_else_and_under_no_other_name(priya, tablet, part, refused, as_person):
    letter = tablet.letter(refused, part)
    assert opened(as_person("tom"), letter) == []
    moved = [{**letter, name: crypto.new_id()} for name in ("id", "plan", "compartment", "entry", "device")]
    assert opened(priya, *moved) == []


def test_without_its_authors_half_only_who_holds_the_room_reads_it(priya, tablet, part, refused, as_person):
    sealed = {name: value for name, value in tablet.letter(refused, part).items() if name != "own"}
    assert [one["id"] for one in opened(priya, sealed)] == [refused["id"]]
    assert opened(as_person("tom"), sealed) == []


def test_one_that_does_not_open_does_not_hold_up_the_others(priya, tablet, part, refused):
    good = tablet.letter(refused, part)
    spoilt = {**good, "id": crypto.new_id(), "own": b64encode(b"SP" + bytes(120)).decode()}
    assert [one["id"] for one in opened(priya, spoilt, {}, "words", good)] == [refused["id"]]


def test_the_token_alone_opens_nothing(tablet, part, refused):
    answer = tablet.post(OPEN, {"letters": [tablet.letter(refused, part)]})
    assert answer.status_code == 404
