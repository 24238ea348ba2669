"""Letterboxes: a child's page and the work of somebody who lost access wait sealed, and no word is lost."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from safeplan import crypto
from safeplan.demo.making import WORDS
from tests.client import PersonClient, TabletClient


@pytest.fixture
def noahs_plan(priya):
    plan = priya.new_plan()
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    return plan, noah


def letter(revision, author, box):
    """Seal a revision as the board does, to the letterbox's public half alone."""
    info = crypto.letter_info(
        revision["plan"], box["compartment"], box["epoch"], revision["id"], author, revision["device"]
    )
    sealed = crypto.seal_to(b64decode(box["public"]), crypto.canonical(revision), info)
    names = ("id", "plan", "entry", "device")
    return {
        **{name: revision[name] for name in names},
        "compartment": box["compartment"],
        "epoch": box["epoch"],
        "sealed": b64encode(sealed).decode(),
    }


def page_of(client, plan, noah, box, **data):
    filled = {"child": noah, "page": "tell", "words": "butterflies", "state": "made", **data}
    return client.revision(plan, "page", filled, compartment=box["compartment"])


def hand_over(client, plan, noah):
    answer = client.post("/api/1/session/child", {"plan": plan, "child": noah, "gate": {"name": "Noah"}})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    client.token = answer.json["csrf"]
    return answer.json["child"]


def test_what_a_child_makes_arrives_through_the_letterbox(priya, noahs_plan, as_person, app):
    plan, noah = noahs_plan
    child = hand_over(priya, plan, noah)
    box = child["letterboxes"]["child"]
    revision = page_of(priya, plan, noah, box)
    answer = priya.post("/api/1/letters", {"letters": [letter(revision, child["author"], box)]})
    assert [one["state"] for one in answer.json["receipts"]] == ["accepted"]
    for path in ("/api/1/plans", f"/api/1/plans/{plan}"):
        assert priya.get(path).status_code == 404, "a child's session opens nothing"

    again = PersonClient(app, priya.id).sign_in("priya@demo.example", WORDS)
    assert again.open(plan)["letters"]["waiting"] == 1
    filed = again.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]
    assert [one["state"] for one in filed] == ["accepted"]
    [page] = [one for one in again.open(plan)["entries"] if one["kind"] == "page"]
    assert page["heads"][0]["data"]["words"] == "butterflies"
    assert page["heads"][0]["author"] == priya.id


def test_a_childs_session_puts_pages_nowhere_else(priya, noahs_plan):
    plan, noah = noahs_plan
    part = next(one for one in priya.open(plan)["compartments"] if one["class"] == "plan")
    box = {"compartment": part["id"], "epoch": part["epoch"], "public": part["letterbox"]}
    hand_over(priya, plan, noah)
    revision = page_of(priya, plan, noah, box)
    [receipt] = priya.post("/api/1/letters", {"letters": [letter(revision, priya.id, box)]}).json["receipts"]
    assert (receipt["state"], receipt["reason"]) == ("refused", "nothing-here")


def test_a_letter_that_says_it_is_another_is_held_for_a_person(app, priya, noahs_plan):
    plan, noah = noahs_plan
    part = next(one for one in priya.open(plan)["compartments"] if one["class"] == "child")
    box = {"compartment": part["id"], "epoch": part["epoch"], "public": part["letterbox"]}
    posted = letter(page_of(priya, plan, noah, box), priya.id, box)
    posted["entry"] = crypto.new_id()
    [stored] = TabletClient(app, priya).deliver(posted)
    assert stored["state"] == "waiting", "nobody on the way can see what is in it"
    [receipt] = priya.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]
    assert (receipt["state"], receipt["reason"]) == ("refused", "letter-does-not-open")


def test_a_repeated_letter_is_a_repeat_only_with_the_same_bytes(priya, noahs_plan):
    plan, noah = noahs_plan
    child = hand_over(priya, plan, noah)
    box = child["letterboxes"]["child"]
    revision = page_of(priya, plan, noah, box)
    posted = letter(revision, priya.id, box)
    states = [
        priya.post("/api/1/letters", {"letters": [one]}).json["receipts"][0]["state"]
        for one in (posted, posted, letter(revision, priya.id, box))
    ]
    assert states == ["accepted", "repeat", "refused"]


def test_an_unchecked_page_is_seen_by_its_maker_and_the_lead_alone(priya, noahs_plan, as_person):
    plan, noah = noahs_plan
    part = next(one for one in priya.open(plan)["compartments"] if one["class"] == "child")
    priya.write(plan, "page", {"child": noah, "page": "hand", "state": "made"}, compartment=part["id"])

    def sees_it(who: str) -> bool:
        return any(one["kind"] == "page" for one in as_person(who).open(plan)["entries"])

    assert sees_it("priya")
    assert not sees_it("tom"), "a name nobody has checked may be the person who causes harm"
