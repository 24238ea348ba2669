"""The session call: one cookie with every flag, the same bytes for every refusal, nothing after it has ended."""

from __future__ import annotations

import re

import pytest
from flask import flash, session

from safeplan import crypto
from safeplan.accounts import rules
from safeplan.web.sessions import COOKIE

from .conftest import HOME, Browser

WRONG = "entirely wrong words here now"


def cookies(answer) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


def test_the_cookie_has_every_flag_and_no_age(door):
    answer = door.sign_in("priya")
    assert answer.status_code == 200
    [cookie] = cookies(answer)
    name, *flags = [part.strip() for part in cookie.split(";")]
    assert re.fullmatch(rf"{COOKIE}=[A-Za-z0-9_-]{{43}}", name)
    assert sorted(flags) == ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]


def test_there_is_no_other_cookie_anywhere(door, app):
    seen = [cookies(door.get(path)) for path in ("/", "/api/1/session", "/agency", "/account/words", "/nowhere")]
    door.sign_in("edith")
    pages = ("/", "/agency", "/agency/people/new", "/agency/desks/new", "/account/words", "/api/1/session")
    seen += [cookies(door.get(path)) for path in pages]
    seen.append(cookies(door.write("DELETE", "/api/1/session")))
    assert {one.split("=")[0] for some in seen for one in some} == {COOKIE}


def test_a_visitor_gets_a_token_and_leaves_no_row(door, app):
    first = door.get("/api/1/session")
    assert first.json["signed_in"] is False
    assert first.json["scope"] == "none"
    assert first.json["person"] is None
    assert first.json["idle_ms"] == 15 * 60_000
    assert len(cookies(first)) == 1
    assert cookies(door.get("/api/1/session")) == []
    with app.extensions["safeplan.db"].reading() as connection:
        assert connection.exec_driver_sql("select count(*) from session").scalar() == 0


def test_the_shell_sets_no_cookie(door):
    assert cookies(door.get("/")) == []


def test_who_is_signed_in(door, cast):
    answer = door.sign_in("priya").json
    assert answer["signed_in"] is True
    assert answer["scope"] == "full"
    person = answer["person"]
    assert person["id"] == cast.people["priya"]
    assert (person["name"], person["role"]) == ("Priya Nair", "practitioner")
    assert (person["agency_name"], person["agency_kind"]) == ("Northfield Council", "council")
    assert door.get("/api/1/session").json["person"] == person


def test_every_refusal_has_the_same_status_headers_and_bytes(door, app, time, monkeypatch):
    calls = []
    real = crypto.stretch
    monkeypatch.setattr(crypto, "stretch", lambda *given: calls.append(1) or real(*given))
    wrong = door.sign_in("priya", WRONG)
    delayed = door.sign_in("priya")
    unknown = door.sign_in("nobody", WRONG)
    assert len(calls) == 3
    answers = [(a.status_code, a.data, sorted(a.headers.items())) for a in (wrong, delayed, unknown)]
    assert answers[0] == answers[1] == answers[2]
    assert (wrong.status_code, wrong.json) == (401, {"reason": "not-opened"})
    time.forward(1_000)
    assert door.sign_in("priya").status_code == 200


def test_a_rate_limited_place_is_told_to_wait_and_the_kdf_is_not_reached(door, monkeypatch):
    for count in range(rules.PLACE_ATTEMPTS):
        assert door.sign_in(f"nobody{count}", WRONG).status_code == 401
    monkeypatch.setattr(crypto, "stretch", lambda *_: pytest.fail("the KDF was reached"))
    answer = door.sign_in("priya")
    assert answer.status_code == 429
    assert answer.json["reason"] == "wait"
    assert 0 < answer.json["seconds"] <= 300


def test_too_many_at_once_are_told_to_wait(door, monkeypatch):
    def busy(*_):
        raise crypto.Busy("Too many sign-ins at once.")

    monkeypatch.setattr(crypto, "stretch", busy)
    answer = door.sign_in("priya")
    assert (answer.status_code, answer.json["reason"]) == (429, "wait")


def test_signing_in_needs_the_token(door):
    door.get("/api/1/session")
    body = {"email": "priya@demo.example", "passphrase": "x"}
    answer = door.client.post("/api/1/session", json=body, base_url=HOME)
    assert answer.status_code == 400


def test_the_token_of_another_session_is_no_use(door, app, cast):
    other = Browser(app.test_client()).get("/api/1/session").json["csrf"]
    door.sign_in("priya")
    headers = {"X-CSRFToken": other, "Referer": f"{HOME}/"}
    answer = door.client.delete("/api/1/session", headers=headers, base_url=HOME)
    assert answer.status_code == 400


def test_signing_in_changes_the_cookie_and_the_token(door):
    before = door.get("/api/1/session").json["csrf"]
    visitor = door.cookie
    after = door.sign_in("priya").json["csrf"]
    assert door.cookie != visitor
    assert before != after


def test_the_token_answered_at_sign_in_is_good_at_once(door):
    token = door.sign_in("priya").json["csrf"]
    headers = {"X-CSRFToken": token, "Referer": f"{HOME}/"}
    assert door.client.delete("/api/1/session", headers=headers, base_url=HOME).status_code == 204


def test_a_cookie_is_no_use_after_signing_out(door, app):
    door.sign_in("priya")
    stolen = door.cookie
    answer = door.write("DELETE", "/api/1/session")
    assert answer.status_code == 204
    assert door.cookie == ""
    thief = Browser(app.test_client())
    thief.client.set_cookie(COOKIE, stolen, domain="localhost", secure=True)
    assert thief.get("/api/1/session").json["signed_in"] is False
    assert thief.write("POST", "/api/1/session/step-up", {"passphrase": WRONG}).status_code == 401
    assert thief.get("/api/1/session/child").status_code == 401


def test_a_second_device_with_the_old_cookie_is_out_after_signing_in_again(door, app):
    door.sign_in("priya")
    old = door.cookie
    door.sign_in("priya")
    thief = Browser(app.test_client())
    thief.client.set_cookie(COOKIE, old, domain="localhost", secure=True)
    assert thief.get("/api/1/session").json["signed_in"] is False


def test_it_ends_when_left_alone_and_the_words_open_it_again(door, time):
    door.sign_in("priya")
    time.forward(rules.IDLE_MS)
    assert door.get("/api/1/session").json["signed_in"] is False
    assert door.get("/account/words").status_code == 302
    assert door.sign_in("priya").status_code == 200


def test_what_a_page_asks_by_itself_does_not_keep_it_open(door, time):
    door.sign_in("priya")
    for _ in range(15):
        time.forward(60_000)
        last = door.get("/api/1/session", headers={"X-By-Timer": "1"})
    assert last.json["signed_in"] is False


def test_somebody_at_work_stays_signed_in_for_ten_hours_and_no_longer(door, time):
    door.sign_in("priya")
    for _ in range(59):
        time.forward(10 * 60_000)
        assert door.get("/api/1/session").json["signed_in"] is True
    time.forward(10 * 60_000)
    assert door.get("/api/1/session").json["signed_in"] is False


@pytest.mark.parametrize("value", ["", "short", "A" * 42, "A" * 44, "!" * 43, "A" * 42 + "B", "é" * 43])
def test_any_nonsense_in_the_cookie_is_a_visitor(app, cast, value):
    visitor = Browser(app.test_client())
    header = {"Cookie": f"{COOKIE}={value}".encode().decode("latin-1")}
    answer = visitor.client.get("/api/1/session", headers=header, base_url=HOME)
    assert (answer.status_code, answer.json["signed_in"]) == (200, False)


@pytest.mark.parametrize(
    "body", [None, [], {"email": "x"}, {"email": 1, "passphrase": "x"}, {"email": "", "passphrase": ""}]
)
def test_a_body_of_another_shape_is_refused_before_any_work(door, body, monkeypatch):
    monkeypatch.setattr(crypto, "stretch", lambda *_: pytest.fail("the KDF was reached"))
    assert door.write("POST", "/api/1/session", body).status_code == 400


def test_nothing_can_be_left_in_the_session(app, cast):
    with app.test_request_context("/", base_url=HOME):
        with pytest.raises(TypeError):
            session["plan"] = "anything"
        with pytest.raises(TypeError):
            flash("Saved")


def test_every_answer_about_a_session_is_kept_by_nobody(door):
    for answer in (door.get("/api/1/session"), door.sign_in("priya"), door.get("/account/words")):
        assert answer.headers["Cache-Control"] == "no-store"


def test_stepping_up_takes_the_words_again(door):
    door.sign_in("priya")
    before = door.cookie
    assert door.write("POST", "/api/1/session/step-up", {"passphrase": WRONG}).json == {"reason": "not-opened"}
    assert door.cookie == before


def test_stepping_up_changes_the_cookie(door):
    from safeplan.demo.making import WORDS

    door.sign_in("priya")
    before = door.cookie
    assert door.write("POST", "/api/1/session/step-up", {"passphrase": WORDS}).status_code == 200
    assert door.cookie != before
    assert door.get("/api/1/session").json["signed_in"] is True


class OnePlan:
    """Knows the letterboxes of one child, and nothing else."""

    def __init__(self, real) -> None:
        self.real = real

    def __getattr__(self, name):
        return getattr(self.real, name)

    def child_letterboxes(self, _session, _actor, _plan, _child):
        box = {"compartment": "c" * 32, "epoch": 0, "public": "AA=="}
        return {"child": box, "kept": {**box, "compartment": "d" * 32}}


# As static/js/board/gate.js sends it: a number, lists, and people who were asked.
GATE = {"v": 1, "child": "Noah", "pages": ["book", "feel"], "people": [{"name": "Ruth", "picture": "", "tone": ""}]}


@pytest.fixture
def handed(door, app):
    """Return the door after the tablet was handed to a child, and the answer."""
    app.extensions["safeplan.plan_side"] = OnePlan(app.extensions["safeplan.plan_side"])
    door.sign_in("priya", device="9" * 32)
    door.before = door.cookie
    body = {"plan": "f" * 32, "child": "e" * 32, "gate": GATE}
    answer = door.write("POST", "/api/1/session/child", body)
    assert answer.status_code == 200
    return door, answer


def test_handing_over_says_what_the_child_s_page_needs(handed, cast):
    door, answer = handed
    child = answer.json["child"]
    assert (child["plan"], child["child"], child["author"]) == ("f" * 32, "e" * 32, cast.people["priya"])
    assert (child["device"], child["gate"]) == ("9" * 32, GATE)
    assert set(child["letterboxes"]) == {"child", "kept"}
    assert door.get("/api/1/session/child").json["child"] == child


def test_what_crosses_to_the_child_s_page_is_little(door):
    door.sign_in("priya")
    body = {"plan": "f" * 32, "child": "e" * 32, "gate": {"child": "N" * 4096}}
    assert door.write("POST", "/api/1/session/child", body).status_code == 400


def test_after_handing_over_nobody_s_name_is_shown_and_nothing_else_answers(handed, app):
    door, _ = handed
    shown = door.get("/api/1/session").json
    assert (shown["scope"], shown["signed_in"], shown["person"]) == ("child", False, None)
    for path in ("/agency", "/account/words", "/agency/my-desks"):
        assert door.get(path).status_code == 404
    assert door.write("POST", "/api/1/session/step-up", {"passphrase": "x"}).status_code == 404


def test_the_practitioner_s_cookie_is_dead_once_the_tablet_is_handed_over(handed, app):
    door, _ = handed
    assert door.cookie != door.before
    back = Browser(app.test_client())
    back.client.set_cookie(COOKIE, door.before, domain="localhost", secure=True)
    assert back.get("/api/1/session").json["signed_in"] is False


def test_coming_back_from_the_child_takes_the_words(handed):
    door, _ = handed
    assert door.write("DELETE", "/api/1/session").status_code == 204
    assert door.get("/api/1/session").json["signed_in"] is False
    assert door.sign_in("priya").json["signed_in"] is True


def test_a_stranger_to_the_plan_hands_over_nothing(door):
    door.sign_in("alex")
    before = door.cookie
    answer = door.write("POST", "/api/1/session/child", {"plan": "f" * 32, "child": "e" * 32})
    assert answer.status_code == 404
    assert door.cookie == before
    assert door.get("/api/1/session").json["scope"] == "full"


def test_changed_words_are_shown_once(door):
    from safeplan.demo.making import WORDS

    door.sign_in("priya")
    token = door.get("/api/1/session").json["csrf"]
    form = {"csrf_token": token, "old": WORDS, "new": ""}
    page = door.client.post("/account/words", data=form, headers={"Referer": f"{HOME}/"}, base_url=HOME)
    assert page.status_code == 200
    words = re.search(r'class="said">([^<]+)<', page.text).group(1)
    assert len(words.split()) == 5
    assert page.headers["Cache-Control"] == "no-store"
    assert words not in door.get("/account/words").text
    assert door.write("DELETE", "/api/1/session").status_code == 204
    assert door.sign_in("priya", words).status_code == 200
