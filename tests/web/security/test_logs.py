"""A fault while words are open leaves none of them in a log, an answer or on the console."""

from __future__ import annotations

import logging

import pytest

from safeplan.plans import routes as plan_routes
from safeplan.plans.log import filing, reading
from tests.guards.endpoints import endpoints

WORDS = "Zephyrine Oakenquill hid at Quarrelstone Mews"


class Fault(Exception):
    """Something nobody foresaw."""


@pytest.fixture
def house(as_person, caplog):
    caplog.set_level(logging.DEBUG)
    priya = as_person("priya")
    plan = priya.new_plan()
    note = priya.write(plan, "note", {"words": WORDS})
    return priya, plan, note["entry"]


def fault(*_given, **_more):
    raise Fault


def everything(caplog, capfd, answers) -> str:
    out, err = capfd.readouterr()
    return caplog.text + out + err + "".join(answer.get_data(as_text=True) for answer in answers)


@pytest.mark.parametrize("where", ["seal", "open", "present", "chain"])
def test_a_fault_in_the_middle_of_words_says_none_of_them(house, monkeypatch, caplog, capfd, where):
    priya, plan, entry = house
    module, name = {
        "seal": (filing.crypto, "seal_revision"),
        "open": (reading.crypto, "open_revision"),
        "present": (plan_routes.service, "plan_json"),
        "chain": (filing.crypto, "chain"),
    }[where]
    revision = priya.revision(plan, "note", {"words": WORDS})
    monkeypatch.setattr(module, name, fault)
    answers = [
        priya.get(f"/api/1/plans/{plan}"),
        priya.get(f"/api/1/plans/{plan}/entries/{entry}"),
        priya.post("/api/1/revisions", {"revisions": [revision]}),
    ]
    assert 500 in {answer.status_code for answer in answers}, "the fault was not reached"
    said = everything(caplog, capfd, [answer for answer in answers if answer.status_code >= 500])
    assert "Fault" in said, "the log does not show the fault at all"
    assert "Zephyrine" not in said
    assert "Quarrelstone" not in said


def test_a_fault_at_any_door_answers_without_a_word_of_why(app, house, monkeypatch, caplog, capfd):
    priya, plan, entry = house
    doors = [one for one in endpoints(app) if one.name != "DELETE /api/1/session" and "static" not in one.rule]
    for endpoint in {rule.endpoint for rule in app.url_map.iter_rules()} - {"static_files.static_file"}:
        monkeypatch.setitem(app.view_functions, endpoint, fault)
    places = {"plan": plan, "entry": entry}
    token, priya.token = priya.token, priya.token
    answers = [
        priya.send(one.method, one.path(places), None if one.method == "GET" else {"words": WORDS}) for one in doors
    ]
    assert {answer.status_code for answer in answers} == {500}
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Fault" not in answer.get_data(as_text=True)
        assert "Traceback" not in answer.get_data(as_text=True)
    assert "Zephyrine" not in everything(caplog, capfd, answers)
    assert token


def test_a_fault_undoes_what_its_request_wrote(house, monkeypatch):
    priya, plan, _ = house
    revision = priya.revision(plan, "note", {"words": "x"})
    with monkeypatch.context() as broken:
        broken.setattr(plan_routes, "_receipts", fault)
        assert priya.post("/api/1/revisions", {"revisions": [revision]}).status_code == 500
    [receipt] = priya.push(revision)
    assert receipt["state"] == "accepted", "a save that was not answered is not half kept"


def test_the_url_and_the_title_say_nothing(house):
    priya, plan, _ = house
    for path in ("/", f"/p/{plan}", "/board"):
        page = priya.get(path).get_data(as_text=True)
        assert "<title>Daybook</title>" in page
        assert "Zephyrine" not in page
    assert priya.get(f"/p/{plan}").get_data() == priya.get("/").get_data(), "the shell is the same bytes for everybody"
