"""Looking changes nothing but the audit log and the minute somebody was last seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from safeplan import clock, crypto, db
from safeplan.accounts.models import Throttle
from safeplan.db import Base
from safeplan.web.access import public
from tests.client import TabletClient
from tests.guards.endpoints import Endpoint, endpoints

# What a look may leave behind: that it happened, and that somebody is still there.
MAY_GROW = {"audit"}
MAY_CHANGE = {("session", "last_seen")}

State = dict[str, list[tuple[Any, ...]]]


def snapshot(app: Flask) -> State:
    with app.extensions[db.EXTENSION].reading() as connection:
        return {
            name: sorted(connection.execute(select(*kept(table))).all(), key=repr)
            for name, table in Base.metadata.tables.items()
            if name not in MAY_GROW
        }


def kept(table) -> list[Any]:
    return [column for column in table.columns if (table.name, column.name) not in MAY_CHANGE]


def complaints(app: Flask, people: Callable[[Endpoint], Any], values: dict[str, str]) -> list[str]:
    """Look at every page as whoever it is for; one sentence for each that wrote."""
    said, before = [], snapshot(app)
    for one in endpoints(app):
        if one.method != "GET":
            continue
        unknown = one.places - values.keys()
        if unknown:
            said.append(f"{one.name} has a place {', '.join(sorted(unknown))}: give this guard a value for it.")
        answer = people(one).get(one.path(values))
        if answer.status_code >= 500:
            said.append(f"{one.name} answered {answer.status_code}.")
        answer.close()
        after = snapshot(app)
        said += [f"{one.name} wrote to {name}: looking must not." for name in after if after[name] != before[name]]
        before = after
    return said


@pytest.fixture
def house(app, as_person, cast):
    """Return (who looks where, real ids for every place in a rule), with a plan that has something in it."""
    priya, edith, tom = as_person("priya"), as_person("edith"), as_person("tom")
    plan = priya.new_plan()
    entry = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    priya.write(
        plan, "action", {"owner": "agency", "agency": "police", "what": "Patrol at pick-up", "state": "accepted"}
    )
    tablet = TabletClient(app, priya)
    tablet.take(plan)
    handed = second_tablet(app, cast, plan, entry)
    shell = priya.get("/").get_data(as_text=True)
    words = re.search(r'data-words="/([^"]+)\.json"', shell)
    pieces = re.search(r'data-pieces="/pieces-([^"]+)\.html"', shell)
    assert words
    assert pieces
    values = {
        "plan": plan,
        "entry": entry,
        "person": cast.people["tom"],
        "desk": cast.desks["managers"],
        "device": tablet.id,
        "name": words.group(1),
        "digest": pieces.group(1),
        "path": "icons/page.svg",
    }

    def people(one: Endpoint):
        if one.access and one.access.scopes == ("child",):
            return handed
        if one.access and "administrator" in one.access.roles:
            return edith
        return tom if one.rule.startswith("/quality") else priya

    return people, values


def second_tablet(app, cast, plan, child):
    from safeplan.demo.making import WORDS
    from tests.client import PersonClient

    tablet = PersonClient(app, cast.people["priya"]).sign_in("priya@demo.example", WORDS)
    answer = tablet.post("/api/1/session/child", {"plan": plan, "child": child, "gate": {}})
    assert answer.status_code == 200
    return tablet


def test_looking_writes_nothing_but_the_audit(app, house) -> None:
    said = complaints(app, *house)
    assert not said, "\n".join(said)


def test_looking_some_minutes_later_writes_nothing_else_either(app, house) -> None:
    later = clock.now_ms() + 5 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        said = complaints(app, *house)
    assert not said, "\n".join(said)


@public
def planted() -> str:
    db.session().execute(insert(Throttle).values(key=crypto.new_id() * 2, failures=1, until=1))
    return "written"


@pytest.fixture
def _planted(app: Flask) -> None:
    app.add_url_rule("/planted", "planted", planted)


@pytest.mark.usefixtures("_planted")
def test_a_look_that_writes_is_noticed(app, house) -> None:
    assert complaints(app, *house) == ["GET /planted wrote to throttle: looking must not."]
