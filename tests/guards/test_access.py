"""Every endpoint stands in a table with who may enter, and at the door it is so."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from flask import Flask

from safeplan.web.access import public
from tests.guards.endpoints import Endpoint, endpoints, who

TABLE = Path(__file__).with_name("access_table.toml")


def table() -> dict[str, str]:
    lists = tomllib.loads(TABLE.read_text("utf-8"))
    return {name: entry for entry, names in lists.items() for name in names}


def complaints(app: Flask, written: dict[str, str]) -> list[str]:
    """One sentence for each endpoint that the code and the table differ on."""
    found = {one.name: who(one.access) for one in endpoints(app)}
    said = [
        f"{name} has no decorator of safeplan.web.access: say who may enter."
        for name, entry in found.items()
        if entry == "nobody said"
    ]
    said += [
        f"{name} is not in access_table.toml: its decorator says {found[name]}; write that down if it is meant."
        for name in found.keys() - written.keys()
        if found[name] != "nobody said"
    ]
    said += [f"{name} is in access_table.toml and no longer exists." for name in written.keys() - found.keys()]
    said += [
        f"{name} lets in {found[name]}; access_table.toml says {written[name]}."
        for name in found.keys() & written.keys()
        if found[name] not in ("nobody said", written[name])
    ]
    return sorted(said)


def test_every_endpoint_stands_in_the_table(app: Flask) -> None:
    said = complaints(app, table())
    assert not said, "\n".join(said)


def test_an_endpoint_nobody_guards_is_noticed(app: Flask) -> None:
    app.add_url_rule("/planted", "planted", lambda: "in")
    assert complaints(app, table()) == ["GET /planted has no decorator of safeplan.web.access: say who may enter."]


def test_a_door_opened_wider_than_the_table_says_is_noticed(app: Flask) -> None:
    app.view_functions["plans.open_plan"] = public(app.view_functions["plans.open_plan"].__wrapped__)
    assert complaints(app, table()) == ["GET /api/1/plans/<plan> lets in anybody; access_table.toml says signed_in."]


def inside(app: Flask) -> list[Endpoint]:
    return [one for one in endpoints(app) if who(one.access) != "anybody"]


def sweep(app: Flask, person, expected) -> list[str]:
    """Call every endpoint behind a door as `person`; a sentence for each that does not answer as `expected`."""
    said = []
    for one in inside(app):
        wanted = expected(one)
        if wanted is None:
            continue
        answer = person.send(one.method, one.path(), None if one.method == "GET" else {})
        got = (answer.status_code, answer.headers.get("Location"))
        if got != wanted:
            said.append(f"{one.name} answered {got}, not {wanted}")
    return said


def shut(one: Endpoint) -> tuple[int, str | None]:
    return (401, None) if one.api else (302, "/")


@pytest.fixture
def visitor(app, cast):
    from tests.client import PersonClient

    stranger = PersonClient(app, "")
    stranger.token = stranger.get("/api/1/session").json["csrf"]
    return stranger


def test_without_a_session_every_door_is_shut(app, visitor) -> None:
    said = sweep(app, visitor, shut)
    assert not said, "\n".join(said)


def test_a_door_left_open_is_noticed_by_the_sweep(app, visitor) -> None:
    app.view_functions["plans.key_holders"] = lambda: "everybody's name"
    app.view_functions["plans.key_holders"].access = endpoint(app, "GET /api/1/plans").access
    assert sweep(app, visitor, shut) == ["GET /api/1/key-holders answered (200, None), not (401, None)"]


def endpoint(app: Flask, name: str) -> Endpoint:
    return next(one for one in endpoints(app) if one.name == name)


@pytest.fixture
def child(as_person):
    """Return Priya's tablet once it is in a child's hands."""
    priya = as_person("priya")
    plan = priya.new_plan()
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    answer = priya.post("/api/1/session/child", {"plan": plan, "child": noah, "gate": {"name": "Noah"}})
    assert answer.status_code == 200
    priya.token = answer.json["csrf"]
    return priya


def test_a_child_s_session_enters_nowhere_but_the_child_s_doors(app, child) -> None:
    def nothing_here(one: Endpoint) -> tuple[int, None] | None:
        return None if "child" in one.access.scopes else (404, None)

    said = sweep(app, child, nothing_here)
    assert not said, "\n".join(said)
    assert child.get("/api/1/session/child").status_code == 200, "the child's own door is open"
    assert child.post("/api/1/letters", {"letters": []}).status_code == 200


def test_a_role_that_is_not_meant_finds_nothing(app, as_person) -> None:
    for key, role in (("priya", "practitioner"), ("tom", "manager"), ("edith", "administrator")):
        person = as_person(key)

        def nothing_here(one: Endpoint, role: str = role) -> tuple[int, None] | None:
            return (404, None) if one.access.roles and role not in one.access.roles else None

        said = sweep(app, person, nothing_here)
        assert not said, f"{role}: " + "\n".join(said)
        assert any(nothing_here(one) for one in inside(app)), "the sweep looked at nothing"
