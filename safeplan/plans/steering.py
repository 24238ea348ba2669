"""Moves a plan through its stages and between leads, and lets an emergency desk in once it says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from safeplan import catalogue, clock, crypto, entries, refusals
from safeplan.accounts.models import Person
from safeplan.agencies.models import Desk, DeskMember
from safeplan.audit.service import record
from safeplan.plans import ending
from safeplan.plans.access.creating import is_excluded, public_keys
from safeplan.plans.access.keys import Giving
from safeplan.plans.access.opening import OpenPlan, get_plan
from safeplan.plans.log.landing import Landing
from safeplan.plans.log.receipts import Refusal
from safeplan.plans.log.submission import Submission
from safeplan.plans.models import EmergencyOpening, Grant, Plan
from safeplan.plans.presenters import letterbox_json
from safeplan.plans.rules import STAGES

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor


def set_stage(session: Session, actor: Actor, plan_id: str, stage: str, review_due: str) -> None:
    """Set a plan's stage and next review day; only the lead or the managers' desk may."""
    if stage not in STAGES or not _is_day(review_due):
        raise refusals.WrongShape
    plan = get_plan(session, actor, plan_id, "lead", action="stage-open")
    if stage == "ended" and plan.plan.stage != "ended":
        check_ending(session, plan)
    status = "ended" if stage == "ended" else "active"
    values = {"stage": stage, "review_due": review_due or None, "status": status}
    session.execute(update(Plan).where(Plan.id == plan_id).values(**values))
    plan.plan = replace(plan.plan, **values)  # type: ignore[arg-type]
    record(session, actor.person_id, "stage", agency=actor.agency_id, plan=plan.id, code=stage)
    Landing(plan).finish(session)


def check_ending(session: Session, plan: OpenPlan) -> None:
    """Raise refusals.Stopped if a stop would forbid an ending that everybody agreed to: the stage is no way around it.

    The stops are asked of such an ending as if it were written now. Who cannot read what they ask about ends nothing.
    """
    part = plan.part(entries.compartment_class(ending.KIND))
    if part is None:
        raise _stopped(plan, "stop:stop_ending")
    new = (crypto.new_id(), plan.id, part.id, crypto.new_id())
    agreed = Submission(*new, (), ending.agreed_document(), None, clock.now_ms(), "")
    try:
        Landing(plan).check(session, agreed)
    except Refusal as stopped:
        raise _stopped(plan, stopped.reason) from None


def _stopped(plan: OpenPlan, reason: str) -> refusals.Refused:
    actor = plan.actor

    def note(session: Session) -> None:
        record(session, actor.person_id, "refused", agency=actor.agency_id, plan=plan.id, code=reason)

    return refusals.Stopped(reason, afterwards=note)


def hand_lead(session: Session, actor: Actor, secret: bytes, plan_id: str, person: str) -> None:
    """Name the plan's next lead, somebody of its own agency who is not kept out of it."""
    plan = get_plan(session, actor, plan_id, "lead", action="hand-lead-open")
    # An administrator holds half of recovery: leading a plan as well would put both in one pair of hands.
    query = select(Person.agency).where(
        Person.id == person, Person.state != "ended", Person.role.in_(("practitioner", "manager"))
    )
    if session.scalar(query) != plan.plan.lead_agency or is_excluded(session, secret, plan_id, person):
        raise refusals.NotPossible("cannot-lead")
    [(holder, _)] = public_keys(session, [("person", person, "lead")], plan.plan.lead_agency)
    with Giving(session, plan.ring, actor.person_id, begins_under=plan.own_part) as giving:
        for part in plan.parts.values():
            keys = {epoch: plan.ring.key(part.id, epoch) for epoch in plan.ring.epochs(part.id)}
            giving.give(part.id, keys, holder, "lead", basis="lead")
    session.execute(update(Plan).where(Plan.id == plan_id).values(lead=person))
    record(session, actor.person_id, "hand-lead", agency=actor.agency_id, plan=plan_id, object=person)


def say_why(session: Session, actor: Actor, plan_id: str, reason: str) -> None:
    """Record an emergency desk's reason; the plan then opens to this person for twelve hours."""
    if reason not in catalogue.load().codes("emergency_reasons"):
        raise refusals.NotAnswered
    desks = (
        select(Desk.id)
        .join(DeskMember, DeskMember.desk == Desk.id)
        .join(Grant, Grant.holder == Desk.id)
        .where(Desk.kind == "emergency", DeskMember.person == actor.person_id, DeskMember.sealed_key.is_not(None))
        .where(Grant.plan == plan_id, Grant.revoked_at.is_(None))
    )
    alone = select(Grant.id).where(
        Grant.plan == plan_id,
        Grant.holder == actor.person_id,
        Grant.basis == "emergency",
        Grant.revoked_at.is_(None),
    )
    if session.execute(desks.limit(1)).first() is None and session.execute(alone.limit(1)).first() is None:
        raise refusals.NothingHere
    session.execute(
        insert(EmergencyOpening).values(plan=plan_id, person=actor.person_id, at=clock.now_ms(), reason=reason)
    )
    record(session, actor.person_id, "emergency-opening", agency=actor.agency_id, plan=plan_id, code=reason)


def child_letterboxes(session: Session, actor: Actor, plan_id: str, child: str) -> dict[str, Any]:
    """Return {"child": {compartment, epoch, public}, "kept": {…}}: where a child's pages may be put."""
    plan = get_plan(session, actor, plan_id, "contribute", action="hand-over")
    found = {}
    for kind in ("child", "kept"):
        part = plan.part(kind, child)
        if part is None:
            raise refusals.NothingHere
        found[kind] = letterbox_json(part)
    return found


def _is_day(text: str) -> bool:
    if text == "":
        return True
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
