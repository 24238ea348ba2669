"""The page of tablets: one's own, a manager's people's, names only to who may read them, and marking one as lost."""

from __future__ import annotations

from safeplan import clock
from tests.client import TabletClient
from tests.web.sharing.family import words_of


def test_one_sees_one_s_own_tablets_with_first_names_and_times(priya, tablet, plan):
    tablet.take(plan)
    shown = words_of(priya.get("/devices"))
    assert f"iPad {tablet.id[:4]}" in shown
    assert "Grace: taken" in shown
    assert "Other people" not in shown


def test_a_manager_sees_the_agency_s_people_and_counts_what_they_cannot_read(app, priya, tablet, plan, as_person):
    tom = as_person("tom")
    kept_out = priya.new_plan(staff_know="yes", excluded=[tom.id])
    priya.write(kept_out, "family_member", {"name": "Zephyrine", "role": "parent"})
    tablet.take(plan, kept_out)
    dana = TabletClient(app, as_person("dana"))
    tablet.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": 4, "evicted": False})
    shown = words_of(tom.get("/devices"))
    assert "Priya Nair" in shown
    assert "Grace: taken" in shown
    assert "One plan you cannot read" in shown
    assert "4 pieces of writing not yet sent" in shown
    assert "Zephyrine" not in shown
    assert dana.id[:4] not in shown


def test_marking_one_as_lost_takes_one_confirming_step(priya, tablet, plan, as_person, sql):
    tablet.take(plan)
    tom = as_person("tom")
    page = f"/devices/{tablet.id}/lost"
    shown = words_of(tom.get(page))
    assert "a new passphrase to sign in with" in shown
    assert "It empties itself at its next connection" in shown
    assert tom.submit(page, {}).status_code == 400
    assert sql("SELECT lost_at FROM device") == [(None,)]
    answer = tom.submit(page, {"sure": "y"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/devices")
    shown = words_of(tom.get("/devices"))
    assert "Marked as lost on" in shown
    assert "It has not connected since" in shown
    assert "Grace: taken" in shown, "what was on it is still to be seen"
    later = clock.now_ms() + clock.MINUTE
    with clock.set_for_tests(lambda: later):
        tablet.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": 0, "evicted": False})
        assert "It has connected since, and knows" in words_of(tom.get("/devices"))


def test_a_stranger_s_tablet_has_no_page(tablet, as_person):
    dana = as_person("dana")
    assert dana.get(f"/devices/{tablet.id}/lost").status_code == 404
    assert dana.submit(f"/devices/{tablet.id}/lost", {"sure": "y"}, page="/devices").status_code in (400, 404)
    assert as_person("edith").get("/devices").status_code == 404


def test_one_s_own_page_leads_to_new_words(priya, tablet):
    assert "/account/words" in priya.get(f"/devices/{tablet.id}/lost").get_data(as_text=True)
