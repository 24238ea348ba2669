"""Reads whose tablets there are and what was taken along on them, for the page where one is marked as lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session

from safeplan import clock
from safeplan.accounts.models import Person
from safeplan.devices.models import Device, Pack

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

DEVICE: Table = Device.__table__  # type: ignore[assignment]
PACK: Table = Pack.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Listed:
    """A tablet's row with its person's name, and the rows of what is on it or was when it was lost."""

    device: Any
    packs: tuple[Any, ...]


def listed(session: Session, actor: Actor) -> list[Listed]:
    """Return one's own tablets; to a manager also those of the other people of the agency. Newest contact first."""
    seen = or_(PERSON.c.id == actor.person_id, PERSON.c.agency == actor.agency_id)
    query = (
        select(DEVICE, PERSON.c.name)
        .join(PERSON, PERSON.c.id == DEVICE.c.person)
        .where(seen if actor.role == "manager" else PERSON.c.id == actor.person_id)
        .where(DEVICE.c.ended_at.is_(None))
        .order_by(PERSON.c.name, DEVICE.c.last_contact.desc(), DEVICE.c.id)
    )
    devices = session.execute(query).all()
    packs: dict[str, list[Any]] = {}
    for row in session.execute(_packs([one.id for one in devices])):
        packs.setdefault(row.device, []).append(row)
    return [Listed(one, tuple(packs.get(one.id, ()))) for one in devices]


def _packs(devices: list[str]):  # type: ignore[no-untyped-def]
    """What is on a tablet now, or what it had when it was marked as lost."""
    now = PACK.c.returned_at.is_(None) & (PACK.c.until > clock.now_ms())
    then = PACK.c.returned_at == DEVICE.c.lost_at
    return (
        select(PACK)
        .join(DEVICE, DEVICE.c.id == PACK.c.device)
        .where(PACK.c.device.in_(devices), or_(now, then))
        .order_by(PACK.c.taken_at, PACK.c.plan)
    )
