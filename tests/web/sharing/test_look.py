"""Through the recipient's eyes: the very JSON they would be given, and nothing of the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from safeplan import clock, db
from safeplan.audit.models import AuditRow
from tests.client import PersonClient
from tests.web.sharing.family import ADDRESS, CHILDS_WORDS, Family, bellwethers, everything, share

AsPerson = Callable[[str], PersonClient]


@pytest.fixture
def family(as_person: AsPerson) -> Family:
    made = bellwethers(as_person("priya"))
    page = {"child": made.ids["noah"], "page": "feel", "words": "a page nobody has checked"}
    made.write("page", "page", page, compartment=made.part("child", "noah"))
    return made


def look(
    family: Family, who: PersonClient, *parts: str, rest: str = "", by: PersonClient | None = None
) -> TestResponse:
    choice = {"person": who.id, "parts": list(parts), "right": "contribute"}
    return (by or family.lead).post(f"/api/1/plans/{family.plan}/look{rest}", choice)


def same_as(one: dict[str, Any]) -> dict[str, Any]:
    """Return a plan with its compartments in one order: they come as the grants lie."""
    return {**one, "compartments": sorted(one["compartments"], key=lambda part: part["id"])}


@pytest.mark.parametrize("classes", [("plan",), ("plan", "risk"), ("plan", "child"), ("child",), ("plan", "place")])
def test_it_is_what_they_get_once_it_is_shared(family: Family, as_person: AsPerson, classes: tuple[str, ...]) -> None:
    ruth = as_person("ruth")
    parts = [family.part(kind, "noah" if kind == "child" else "") for kind in classes]
    seen = look(family, ruth, *parts)
    assert seen.status_code == 200, seen.get_data(as_text=True)
    assert share(family, ruth, *parts).status_code == 303
    given = ruth.get(f"/api/1/plans/{family.plan}").json
    assert given is not None
    assert seen.json is not None
    assert same_as(seen.json) == same_as(given)
    assert given["me"]["id"] == ruth.id


def test_what_they_hold_already_is_in_it_and_through_a_desk_too(family: Family, as_person: AsPerson) -> None:
    ruth, tom = as_person("ruth"), as_person("tom")
    share(family, ruth, family.part("risk"))
    seen = look(family, ruth, family.part("plan")).get_data(as_text=True)
    assert "takes the bank card" in seen
    assert "keep a gate log" in seen
    # Tom sits on the managers’ desk: he holds the whole plan whatever is ticked, and the look says so.
    through_desk = look(family, tom, family.part("plan")).json
    assert through_desk is not None
    assert "takes the bank card" in str(through_desk)
    share(family, tom, family.part("plan"))
    assert same_as(through_desk) == same_as(tom.get(f"/api/1/plans/{family.plan}").json or {})


def test_what_is_not_given_is_not_in_it(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    seen = look(family, ruth, family.part("plan")).get_data(as_text=True)
    for words in ("takes the bank card", CHILDS_WORDS, "a page nobody has checked", ADDRESS, family.part("risk")):
        assert words not in seen, words
    with_book = look(family, ruth, family.part("child", "noah")).get_data(as_text=True)
    assert CHILDS_WORDS in with_book
    for words in ("a page nobody has checked", "Bellwether", "keep a gate log"):
        assert words not in with_book, words


def test_an_address_comes_apart_and_only_after_the_words(family: Family, as_person: AsPerson) -> None:
    ruth, place = as_person("ruth"), family.part("place")
    assert ADDRESS not in look(family, ruth, family.part("plan"), place).get_data(as_text=True)
    assert ADDRESS in look(family, ruth, place, rest="/places").get_data(as_text=True)
    assert ADDRESS not in look(family, ruth, family.part("plan"), rest="/places").get_data(as_text=True)
    later = clock.now_ms() + 6 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        asked = look(family, ruth, place, rest="/places")
        by_history = look(family, ruth, place, rest=f"/entries/{family.ids['home']}")
        for answer in (asked, by_history):
            assert answer.status_code == 403
            assert answer.json == {"reason": "step-up"}
            assert ADDRESS not in answer.get_data(as_text=True)


def test_earlier_versions_are_those_that_they_would_read(family: Family, as_person: AsPerson) -> None:
    ruth, plan = as_person("ruth"), family.part("plan")
    seen = look(family, ruth, plan, rest=f"/entries/{family.ids['log']}")
    share(family, ruth, plan)
    given = ruth.get(f"/api/1/plans/{family.plan}/entries/{family.ids['log']}")
    assert seen.json == given.json
    assert (seen.json or {})["revisions"]
    not_given = look(family, ruth, plan, rest=f"/entries/{family.ids['card']}")
    assert not_given.json == {"revisions": []}


def test_looking_writes_nothing_but_that_somebody_looked(family: Family, as_person: AsPerson, app: Flask) -> None:
    ruth, before = as_person("ruth"), everything(app)
    answer = look(family, ruth, family.part("plan"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert everything(app) == before
    with app.extensions[db.EXTENSION].sessions() as session:
        last = session.scalars(select(AuditRow).order_by(AuditRow.at.desc(), AuditRow.id.desc())).first()
    assert last is not None
    assert (last.action, last.actor, last.object) == ("share-look", family.lead.id, ruth.id)
    assert "Looked through the eyes of" in family.lead.get(f"/audit/{family.plan}").get_data(as_text=True)


def test_a_choice_that_could_not_be_shared_is_not_looked_at_either(family: Family, as_person: AsPerson) -> None:
    ruth, plan = as_person("ruth"), family.part("plan")
    for wrong in (
        {"person": "0" * 32, "parts": [plan], "right": "contribute"},
        {"person": ruth.id, "parts": [], "right": "contribute"},
        {"person": ruth.id, "parts": ["0" * 32], "right": "contribute"},
        {"person": ruth.id, "parts": [[plan]], "right": "contribute"},
        {"person": ruth.id, "parts": [plan], "right": "lead"},
    ):
        assert family.lead.post(f"/api/1/plans/{family.plan}/look", wrong).status_code == 400, wrong
    kept = next(
        part["id"] for part in family.lead.open(family.plan)["compartments"] if part["class"] in ("kept", "staff")
    )
    assert look(family, ruth, kept).status_code == 400


def test_only_who_may_share_may_look(family: Family, as_person: AsPerson) -> None:
    ruth, dana = as_person("ruth"), as_person("dana")
    plan, risk = family.part("plan"), family.part("risk")
    share(family, ruth, plan)
    for somebody in (ruth, dana):
        for rest in ("", "/places", f"/entries/{family.ids['log']}"):
            assert look(family, dana, plan, risk, rest=rest, by=somebody).status_code == 404


def test_a_page_nobody_has_checked_is_not_seen_through_the_leads_eyes(family: Family, as_person: AsPerson) -> None:
    # A child may have named somebody who is not safe: the managers' desk waits for the check like everybody else.
    tom, part = as_person("tom"), family.part("child", "noah")
    unchecked = "a page nobody has checked"
    assert unchecked not in str(tom.open(family.plan))
    seen = look(family, family.lead, part, by=tom)
    assert seen.status_code == 200
    assert CHILDS_WORDS in seen.get_data(as_text=True)
    assert unchecked not in seen.get_data(as_text=True)
    page = next(one for one in family.lead.open(family.plan)["entries"] if unchecked in str(one))["entry"]
    assert look(family, family.lead, part, rest=f"/entries/{page}", by=tom).json == {"revisions": []}
