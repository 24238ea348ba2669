"""Enrols a tablet and knows it again by its token, of which only a hash is kept."""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto, refusals
from safeplan.accounts.models import Person
from safeplan.accounts.service import Tablet
from safeplan.audit.service import record
from safeplan.devices.models import Device

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

DEVICE: Table = Device.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]

_LOAD = (
    select(
        DEVICE.c.id,
        DEVICE.c.person,
        DEVICE.c.token_hash,
        DEVICE.c.lost_at,
        DEVICE.c.ended_at,
        PERSON.c.agency,
        PERSON.c.state,
    )
    .join(PERSON, PERSON.c.id == DEVICE.c.person)
    .where(DEVICE.c.id == bindparam("id"))
)
NO_TOKEN = bytes(32)


def enrol(session: Session, actor: Actor, device: str, public: bytes, kind: str) -> bytes:
    """Enrol a tablet as the actor's and return its token (32 bytes), which is shown this once.

    Doing it again with the same key gives a new token. Somebody else's id, or another key, is refused;
    so is a tablet that was marked as lost: whoever found it begins with a new one.
    """
    _check_key(public)
    token, now = crypto.new_secret(), clock.now_ms()
    fresh = {"token_hash": _hash(token), "kind": kind, "last_contact": now, "evicted_at": None}
    row = session.execute(select(DEVICE).where(DEVICE.c.id == device)).mappings().first()
    if row is None:
        new = {"id": device, "person": actor.person_id, "public_key": public, "created_at": now, "unsent": 0}
        session.execute(insert(DEVICE).values(**new, **fresh))
    elif (row["person"], bytes(row["public_key"])) != (actor.person_id, public) or row["ended_at"]:
        raise refusals.Conflict
    elif row["lost_at"]:
        raise refusals.Conflict("lost")
    else:
        session.execute(update(DEVICE).where(DEVICE.c.id == device).values(**fresh))
    record(session, actor.person_id, "tablet-enrolled", agency=actor.agency_id, object=device, code=kind)
    return token


def load_tablet(session: Session | Connection, device: str, token: bytes) -> Tablet | None:
    """Return the tablet a token belongs to, or None: unknown, another's, or ended.

    Where its person's account has ended it counts as lost: what is on it goes, what was written arrives.
    """
    row = session.execute(_LOAD, {"id": device}).first()
    kept = NO_TOKEN if row is None else bytes(row.token_hash)
    if not compare_digest(_hash(token), kept) or row is None or row.ended_at is not None:
        return None
    return Tablet(row.id, row.person, row.agency, lost=row.lost_at is not None or row.state == "ended")


def _check_key(public: bytes) -> None:
    # Some points keep no secret. Better said now than when a plan is to be taken along.
    try:
        crypto.seal_to(public, b"", b"")
    except crypto.UnusableKey:
        raise refusals.WrongShape from None


def _hash(token: bytes) -> bytes:
    return sha256(token).digest()
