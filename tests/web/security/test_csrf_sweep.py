"""No writing endpoint takes anything without this session's own token, sent from this house's own pages."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from tests.client import PersonClient
from tests.guards.endpoints import Endpoint, endpoints

HOME = "https://localhost"
READING = {"GET"}


def writing(app: Flask) -> list[Endpoint]:
    return [one for one in endpoints(app) if one.method not in READING]


def call(client: PersonClient, one: Endpoint, headers: dict[str, str], form: dict[str, str] | None = None) -> Any:
    body: dict[str, Any] = {"data": form} if form is not None else {"json": {}}
    return client.http.open(one.path(), method=one.method, base_url=HOME, headers=headers, **body)


def complaints(client: PersonClient, ways: list[Endpoint], headers: dict[str, str], form=None) -> list[str]:
    """One sentence for each writing endpoint that did more than ask for the token."""
    said = []
    for one in ways:
        answer = call(client, one, headers, form)
        reason = answer.json.get("reason") if answer.is_json else None
        if answer.status_code != 400 or (one.api and reason != "token"):
            said.append(f"{one.name} answered {answer.status_code} {reason} without the right token.")
    return said


def test_without_a_token_nothing_is_written(app, as_person):
    ways = writing(app)
    assert len(ways) > 15
    assert complaints(as_person("priya"), ways, {"Referer": f"{HOME}/"}) == []
    assert complaints(as_person("edith"), ways, {"Referer": f"{HOME}/"}) == []


def test_a_form_without_a_token_is_no_better(app, as_person):
    assert complaints(as_person("priya"), writing(app), {"Referer": f"{HOME}/"}, {"name": "x"}) == []


def test_the_token_of_another_session_is_no_use(app, as_person):
    other = as_person("tom").token
    headers = {"Referer": f"{HOME}/", "X-CSRFToken": other}
    assert complaints(as_person("priya"), writing(app), headers) == []


def test_a_visitor_s_token_from_before_signing_in_is_no_use(app, cast):
    from safeplan.demo.making import WORDS

    priya = PersonClient(app, cast.people["priya"])
    before = priya.get("/api/1/session").json["csrf"]
    priya.sign_in("priya@demo.example", WORDS)
    assert complaints(priya, writing(app), {"Referer": f"{HOME}/", "X-CSRFToken": before}) == []


def test_a_page_of_somebody_else_cannot_send_even_with_the_token(app, as_person):
    priya = as_person("priya")
    for referer in ("https://elsewhere.example/", "http://localhost/", "https://localhost.elsewhere.example/"):
        assert complaints(priya, writing(app), {"Referer": referer, "X-CSRFToken": priya.token}) == [], referer


def test_a_write_that_does_not_say_where_it_comes_from_is_refused(app, as_person):
    priya = as_person("priya")
    assert complaints(priya, writing(app), {"X-CSRFToken": priya.token}) == []


def test_the_same_calls_with_the_token_reach_their_endpoint(app, as_person):
    priya = as_person("priya")
    headers = {"Referer": f"{HOME}/", "X-CSRFToken": priya.token}
    one = next(way for way in writing(app) if way.name == "POST /api/1/revisions")
    assert call(priya, one, headers).json == {"reason": "wrong-shape"}, "the sweep sends what would otherwise work"


def test_an_endpoint_left_out_of_the_protection_is_noticed(app, as_person):
    priya = as_person("priya")
    protection: CSRFProtect = app.extensions["csrf"]
    protection._exempt_views.add("safeplan.plans.routes.unfile")
    [said] = complaints(priya, writing(app), {"Referer": f"{HOME}/"})
    assert said.startswith("POST /api/1/plans/<plan>/unfile answered 400 wrong-shape")
