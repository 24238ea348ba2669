"""A plan's words go in one way: once, whole, in order, and only by those who may."""

from __future__ import annotations

import pytest

from safeplan import crypto
from tests.client import content_hash

ACTION = {"owner": "perpetrator", "what": "Mark sleeps at the approved address", "state": "asked"}


@pytest.fixture
def plan(priya):
    return priya.new_plan()


def only_entry(client, plan, kind):
    [entry] = [one for one in client.open(plan)["entries"] if one["kind"] == kind]
    return entry


def test_an_action_is_added_changed_and_withdrawn(priya, plan):
    first = priya.write(plan, "action", ACTION)
    changed = {**ACTION, "state": "accepted"}
    second = priya.write(plan, "action", changed, entry=first["entry"], parents=[first["id"]])
    entry = only_entry(priya, plan, "action")
    assert [head["data"]["state"] for head in entry["heads"]] == ["accepted"]

    why = {"withdrawn": "mistake", "why": "Written twice"}
    priya.write(plan, "action", changed, entry=first["entry"], parents=[second["id"]], document=why)
    entry = only_entry(priya, plan, "action")
    assert entry["heads"][0]["withdrawn"] == "mistake"
    history = priya.get(f"/api/1/plans/{plan}/entries/{first['entry']}").json["revisions"]
    assert [head["seq"] for head in history] == [1, 2, 3]


def test_a_receipt_names_that_very_revision(priya, plan):
    revision = priya.revision(plan, "action", ACTION)
    [receipt] = priya.push(revision)
    assert receipt == {
        "id": revision["id"],
        "state": "accepted",
        "seq": 1,
        "hash": content_hash(revision),
    }


def test_a_repeat_changes_nothing(priya, plan):
    revision = priya.revision(plan, "action", ACTION)
    priya.push(revision)
    [again] = priya.push(revision)
    assert (again["state"], again["seq"]) == ("repeat", 1)
    assert len(only_entry(priya, plan, "action")["heads"]) == 1


def test_the_same_id_with_other_words_is_refused(priya, plan):
    revision = priya.revision(plan, "action", ACTION)
    priya.push(revision)
    other = priya.revision(plan, "action", {**ACTION, "what": "Something else"}, id=revision["id"])
    other["entry"] = revision["entry"]
    [receipt] = priya.push(other)
    assert (receipt["state"], receipt["reason"]) == ("refused", "id-in-use")


def test_two_who_change_the_same_revision_leave_two_heads_until_one_names_both(priya, plan):
    first = priya.write(plan, "action", ACTION)
    one = priya.write(plan, "action", {**ACTION, "state": "doing"}, entry=first["entry"], parents=[first["id"]])
    other = priya.write(plan, "action", ACTION, entry=first["entry"], parents=[first["id"]])
    entry = only_entry(priya, plan, "action")
    assert {head["revision"] for head in entry["heads"]} == {one["id"], other["id"]}
    assert entry["holds"] == other["id"], "asked is the more careful of the two"

    both = [one["id"], other["id"]]
    settled = priya.write(plan, "action", ACTION, entry=first["entry"], parents=both)
    heads = only_entry(priya, plan, "action")["heads"]
    assert [head["revision"] for head in heads] == [settled["id"]]


def test_a_batch_in_any_order_gives_the_same_heads(priya, plan):
    first = priya.revision(plan, "action", ACTION)
    second = priya.revision(plan, "action", ACTION, entry=first["entry"], parents=[first["id"]])
    receipts = priya.push(second, first)
    assert [receipt["state"] for receipt in receipts] == ["accepted", "accepted"]
    heads = only_entry(priya, plan, "action")["heads"]
    assert [head["revision"] for head in heads] == [second["id"]]


def test_a_refused_revision_never_blocks_the_others(priya, plan):
    bad = priya.revision(plan, "action", {**ACTION, "state": "no-such-state"})
    good = priya.revision(plan, "action", ACTION)
    first, second = priya.push(bad, good)
    assert (first["state"], first["reason"]) == ("refused", "unknown-code")
    assert "state" in first["fields"]
    assert second["state"] == "accepted"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"document": {"kind": "no-such-kind"}}, "unknown-kind"),
        ({"document": {"v": 99}}, "newer-version"),
        ({"entry": "x"}, "wrong-shape"),
        ({"surplus": 1}, "unknown-field"),
        ({"authored_at": 1.5}, "wrong-shape"),
        ({"parents": ["a" * 32, "a" * 32]}, "wrong-shape"),
        ({"compartment": "f" * 32}, "nothing-here"),
    ],
)
def test_what_is_not_a_revision_is_refused_with_a_reason_and_nothing_is_stored(priya, plan, change, reason):
    [receipt] = priya.push(priya.revision(plan, "action", ACTION, **change))
    assert (receipt["state"], receipt["reason"]) == ("refused", reason)
    assert priya.open(plan)["entries"] == []


def test_a_text_too_long_is_refused(priya, plan):
    [receipt] = priya.push(priya.revision(plan, "action", {**ACTION, "what": "a" * 20_001}))
    assert (receipt["state"], receipt["reason"]) == ("refused", "too-long")


def test_a_parent_of_another_entry_is_refused(priya, plan):
    other = priya.write(plan, "action", ACTION)
    [receipt] = priya.push(priya.revision(plan, "action", ACTION, parents=[other["id"]]))
    assert (receipt["state"], receipt["reason"]) == ("refused", "unknown-parent")


def test_a_kind_cannot_go_into_the_wrong_compartment(priya, plan):
    risk = next(part["id"] for part in priya.open(plan)["compartments"] if part["class"] == "risk")
    [receipt] = priya.push(priya.revision(plan, "action", ACTION, compartment=risk))
    assert (receipt["state"], receipt["reason"]) == ("refused", "wrong-compartment")


def test_each_child_has_two_compartments_of_their_own(priya, plan):
    for name in ("Noah", "Ella"):
        priya.write(plan, "family_member", {"name": name, "role": "child"})
    children = [one["entry"] for one in priya.open(plan)["entries"]]
    parts = [(part["class"], part["about"]) for part in priya.open(plan)["compartments"]]
    for child in children:
        assert ("child", child) in parts
        assert ("kept", child) in parts


def test_a_large_family_gets_another_block(priya, plan):
    for number in range(5):
        priya.write(plan, "family_member", {"name": f"Child {number}", "role": "child"})
    parts = [part["class"] for part in priya.open(plan)["compartments"]]
    assert (parts.count("child"), parts.count("kept")) == (5, 5)


def test_unfiling_destroys_the_words_and_what_they_replaced_stands_again(priya, plan):
    first = priya.write(plan, "action", ACTION)
    slip = {**ACTION, "what": "14 Quarrelstone Mews"}
    second = priya.write(plan, "action", slip, entry=first["entry"], parents=[first["id"]])
    answer = priya.post(f"/api/1/plans/{plan}/unfile", {"revision": second["id"], "reason": "wrong_place"})
    assert answer.status_code == 204
    entry = only_entry(priya, plan, "action")
    assert entry["heads"][0]["revision"] == first["id"]
    history = priya.get(f"/api/1/plans/{plan}/entries/{first['entry']}")
    assert "Quarrelstone" not in history.get_data(as_text=True)
    assert history.json["revisions"][1]["unfiled"]["reason"] == "wrong_place"


def test_a_stranger_finds_nothing_anywhere(priya, plan, as_person):
    alex = as_person("alex")
    revision = priya.write(plan, "action", ACTION)
    for answer in (
        alex.get(f"/api/1/plans/{plan}"),
        alex.get(f"/api/1/plans/{plan}/entries/{revision['entry']}"),
        alex.post(f"/api/1/plans/{plan}/unfile", {"revision": revision["id"], "reason": "wrong_place"}),
        alex.post(f"/api/1/plans/{plan}/letters/file"),
        alex.post(f"/api/1/plans/{plan}/stage", {"stage": "full", "review_due": ""}),
    ):
        assert answer.status_code == 404
        assert answer.json == {"reason": "nothing-here"}
    [receipt] = alex.push(alex.revision(plan, "action", ACTION))
    assert (receipt["state"], receipt["reason"]) == ("refused", "nothing-here")
    assert alex.get("/api/1/plans").json == {"plans": []}


def test_nobody_makes_a_plan_without_saying_who_knows_the_family(priya):
    body = {"id": crypto.new_id(), "staff_know": "", "excluded": []}
    answer = priya.post("/api/1/plans", body)
    assert (answer.status_code, answer.json["reason"]) == (400, "who-knows-this-family")


def test_an_administrator_can_make_and_read_no_plan(as_person, plan):
    edith = as_person("edith")
    body = {"id": crypto.new_id(), "staff_know": "no", "excluded": []}
    assert edith.post("/api/1/plans", body).status_code == 404
    assert edith.get(f"/api/1/plans/{plan}").status_code == 404


def test_the_managers_desk_leads_and_the_night_desk_must_say_why(as_person, plan):
    assert as_person("tom").open(plan)["compartments"]
    leah = as_person("leah")
    refused = leah.get(f"/api/1/plans/{plan}")
    assert (refused.status_code, refused.json["reason"]) == (403, "say-why")
    assert leah.post(f"/api/1/plans/{plan}/emergency", {"reason": "child_in_danger"}).status_code == 204
    assert leah.open(plan)["compartments"]


def test_an_excluded_manager_gets_no_key_by_any_path(as_person, cast):
    plan = as_person("priya").new_plan(staff_know="yes", excluded=[cast.people["tom"]])
    assert as_person("tom").get(f"/api/1/plans/{plan}").status_code == 404
