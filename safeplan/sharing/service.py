"""Shares parts of a plan with a named person, decides not to, and ends access: each one recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from safeplan import catalogue, clock, crypto, refusals
from safeplan.accounts.models import Person
from safeplan.agencies.models import Agency
from safeplan.audit.service import record
from safeplan.plans.access import keys
from safeplan.plans.access.creating import is_excluded, public_keys
from safeplan.plans.access.narrowing import as_held_by
from safeplan.plans.access.opening import OpenPlan, Part, get_plan
from safeplan.plans.access.people import Staff
from safeplan.plans.access.staffing import end_access, renew_due
from safeplan.plans.log.errors import Damaged
from safeplan.plans.log.landing import Landing
from safeplan.plans.models import Grant
from safeplan.plans.rules import allows, stronger
from safeplan.sharing import rules
from safeplan.sharing.models import ShareDecision

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor


LOOKED = "share-look"


@dataclass(frozen=True)
class Decision:
    """One decision about sharing, opened: `parts` are compartment ids, `line` what was written."""

    at: int
    by: str
    person: str
    kind: str
    basis: str
    reason: str
    parts: tuple[str, ...]
    line: str


def open_for_sharing(session: Session, actor: Actor, plan_id: str, *, action: str | None = "share-open") -> OpenPlan:
    """Return the plan to its lead or the managers' desk; to everybody else there is nothing here."""
    return get_plan(session, actor, plan_id, "lead", action=action)


def candidates(session: Session, plan: OpenPlan, secret: bytes) -> list[Staff]:
    """Return the staff this plan may be shared with. Who is kept out of it is not there, and nothing says so."""
    query = (
        select(Person.id, Person.name, Person.role, Agency.id, Agency.kind, Agency.name)
        .join(Agency, Agency.id == Person.agency)
        .where(Person.state != "ended", Person.role != "administrator", Person.id != plan.actor.person_id)
        .order_by(Agency.name, Person.name, Person.id)
    )
    found = [Staff(*row) for row in session.execute(query)]
    return [one for one in found if not is_excluded(session, secret, plan.id, one.id)]


def recipient(session: Session, plan: OpenPlan, secret: bytes, person: str) -> Staff:
    """Return somebody who may be given a key; the same refusal for who is excluded and who does not exist."""
    for one in candidates(session, plan, secret):
        if one.id == person:
            return one
    raise refusals.NotPossible


def offered(plan: OpenPlan) -> list[Part]:
    """Return the parts the actor leads and may give, in the order they are shown."""
    parts = {part.id: part for part in plan.parts.values() if part.right == "lead" and part.kind in rules.SHAREABLE}
    return [parts[one] for one in rules.in_order((part.id, part.kind) for part in parts.values())]


def held_rights(session: Session, plan: OpenPlan, person: str) -> dict[str, str]:
    """Return compartment id → right of what a person holds now by name, without desks."""
    now = clock.now_ms()
    query = select(Grant.compartment, Grant.right).where(
        Grant.plan == plan.id,
        Grant.holder == person,
        Grant.revoked_at.is_(None),
        Grant.until.is_(None) | (Grant.until > now),
    )
    found: dict[str, str] = {}
    for compartment, right in session.execute(query):
        found[compartment] = stronger(found.get(compartment, right), right)
    return found


def look_through(
    session: Session,
    actor: Actor,
    secret: bytes,
    plan_id: str,
    person: str,
    parts: Sequence[str],
    right: str,
    *,
    action: str = LOOKED,
) -> OpenPlan:
    """Return the plan as the recipient would hold it once `parts` were shared with them; it is for reading alone."""
    plan = open_for_sharing(session, actor, plan_id, action=None)
    one = recipient(session, plan, secret, person)
    if not parts or right not in rules.WISHES or not set(parts) <= {part.id for part in offered(plan)}:
        raise refusals.NotPossible("cannot-be-given")
    record(session, actor.person_id, action, agency=actor.agency_id, plan=plan.id, object=one.id)
    return as_theirs(plan, one, parts, right)


def as_theirs(plan: OpenPlan, one: Staff, parts: Iterable[str], right: str) -> OpenPlan:
    """Return the plan as `one` would hold it, were these parts given with the right that was wished for."""
    return as_held_by(plan, one, {part: rules.right_for(plan.parts[part].kind, right) for part in parts})


def share(
    session: Session,
    actor: Actor,
    secret: bytes,
    plan_id: str,
    person: str,
    parts: Sequence[str],
    right: str,
    basis: str,
    line: str,
    until: str = "",
) -> None:
    """Seal the keys of `parts` (compartment ids) to `person`, every epoch the giver can open: history is part of it.

    `right` is what they may do where partners write (contribute or read); `until` a day or "".
    """
    plan = open_for_sharing(session, actor, plan_id, action="share-seal")
    one = recipient(session, plan, secret, person)
    can_give = {part.id: part for part in offered(plan)}
    ends = _checked(parts, can_give, right, basis, line, until)
    renew_due(session, plan)
    [(holder, _)] = public_keys(session, [("person", one.id, right)], plan.plan.lead_agency)
    held = held_rights(session, plan, one.id)
    with keys.Giving(session, plan.ring, actor.person_id, begins_under=plan.own_part) as giving:
        for compartment in dict.fromkeys(parts):
            wanted = rules.right_for(can_give[compartment].kind, right)
            if compartment in held and allows(held[compartment], wanted):
                continue
            known = {epoch: plan.ring.key(compartment, epoch) for epoch in plan.ring.epochs(compartment)}
            giving.give(compartment, known, holder, wanted, basis=basis, until=ends)
    _keep(session, plan, one.id, "shared", basis=basis, parts=parts, line=line)
    record(session, actor.person_id, "share", agency=actor.agency_id, plan=plan.id, object=one.id, code=basis)
    Landing(plan).finish(session)


def not_share(session: Session, actor: Actor, secret: bytes, plan_id: str, person: str, reason: str, line: str) -> None:
    """Record that it was decided not to share with somebody, and why: as much a decision as sharing."""
    plan = open_for_sharing(session, actor, plan_id, action="share-decide")
    one = recipient(session, plan, secret, person)
    if reason not in catalogue.load().codes("not_share_reasons") or len(line) > rules.LONGEST_LINE:
        raise refusals.NotAnswered
    _keep(session, plan, one.id, "not_shared", reason=reason, line=line)
    record(session, actor.person_id, "not-share", agency=actor.agency_id, plan=plan.id, object=one.id, code=reason)


def revocable(session: Session, plan: OpenPlan, person: str) -> dict[str, str]:
    """Return what a person would lose; nothing for the lead, who hands the plan over instead."""
    return {} if person == plan.plan.lead else held_rights(session, plan, person)


def revoke(session: Session, actor: Actor, plan_id: str, person: str, reason: str, line: str = "") -> None:
    """End what a person holds by name, at once, and renew every key they had for those who remain."""
    plan = open_for_sharing(session, actor, plan_id, action="revoke-open")
    held = revocable(session, plan, person)
    if not held:
        raise refusals.NothingHere
    if reason not in catalogue.load().codes("revoke_reasons") or len(line) > rules.LONGEST_LINE:
        raise refusals.NotAnswered
    end_access(session, plan, person)
    _keep(session, plan, person, "revoked", reason=reason, parts=sorted(held), line=line)
    record(session, actor.person_id, "revoke", agency=actor.agency_id, plan=plan.id, object=person, code=reason)
    Landing(plan).finish(session)


def decisions(session: Session, plan: OpenPlan) -> list[Decision]:
    """Return what was decided about sharing this plan, newest first."""
    query = (
        select(ShareDecision).where(ShareDecision.plan == plan.id).order_by(ShareDecision.at.desc(), ShareDecision.id)
    )
    return [_opened(plan, row) for row in session.scalars(query)]


def _checked(
    parts: Sequence[str], can_give: dict[str, Part], right: str, basis: str, line: str, until: str
) -> int | None:
    if not parts or any(part not in can_give for part in parts):
        raise refusals.NotPossible("cannot-be-given")
    if right not in rules.WISHES or basis not in catalogue.load().codes("bases"):
        raise refusals.NotAnswered("basis-missing")
    if not line.strip() or len(line) > rules.LONGEST_LINE:
        raise refusals.NotAnswered
    try:
        return rules.end_of(until, clock.today())
    except ValueError:
        raise refusals.NotAnswered("wrong-day") from None


def _keep(
    session: Session,
    plan: OpenPlan,
    person: str,
    kind: str,
    *,
    basis: str = "",
    reason: str = "",
    parts: Sequence[str] = (),
    line: str = "",
) -> None:
    """Write a decision; its line and its parts are sealed under the plan's own key."""
    part = plan.part("plan")
    if part is None:
        raise refusals.NotAllowed("read-only")
    row = {
        "id": crypto.new_id(),
        "plan": plan.id,
        "by": plan.actor.person_id,
        "at": clock.now_ms(),
        "person": person,
        "kind": kind,
        "basis": basis,
        "reason": reason,
        "compartment": part.id,
        "epoch": part.epoch,
    }
    words = crypto.canonical({"line": line.strip(), "parts": list(dict.fromkeys(parts))})
    sealed = crypto.seal(plan.ring.key(part.id, part.epoch), words, _bound(row))
    session.execute(insert(ShareDecision).values(**row, sealed=sealed))


def _opened(plan: OpenPlan, row: ShareDecision) -> Decision:
    try:
        words = json.loads(crypto.open_sealed(plan.ring.key(row.compartment, row.epoch), row.sealed, _bound(vars(row))))
    except (crypto.CryptoError, keys.NoKey):
        raise Damaged(row.id) from None
    return Decision(
        row.at, row.by, row.person, row.kind, row.basis, row.reason, tuple(words["parts"]), str(words["line"])
    )


def _bound(row: dict[str, object]) -> bytes:
    names = ("id", "plan", "by", "at", "person", "kind", "basis", "reason", "compartment", "epoch")
    return crypto.bound("sp/share-decision", 1, *(row[name] for name in names))
