"""What a tablet says of itself, and what follows when somebody says that it is lost.

Losing one ends reading: its sessions, what was taken along, new packs. It never ends delivering: what was
written on it still arrives by its token, and the tablet learns at that contact that it is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from safeplan import clock
from safeplan.accounts.models import Person
from safeplan.accounts.service import Tablet, end_all_sessions
from safeplan.audit.service import record
from safeplan.devices.models import Device, Pack
from safeplan.devices.visits import end_pack
from safeplan.web.errors import nothing_here

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
    # Once for each enrolment: a tablet that is stolen must not be able to fill the log.
    first = mine & DEVICE.c.evicted_at.is_(None)
    if evicted and session.execute(update(DEVICE).where(first).values(evicted_at=now)).rowcount:  # type: ignore[attr-defined]
        record(session, tablet.person_id, "storage-evicted", agency=tablet.agency_id, object=tablet.device)
    kept = select(func.max(PACK.c.until)).where(PACK.c.device == tablet.device, PACK.c.returned_at.is_(None))
    return {"now": now, "lost": tablet.lost, "until": session.scalar(kept) or 0}


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
    on_it = (PACK.c.device == device.id, PACK.c.returned_at.is_(None), PACK.c.until > now)
    for plan in session.scalars(select(PACK.c.plan).where(*on_it).order_by(PACK.c.plan)).all():
        end_pack(session, device.id, plan, now)
        record(session, actor.person_id, "tablet-lost", agency=device.agency, plan=plan, object=device.id)


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
        raise nothing_here()
    return row
