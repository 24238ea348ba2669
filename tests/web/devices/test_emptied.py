"""A browser that emptied its own store: its person hears what went with it, and whoever looks after tablets sees it."""

from __future__ import annotations

from safeplan import crypto
from safeplan.demo.making import WORDS
from safeplan.web.known_tablets import COOKIE, MOST
from tests.client import PersonClient, TabletClient
from tests.web.sharing.family import words_of


def known_here(person: PersonClient) -> list[str]:
    return person.get("/api/1/session").json["tablets"]


def emptied(person: PersonClient, device: str):
    return person.post(f"/api/1/devices/{device}/emptied")


def test_its_person_hears_what_was_on_it_and_it_is_noted_once(priya, tablet, plan, sql):
    tablet.take(plan)
    tablet.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": 2, "evicted": False})
    assert known_here(priya) == [tablet.id]
    answer = emptied(priya, tablet.id)
    assert {name: answer.json[name] for name in ("unsent", "plans")} == {"unsent": 2, "plans": 1}
    assert answer.json["heard"] == sql("SELECT last_contact FROM device")[0][0]
    assert known_here(priya) == [], "said once"
    assert sql("SELECT count(*) FROM pack WHERE returned_at IS NULL") == [(1,)], "nobody takes it off by saying so"
    assert emptied(priya, tablet.id).status_code == 404
    assert sql("SELECT count(*) FROM audit WHERE action = 'storage-evicted'") == [(1,)]


def test_its_person_and_a_manager_see_it_among_the_tablets(priya, tablet, plan, as_person):
    tablet.take(plan)
    tablet.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": 2, "evicted": False})
    assert "emptied its store" not in words_of(priya.get("/devices"))
    emptied(priya, tablet.id)
    for person in (priya, as_person("tom")):
        shown = words_of(person.get("/devices"))
        assert "Its browser emptied its store" in shown
        assert "2 pieces of writing not yet sent went with it." in shown


def test_where_nothing_was_kept_nothing_was_lost(priya, tablet, sql):
    answer = emptied(priya, tablet.id)
    assert (answer.json["unsent"], answer.json["plans"]) == (0, 0)
    assert sql("SELECT evicted_at FROM device") == [(None,)]
    assert known_here(priya) == [tablet.id]


def test_without_the_cookie_nobody_says_it(app, priya, tablet, plan):
    tablet.take(plan)
    elsewhere = PersonClient(app, priya.id).sign_in("priya@demo.example", WORDS)
    assert emptied(elsewhere, tablet.id).status_code == 404


def test_a_colleague_on_the_same_browser_finds_no_such_tablet_and_its_person_is_still_told(app, priya, tablet, plan):
    tablet.take(plan)
    cookie = priya.http.get_cookie(COOKIE, domain="localhost")
    dana = PersonClient(app, "").sign_in("dana@demo.example", WORDS)
    dana.http.set_cookie(COOKIE, cookie.value, domain="localhost", secure=True)
    assert emptied(dana, tablet.id).status_code == 404
    assert known_here(dana) == [tablet.id]


def test_the_last_few_who_shared_it_are_known_and_what_is_not_ours_is_nothing(app, as_person):
    browser = as_person("priya")
    made = [TabletClient(app, browser).id]
    for _ in range(MOST):
        browser.device = crypto.new_id()
        made.append(TabletClient(app, browser).id)
    assert known_here(browser) == made[-MOST:]
    for value in ("x", "0" * 31, f"{'0' * 32}.", "A" * 32):
        browser.http.set_cookie(COOKIE, value, domain="localhost", secure=True)
        assert known_here(browser) == []


def test_the_cookie_opens_nothing_and_is_said_to_nobody_who_is_not_signed_in(app, priya, tablet):
    cookie = priya.http.get_cookie(COOKIE, domain="localhost")
    assert (cookie.secure, cookie.http_only, cookie.same_site, cookie.path) == (True, True, "Strict", "/")
    stranger = PersonClient(app, "")
    stranger.http.set_cookie(COOKIE, cookie.value, domain="localhost", secure=True)
    assert known_here(stranger) == []
    assert stranger.get("/api/1/plans").status_code == 401
