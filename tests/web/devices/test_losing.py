"""A lost tablet: reading ends at once, by its own person or a manager, and delivering never does."""

from __future__ import annotations

from safeplan import crypto
from tests.client import TabletClient
from tests.web.devices.test_visits import hash_of, pull, taken


def lost(person, tablet) -> int:
    return person.post(f"/api/1/devices/{tablet.id}/lost").status_code


def test_losing_it_ends_its_sessions_and_what_was_taken_along(app, priya, tablet, plan, sql):
    from safeplan.demo.making import WORDS
    from tests.client import PersonClient

    desk = PersonClient(app, priya.id).sign_in("priya@demo.example", WORDS)
    tablet.take(plan)
    assert lost(desk, tablet) == 204
    assert priya.get("/api/1/plans").status_code == 401, "what was open on it is shut"
    assert desk.get("/api/1/plans").status_code == 200, "her desk is not"
    assert sql("SELECT count(*) FROM pack WHERE returned_at IS NULL") == [(0,)]
    assert sql("SELECT lost_by FROM device WHERE id = :id", id=tablet.id) == [(priya.id,)]
    assert sql("SELECT count(*) FROM audit WHERE action = 'tablet-lost' AND plan = :id", id=plan) == [(1,)]
    assert lost(desk, tablet) == 204
    assert sql("SELECT count(*) FROM audit WHERE action = 'tablet-lost'") == [(2,)], "said twice, recorded once"


def test_a_lost_tablet_is_given_nothing_and_does_not_come_back_by_itself(app, priya, tablet, plan, as_person):
    have = taken(tablet.take(plan))
    tom = as_person("tom")
    assert lost(tom, tablet) == 204, "a manager of the same agency may say it"
    again = app.test_client()
    assert again.post("/api/1/visit", json={}, base_url="https://localhost").status_code == 400
    from safeplan.demo.making import WORDS

    priya.sign_in("priya@demo.example", WORDS)
    wanted = {"device": tablet.id, "plans": [{"plan": plan, "place": False}]}
    for path, body in (("/api/1/visit", wanted), ("/api/1/visit/pull", {"device": tablet.id, "have": have})):
        answer = priya.post(path, body)
        assert (answer.status_code, answer.json["reason"]) == (403, "lost")
    answer = priya.post("/api/1/devices", tablet.enrolment)
    assert (answer.status_code, answer.json["reason"]) == (409, "lost")
    assert priya.post("/api/1/visit/return", {"device": tablet.id}).status_code == 204


def test_the_tablet_of_somebody_whose_account_ended_counts_as_lost_and_still_delivers(
    priya, tablet, plan, part, as_person
):
    letter = tablet.letter(priya.revision(plan, "note", {"words": "before I left"}), part)
    edith = as_person("edith")
    page = f"/agency/people/{priya.id}"
    assert edith.submit(f"{page}/end", {"checked": "y"}, page=page).status_code == 303
    told = tablet.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": 1, "evicted": False})
    assert told.json["lost"] is True
    assert [one["state"] for one in tablet.deliver(letter)] == ["held"]
    [held] = as_person("tom").open(plan)["letters"]["held"]
    assert held["data"]["words"] == "before I left", "a person decides about it"


def test_a_stranger_and_a_colleague_find_no_such_tablet(app, tablet, as_person):
    for key in ("leah", "dana", "alex"):
        assert lost(as_person(key), tablet) == 404
    other = TabletClient(app, as_person("dana"))
    assert lost(as_person("tom"), other) == 404, "a manager looks after one agency"
    assert lost(as_person("tom"), type("unknown", (), {"id": crypto.new_id()})) == 404


def test_a_plan_that_was_on_it_is_not_pulled_by_a_new_enrolment(app, priya, tablet, plan):
    tablet.take(plan)
    priya.device = crypto.new_id()
    second = TabletClient(app, priya)
    assert pull(second, hash_of({})).json == {"until": 0, "packs": [], "gone": []}
