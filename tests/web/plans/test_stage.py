"""Ending a plan by its stage: no way around the fourth stop, whoever asks and whatever was proposed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from safeplan import db, refusals
from safeplan.audit.models import AuditRow
from safeplan.plans.access.opening import get_plan
from safeplan.plans.steering import check_ending
from tests.client import PersonClient
from tests.web.sharing.family import Family, actor_of, bellwethers, rows

AsPerson = Callable[[str], PersonClient]
OPEN = {"words": "Supervision stops with the plan", "agency": "probation", "state": "open"}


@pytest.fixture
def family(as_person: AsPerson) -> Family:
    return bellwethers(as_person("priya"))


def to_stage(who: PersonClient, plan: str, stage: str) -> tuple[int, str]:
    answer = who.post(f"/api/1/plans/{plan}/stage", {"stage": stage, "review_due": "2099-01-05"})
    return answer.status_code, "" if answer.status_code == 204 else answer.json["reason"]  # type: ignore[index]


def stands(who: PersonClient, plan: str) -> tuple[str, str]:
    opened = who.open(plan)["plan"]
    return opened["stage"], opened["status"]


@pytest.mark.parametrize("who", ["priya", "tom"])
@pytest.mark.parametrize("state", ["open", "escalated"])
def test_no_stage_ends_a_plan_over_an_open_disagreement(
    family: Family, as_person: AsPerson, app: Flask, who: str, state: str
) -> None:
    family.write("joan", "disagreement", {**OPEN, "state": state})
    # The very refusal that the ending itself would get, with or without one on the table.
    [receipt] = family.lead.push(
        family.lead.revision(family.plan, "closure", {"proposed": "end_protection", "words": "x", "state": "agreed"})
    )
    assert receipt["reason"] == "stop:stop_ending"
    person = as_person(who)
    assert to_stage(person, family.plan, "ended") == (409, "stop:stop_ending")
    assert stands(person, family.plan) == ("interim", "active")
    # Refused where it was tried, in the plan's own record.
    row = rows(app, AuditRow, AuditRow.action == "refused")[-1]
    assert (row.plan, row.actor, row.code) == (family.plan, person.id, "stop:stop_ending")
    # Every other stage is as free as before.
    assert to_stage(person, family.plan, "stepped_down") == (204, "")


def test_an_open_answer_of_two_that_differ_holds_the_ending_up(family: Family) -> None:
    first = family.write("joan", "disagreement", OPEN)
    second = family.lead.write(
        family.plan, "disagreement", {**OPEN, "state": "settled"}, entry=first["entry"], parents=[first["id"]]
    )
    assert second["entry"] == first["entry"]
    family.lead.write(family.plan, "disagreement", OPEN, entry=first["entry"], parents=[first["id"]])
    assert to_stage(family.lead, family.plan, "ended") == (409, "stop:stop_ending")


@pytest.mark.parametrize("state", ["answered", "settled"])
def test_a_plan_ends_once_each_is_answered_or_settled(family: Family, state: str) -> None:
    first = family.write("joan", "disagreement", OPEN)
    assert to_stage(family.lead, family.plan, "ended")[0] == 409
    family.lead.write(
        family.plan, "disagreement", {**OPEN, "state": state}, entry=first["entry"], parents=[first["id"]]
    )
    assert to_stage(family.lead, family.plan, "ended") == (204, "")
    assert stands(family.lead, family.plan) == ("ended", "ended")


def test_who_cannot_read_what_is_disagreed_ends_nothing(family: Family, app: Flask) -> None:
    part = family.part("plan")
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        plan = get_plan(session, actor_of(session, family.lead), family.plan, "lead")
        check_ending(session, plan)
        del plan.parts[part]
        with pytest.raises(refusals.Stopped, match="stop:stop_ending"):
            check_ending(session, plan)
