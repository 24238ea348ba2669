"""Follows changes among staff: whose access ends, which desk has a new key, and which keys must be renewed.

Access ends in the database at once, whoever does it. A new key for a compartment can only be made
by somebody who opens the old one, because the label and the tally are sealed under it: a desk or
a lead does it in the same request, and where nobody was there to (an administrator ended an
account), the next lead who shares or revokes does. Nothing has to remember that it is due: a
compartment whose current key was sealed to somebody who may no longer open it is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.accounts.models import Person
from safeplan.accounts.service import settings
from safeplan.audit.service import lock_streams, record
from safeplan.plans.access import keys
from safeplan.plans.access.creating import is_excluded, public_keys
from safeplan.plans.access.keys import Giving, GrantRow, Holder, KeyRing
from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.log.errors import Damaged
from safeplan.plans.log.tally import Tally
from safeplan.plans.models import Compartment, Exclusion, Grant, Plan

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor


def excluded_on_desk(session: Session, desk: str, person: str) -> bool:
    """Say whether the desk holds a plan from which this person is excluded."""
    held = select(Grant.plan).where(Grant.holder == desk, Grant.revoked_at.is_(None))
    plans = session.scalars(select(Exclusion.plan).where(Exclusion.plan.in_(held)).distinct()).all()
    secret = settings().secret
    return any(is_excluded(session, secret, plan, person) for plan in plans)


def desk_key_changed(session: Session, actor: Actor, desk: str, old_private: bytes, new_public: bytes) -> None:
    """Seal everything the desk holds to its new key, and start a new epoch of each compartment it can open."""
    pair, holder = crypto.KeyPair.from_private(old_private), Holder("desk", desk, new_public)
    live = (Grant.holder == desk, Grant.revoked_at.is_(None))
    for plan in sorted(session.scalars(select(Grant.plan).where(*live).distinct())):
        # Nobody gives the desk anything more meanwhile: it would be sealed to the old key.
        lock_streams(session, actor.agency_id, plan)
        grants = session.scalars(select(Grant).where(Grant.plan == plan, *live)).all()
        ring = KeyRing(plan, {desk: pair}, {(one.compartment, one.epoch): _row(one) for one in grants})
        with Giving(session, ring, actor.person_id) as giving:
            for one in grants:
                _seal_again(giving, one, holder)
            _revoke(session, Grant.id.in_([one.id for one in grants]))
            for compartment in sorted({one.compartment for one in grants}):
                if _current(session, compartment) in ring.epochs(compartment):
                    renew_part(session, compartment, giving, fresh={desk: new_public})
        record(session, actor.person_id, "desk-renewed", agency=actor.agency_id, plan=plan, object=desk)


def person_ended(session: Session, actor: Actor | None, person: str) -> None:
    """Revoke what the person held by name; a plan they led has no lead until the managers' desk names one."""
    _end_grants(session, actor, person, "person-ended")
    led = session.scalars(select(Plan.id).where(Plan.lead == person)).all()
    session.execute(update(Plan).where(Plan.lead == person).values(lead=None))
    agency, by = _who(session, actor, person)
    for plan in led:
        record(session, by, "lead-left", agency=agency, plan=plan, object=person)


def person_key_changed(session: Session, actor: Actor | None, person: str) -> int:
    """Revoke the grants sealed to the person's old key; return how many plans must be given again."""
    return _end_grants(session, actor, person, "key-changed")


def end_access(session: Session, plan: OpenPlan, person: str) -> None:
    """End what a person holds of this plan by name, and renew every key they had. It works at their next request."""
    _revoke(session, Grant.plan == plan.id, Grant.holder == person, Grant.revoked_at.is_(None))
    renew_due(session, plan)


def renew_due(session: Session, plan: OpenPlan) -> bool:
    """Renew the keys that somebody without access still knows, as far as this lead can; say whether any was.

    The caller settles the plan afterwards, so that its card is sealed under the new key too.
    """
    due = [part for part in sorted(_due(session, plan.id)) if part in plan.parts and plan.parts[part].right == "lead"]
    with Giving(session, plan.ring, plan.actor.person_id) as giving:
        for compartment in due:
            number, tally = renew_part(session, compartment, giving)
            public = crypto.letterbox(plan.ring.key(compartment, number)).public
            plan.parts[compartment] = plan.parts[compartment]._replace(epoch=number, letterbox=public, tally=tally)
    return bool(due)


def renew_part(
    session: Session, compartment: str, giving: Giving, *, fresh: Mapping[str, bytes] | None = None
) -> tuple[int, Tally]:
    """Start a compartment's next epoch for those who still hold it; return (its number, the tally).

    `fresh` has public keys that are not in their rows yet. The end of a grant that ends goes along:
    renewing must not turn a fortnight into for ever.
    """
    ring = giving.ring
    row = select(Compartment.epoch, Compartment.label, Compartment.tally).where(Compartment.id == compartment)
    epoch, label, sealed = session.execute(row.with_for_update()).one()
    key = ring.key(compartment, epoch)
    try:
        opened = crypto.open_label(key, ring.plan, compartment, epoch, label)
        tally = Tally.open(key, ring.plan, compartment, epoch, sealed)
    except crypto.CryptoError:
        raise Damaged(compartment) from None
    number = keys.renew(session, ring, compartment, opened, tally)
    new = {number: ring.key(compartment, number)}
    for holder, right, until in _remaining(session, ring.plan, compartment, epoch, fresh or {}):
        giving.give(compartment, new, holder, right, basis=holder.basis, until=until)
    return number, tally


def _remaining(
    session: Session, plan: str, compartment: str, epoch: int, fresh: Mapping[str, bytes]
) -> list[tuple[Holder, str, int | None]]:
    query = (
        select(Grant.holder_kind, Grant.holder, Grant.right, Grant.until, Grant.basis)
        .where(Grant.compartment == compartment, Grant.plan == plan, Grant.epoch == epoch, Grant.revoked_at.is_(None))
        .where(or_(Grant.until.is_(None), Grant.until > clock.now_ms()))
        .distinct()
    )
    agency = session.scalar(select(Plan.lead_agency).where(Plan.id == plan)) or ""
    found = []
    for kind, identity, right, until, basis in session.execute(query).all():
        for holder, _ in public_keys(session, [(kind, identity, right)], agency):
            public = fresh.get(identity, holder.public)
            found.append((replace(holder, public=public, basis=basis), right, until))
    return found


def _due(session: Session, plan: str) -> set[str]:
    return set(session.scalars(keys.known_to_others(plan, clock.now_ms())))


def _seal_again(giving: Giving, grant: Grant, holder: Holder) -> None:
    try:
        key = giving.ring.open(_row(grant))
    except crypto.CryptoError:
        raise Damaged(grant.id) from None
    giving.give(grant.compartment, {grant.epoch: key}, holder, grant.right, basis=grant.basis, until=grant.until)


def _row(grant: Grant) -> GrantRow:
    return GrantRow(grant.compartment, grant.epoch, grant.holder_kind, grant.holder, grant.right, grant.sealed_key)


def _current(session: Session, compartment: str) -> int | None:
    return session.scalar(select(Compartment.epoch).where(Compartment.id == compartment))


def _revoke(session: Session, *where: object) -> None:
    session.execute(update(Grant).where(*where).values(revoked_at=clock.now_ms()))  # type: ignore[arg-type]


def _end_grants(session: Session, actor: Actor | None, person: str, code: str) -> int:
    live = (Grant.holder == person, Grant.revoked_at.is_(None))
    plans: Iterable[str] = sorted(session.scalars(select(Grant.plan).where(*live).distinct()))
    _revoke(session, *live)
    agency, by = _who(session, actor, person)
    held = list(plans)
    for plan in held:
        record(session, by, "access-ended", agency=agency, plan=plan, object=person, code=code)
    return len(held)


def _who(session: Session, actor: Actor | None, person: str) -> tuple[str, str | None]:
    """Return the agency and actor to record: at the server's own command nobody is signed in."""
    if actor is not None:
        return actor.agency_id, actor.person_id
    return session.scalar(select(Person.agency).where(Person.id == person)) or "", None
