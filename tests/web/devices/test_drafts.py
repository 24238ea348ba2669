"""What was being written when a tablet's vault ran out: its author's again once they sign in, and nobody else's."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest

from safeplan import crypto
from tests.client import PersonClient, TabletClient

DRAFTS = "/api/1/drafts"
WORDS = {"key": "plan action", "value": {"what": "Stand at the quarry gate"}}


def draft(tablet: TabletClient, **other: str) -> dict[str, str]:
    identity = crypto.new_id()
    place = {"person": tablet.person.id, "device": tablet.id, "id": identity, **other}
    own = crypto.seal_to(tablet.author, json.dumps(WORDS).encode(), crypto.draft_info(**place))
    return {"device": tablet.id, "id": identity, "own": b64encode(own).decode()}


def test_a_draft_opens_for_its_author(priya, tablet):
    sent = draft(tablet)
    answer = priya.post(DRAFTS, {"drafts": [sent]})
    assert answer.json["drafts"] == [{"id": sent["id"], **WORDS}]


def test_it_opens_for_nobody_else_and_under_no_other_name(priya, tablet, as_person):
    sent = draft(tablet)
    assert as_person("tom").post(DRAFTS, {"drafts": [sent]}).json["drafts"] == []
    moved = [
        {**sent, "id": crypto.new_id()},
        {**sent, "device": crypto.new_id()},
        draft(tablet, person=crypto.new_id()),
    ]
    assert priya.post(DRAFTS, {"drafts": moved}).json["drafts"] == []


def test_one_that_does_not_open_does_not_hold_up_the_others(priya: PersonClient, tablet: TabletClient):
    good = draft(tablet)
    spoilt = {**draft(tablet), "own": b64encode(b"SP" + bytes(120)).decode()}
    answer = priya.post(DRAFTS, {"drafts": [spoilt, good]})
    assert [one["id"] for one in answer.json["drafts"]] == [good["id"]]


@pytest.mark.parametrize("wrong", [[], [{}], [{"device": "x", "id": "y", "own": ""}], ["words"]])
def test_nonsense_is_refused(priya, wrong):
    assert priya.post(DRAFTS, {"drafts": wrong}).status_code == 400
