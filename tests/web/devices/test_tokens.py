"""A tablet's token: two doors open to it, and none of a person's rights come with it."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from safeplan import clock, crypto
from safeplan.demo.making import WORDS
from safeplan.web.sessions import COOKIE, current
from tests.client import PersonClient, TabletClient
from tests.guards.endpoints import endpoints

LETTERS = "/api/1/letters"


def contact(tablet: TabletClient, unsent: int = 0, evicted: bool = False):
    return tablet.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": unsent, "evicted": evicted})


def test_enrolling_gives_a_token_once_and_keeps_only_its_hash(priya, tablet, sql):
    token = b64decode(tablet.answer["token"])
    assert len(token) == 32
    assert tablet.answer["author"]["id"] == priya.id
    assert len(b64decode(tablet.answer["author"]["public"])) == 32
    [row] = sql("SELECT * FROM device WHERE id = :id", id=tablet.id)
    assert token not in [bytes(one) for one in row if isinstance(one, (bytes, memoryview))]
    assert contact(tablet).status_code == 200


def test_enrolling_again_gives_a_new_token_and_the_old_one_ends(priya, tablet):
    old = tablet.header
    again = priya.post("/api/1/devices", tablet.enrolment)
    assert again.status_code == 201
    tablet.answer = again.json
    assert contact(tablet).status_code == 200
    refused = tablet.http.post(LETTERS, json={"letters": []}, headers=old, base_url="https://localhost")
    assert (refused.status_code, refused.json["reason"]) == (401, "device")


def test_an_id_stays_with_its_person_and_its_key(priya, tablet, as_person):
    other_key = {**tablet.enrolment, "public": b64encode(crypto.new_keypair().public).decode()}
    for client, body in ((priya, other_key), (as_person("tom"), tablet.enrolment)):
        answer = client.post("/api/1/devices", body)
        assert (answer.status_code, answer.json["reason"]) == (409, "id-in-use")


@pytest.mark.parametrize(
    "wrong",
    [{"public": ""}, {"public": "AAAA"}, {"public": b64encode(bytes(32)).decode()}, {"kind": "fridge"}, {"id": "x"}],
)
def test_a_key_that_keeps_no_secret_and_other_nonsense_are_refused(priya, wrong):
    body = {"id": crypto.new_id(), "public": b64encode(crypto.new_keypair().public).decode(), "kind": "ipad"}
    assert priya.post("/api/1/devices", {**body, **wrong}).status_code == 400


def test_enrolling_and_taking_along_ask_for_the_words_of_the_last_five_minutes(priya, tablet, plan):
    wanted = {"device": tablet.id, "plans": [{"plan": plan, "place": False}]}
    later = clock.now_ms() + 6 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        for path, body in (("/api/1/devices", tablet.enrolment), ("/api/1/visit", wanted)):
            answer = priya.post(path, body)
            assert (answer.status_code, answer.json["reason"]) == (403, "step-up")
        priya.token = priya.post("/api/1/session/step-up", {"passphrase": WORDS}).json["csrf"]
        assert priya.post("/api/1/devices", tablet.enrolment).status_code == 201
        assert priya.post("/api/1/visit", wanted).status_code == 200


def test_it_is_known_whether_the_words_were_generated(priya, tablet):
    assert tablet.answer["generated"] is True
    chosen = "a long sentence of my own making"
    priya.submit("/account/words", {"old": WORDS, "new": chosen})
    assert priya.post("/api/1/devices", tablet.enrolment).json["generated"] is False
    priya.submit("/account/words", {"old": chosen, "new": ""})
    assert priya.post("/api/1/devices", tablet.enrolment).json["generated"] is True


def test_the_token_alone_enters_at_two_doors_and_reads_nothing(app, tablet, plan):
    """Every endpoint with a real plan's ids in its places, and only the token."""
    values = {"plan": plan, "device": tablet.id, "person": tablet.person.id}
    entered = []
    for one in endpoints(app):
        answer = tablet.http.open(
            one.path(values),
            method=one.method,
            json=None if one.method == "GET" else {},
            headers=tablet.header,
            base_url="https://localhost",
        )
        assert "Set-Cookie" not in answer.headers, one.name
        if answer.status_code != 404:
            entered.append((one.name, answer.status_code))
        answer.close()
    assert entered == [("POST /api/1/devices/<device>/contact", 400), (f"POST {LETTERS}", 400)]


def test_a_token_beside_a_cookie_has_nothing_of_the_cookie_s(priya, tablet, plan):
    for path in ("/", "/api/1/session", f"/api/1/plans/{plan}", "/api/1/plans"):
        answer = priya.http.get(path, headers=tablet.header, base_url="https://localhost")
        assert answer.status_code == 404, path
    with_all = {**tablet.header, "X-CSRFToken": priya.token, "Referer": "https://localhost/"}
    answer = priya.http.post("/api/1/revisions", json={"revisions": []}, headers=with_all, base_url="https://localhost")
    assert answer.status_code == 404
    assert priya.get("/api/1/session").json["signed_in"], "and the cookie is not taken away by it"


def test_with_the_header_the_cookie_is_not_even_read(app, priya, tablet):
    cookie = {"Cookie": f"{COOKIE}={priya.http.get_cookie(COOKIE).value}"}
    with app.test_request_context(LETTERS, method="POST", base_url="https://localhost", headers=cookie):
        assert current().actor is not None, "the cookie opens what it should"
    with app.test_request_context(
        LETTERS, method="POST", base_url="https://localhost", headers={**cookie, **tablet.header}
    ):
        assert current().actor is None


@pytest.mark.parametrize("spoilt", ["", ".", "x.y", "{id}.", "{id}.AAAA", "{id}.{wrong}", "{other}.{token}", "{id}.é"])
def test_a_wrong_token_opens_no_door_even_beside_a_cookie(priya, tablet, spoilt):
    _, _, token = tablet.header["Authorization"].partition(".")
    wrong = ("B" if token[0] == "A" else "A") + token[1:]
    text = spoilt.format(id=tablet.id, other=crypto.new_id(), token=token, wrong=wrong)
    headers = {"Authorization": f"Device {text}", "X-CSRFToken": priya.token, "Referer": "https://localhost/"}
    for path in (LETTERS, f"/api/1/devices/{tablet.id}/contact", "/api/1/revisions", "/api/1/session"):
        answer = priya.http.post(path, json={}, headers=headers, base_url="https://localhost")
        assert (answer.status_code, answer.json["reason"]) == (401, "device"), path
    page = priya.http.get("/account/words", headers=headers, base_url="https://localhost")
    assert page.status_code == 401
    assert "Set-Cookie" not in page.headers


def test_an_ended_tablet_is_not_known_any_more(tablet, sql):
    sql("UPDATE device SET ended_at = 1 WHERE id = :id", id=tablet.id)
    answer = contact(tablet)
    assert (answer.status_code, answer.json["reason"]) == (401, "device")


def test_without_the_header_the_doors_of_tablets_ask_for_the_form_s_token(priya, tablet):
    for path in (LETTERS, f"/api/1/devices/{tablet.id}/contact"):
        answer = priya.http.post(path, json={}, headers={"Referer": "https://localhost/"}, base_url="https://localhost")
        assert (answer.status_code, answer.json["reason"]) == (400, "token")
    assert priya.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": 0, "evicted": False}).status_code == 404


def test_a_tablet_speaks_for_itself_alone(app, tablet, as_person):
    other = TabletClient(app, as_person("tom"))
    answer = tablet.post(f"/api/1/devices/{other.id}/contact", {"unsent": 0, "evicted": False})
    assert answer.status_code == 404


def test_contact_says_what_a_locked_tablet_must_know_and_no_more(tablet, plan, sql):
    until = tablet.take(plan)["until"]
    answer = contact(tablet, unsent=3)
    assert set(answer.json) == {"now", "lost", "until"}
    assert (answer.json["lost"], answer.json["until"]) == (False, until)
    assert len(answer.data) <= 300
    assert sql("SELECT unsent FROM device WHERE id = :id", id=tablet.id) == [(3,)]


def test_an_emptied_store_is_recorded_once(tablet, sql):
    for _ in range(3):
        assert contact(tablet, evicted=True).status_code == 200
    assert sql("SELECT count(*) FROM audit WHERE action = 'storage-evicted'") == [(1,)]


def test_a_child_s_session_and_an_administrator_find_nothing_here(priya, tablet, as_person):
    assert as_person("edith").post("/api/1/devices", tablet.enrolment).status_code == 404
    plan = priya.new_plan()
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    handed = priya.post("/api/1/session/child", {"plan": plan, "child": noah, "gate": {}})
    priya.token = handed.json["csrf"]
    for path in ("/api/1/devices", "/api/1/visit", "/api/1/visit/pull", "/api/1/visit/return"):
        assert priya.post(path, {}).status_code == 404
    assert contact(tablet).status_code == 200, "the tablet itself is heard while a child holds it"


def test_a_visitor_is_told_to_sign_in(app, tablet):
    nobody = PersonClient(app, "")
    nobody.token = nobody.get("/api/1/session").json["csrf"]
    assert nobody.post("/api/1/visit/pull", {"device": tablet.id}).status_code == 401
