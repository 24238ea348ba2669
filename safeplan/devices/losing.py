"""What a tablet says of itself, and what follows when somebody says that it is lost.

Losing one ends reading: its sessions, what was taken along, new packs. It never ends delivering: what was
written on it still arrives by its token, and the tablet learns at that contact that it is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from safeplan import clock, refusals
from safeplan.accounts.models import Person
from safeplan.accounts.service import Tablet, end_all_sessions
from safeplan.audit.service import record
from safeplan.devices.models import Device, Pack
from safeplan.devices.visits import end_pack, own_device

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

DEVICE: Table = Device.__table__  # type: ignore[assignment]
PACK: Table = Pack.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]


def contact(session: Session, tablet: Tablet, unsent: int, evicted: bool) -> dict[str, Any]:
    """Note how a tablet is; tell it the time, whether it is lost, and until when it keeps what was taken (ms UTC)."""
    now = clock.now_ms()
    mine = DEVICE.c.id == tablet.device
    session.execute(update(DEVICE).where(mine).values(last_contact=now, unsent=unsent))
    if evicted:
        _evicted(session, tablet.device, tablet.person_id, tablet.agency_id)
    kept = select(func.max(PACK.c.until)).where(PACK.c.device == tablet.device, PACK.c.returned_at.is_(None))
    return {"now": now, "lost": tablet.lost, "until": session.scalar(kept) or 0}


def note_emptied(session: Session, actor: Actor, device_id: str) -> dict[str, int]:
    """Note that the browser of the actor's own tablet took everything, and return what that was, as far as it is known.

    `unsent` is how many letters it had at its last contact, `plans` how many were on it, `heard` when it was heard of
    last (ms UTC). Nothing counts as off it for that: somebody may say so of a tablet that still holds all of it.
    404 for anybody else's.
    """
    device = own_device(session, actor, device_id, even_lost=True)
    on_it = _on_it(session, device.id, clock.now_ms())
    if on_it or device.unsent:
        _evicted(session, device.id, actor.person_id, actor.agency_id)
    return {"unsent": device.unsent, "plans": len(on_it), "heard": device.last_contact}


def _evicted(session: Session, device: str, person: str, agency: str) -> None:
    # Once for each enrolment: a tablet that is stolen must not be able to fill the log.
    first = (DEVICE.c.id == device, DEVICE.c.evicted_at.is_(None))
    if session.execute(update(DEVICE).where(*first).values(evicted_at=clock.now_ms())).rowcount:  # type: ignore[attr-defined]
        record(session, person, "storage-evicted", agency=agency, object=device)


def mark_lost(session: Session, actor: Actor, device_id: str) -> None:
    """Say that one's own tablet is lost, or as a manager somebody's of one's agency; 404 to everybody else."""
    device = seen_device(session, actor, device_id)
    if device.lost_at is not None:
        return
    now = clock.now_ms()
    session.execute(update(DEVICE).where(DEVICE.c.id == device.id).values(lost_at=now, lost_by=actor.person_id))
    # All of them: which of them was begun on it is not known, and signing in again costs its owner little.
    end_all_sessions(session, device.person, but=actor.session_id)
    record(session, actor.person_id, "tablet-lost", agency=device.agency, object=device.id)
    for plan in _on_it(session, device.id, now):
        end_pack(session, device.id, plan, now)
        record(session, actor.person_id, "tablet-lost", agency=device.agency, plan=plan, object=device.id)


def _on_it(session: Session, device: str, now: int) -> Sequence[str]:
    """Return the ids of the plans that are on a tablet."""
    there = (PACK.c.device == device, PACK.c.returned_at.is_(None), PACK.c.until > now)
    return session.scalars(select(PACK.c.plan).where(*there).order_by(PACK.c.plan)).all()


def seen_device(session: Session, actor: Actor, device_id: str) -> Any:
    """Return the row of one's own tablet or, for a manager, of somebody's of the same agency; 404 otherwise."""
    query = (
        select(DEVICE, PERSON.c.agency, PERSON.c.name)
        .join(PERSON, PERSON.c.id == DEVICE.c.person)
        .where(DEVICE.c.id == device_id, DEVICE.c.ended_at.is_(None))
    )
    row = session.execute(query).first()
    manages = row is not None and actor.role == "manager" and row.agency == actor.agency_id
    if row is None or not (row.person == actor.person_id or manages):
        raise refusals.NothingHere
    return row
