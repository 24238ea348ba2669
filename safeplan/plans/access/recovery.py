"""Gives an agency's plans back to one of its people with both recovery sheets, when nobody else can."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from safeplan import clock, crypto, refusals
from safeplan.accounts.models import Person
from safeplan.agencies.recovery import recovery_private
from safeplan.audit.service import record
from safeplan.plans.access.creating import is_excluded
from safeplan.plans.access.keys import Giving, GrantRow, Holder, KeyRing
from safeplan.plans.access.parts_given import SealedParts
from safeplan.plans.log.errors import Damaged, NoKey
from safeplan.plans.models import Compartment, Grant, Parts, Plan
from safeplan.plans.rules import STAGES

RIGHT = "lead"
ENDED = STAGES[-1]


class Recovered(NamedTuple):
    """How many plans were given back, how many the person is kept out of, and the rows that stopped others."""

    given: int
    kept_out: int
    damaged: list[str]


def recover(session: Session, secret: bytes, agency: str, halves: tuple[bytes, bytes], email: str) -> Recovered:
    """Give a person every running plan their agency leads, but for those that are not whole.

    Two sheets, kept by two people, are needed. An administrator gets none: they may never read a plan.
    """
    pair = crypto.KeyPair.from_private(recovery_private(session, agency, *halves))
    query = select(Person.id, Person.public_key, Person.role, Person.state).where(
        Person.email == email.strip().lower(), Person.agency == agency
    )
    found = session.execute(query).first()
    if found is None or found.state == "ended":
        raise refusals.NothingHere
    if found.role == "administrator":
        raise refusals.InWords("An administrator can read no plan. Name a practitioner or a manager.")
    holder = Holder("person", found.id, bytes(found.public_key), "recovery")
    given, kept_out, damaged = 0, 0, []
    for plan in session.scalars(select(Plan.id).where(Plan.lead_agency == agency, Plan.stage != ENDED)).all():
        if is_excluded(session, secret, plan, holder.id):
            kept_out += 1
            continue
        try:
            with session.begin_nested():
                _give_back(session, plan, agency, pair, holder)
        except (crypto.CryptoError, NoKey) as unfit:
            damaged.append(unfit.row if isinstance(unfit, Damaged) else plan)
            continue
        record(session, None, "recovered", agency=agency, plan=plan, object=holder.id)
        given += 1
    return Recovered(given, kept_out, damaged)


def _give_back(session: Session, plan: str, agency: str, pair: crypto.KeyPair, holder: Holder) -> None:
    query = select(
        Grant.compartment, Grant.epoch, Grant.holder_kind, Grant.holder, Grant.right, Grant.sealed_key
    ).where(Grant.plan == plan, Grant.holder_kind == "recovery", Grant.holder == agency, Grant.revoked_at.is_(None))
    rows = [GrantRow(*row) for row in session.execute(query)]
    ring = KeyRing(plan, {agency: pair}, {(row.compartment, row.epoch): row for row in rows})
    listed = select(Parts.compartment, Parts.epoch, Parts.sealed).where(Parts.plan == plan, Parts.holder == agency)
    found = session.execute(listed).first()
    own = SealedParts(*found) if found else None
    epochs = session.execute(select(Compartment.id, Compartment.epoch).where(Compartment.plan == plan))
    current = {row[0]: row[1] for row in epochs}
    ring.require_all({agency: own}, rows, current, clock.now_ms())
    with Giving(session, ring, holder.id, begins_under=own.compartment if own else None) as giving:
        for compartment in sorted({row.compartment for row in rows}):
            keys = {epoch: ring.key(compartment, epoch) for epoch in ring.epochs(compartment)}
            giving.give(compartment, keys, holder, RIGHT, basis="recovery")
