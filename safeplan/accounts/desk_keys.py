"""Opens the private keys of the desks a person sits on (shared role key), with that person's own key."""

from __future__ import annotations

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from safeplan import crypto
from safeplan.accounts.actor import Actor
from safeplan.agencies.models import Desk, DeskMember

DESK: Table = Desk.__table__  # type: ignore[assignment]
MEMBER: Table = DeskMember.__table__  # type: ignore[assignment]


def desk_key_info(desk: str, public_key: bytes, person: str) -> bytes:
    """Return what binds a desk's private key to the desk, its public half and one member."""
    return crypto.bound("sp/desk-key", 1, desk, public_key.hex(), person)


def desk_keys(session: Session | Connection, actor: Actor) -> dict[str, bytes]:
    """Return desk id → private key (32 bytes) of each desk the person sits on; {} for a child's session."""
    if actor.bundle_private is None or not actor.desks:
        return {}
    mine = (
        select(DESK.c.id, DESK.c.public_key, MEMBER.c.sealed_key)
        .join(MEMBER, MEMBER.c.desk == DESK.c.id)
        .where(MEMBER.c.person == actor.person_id, MEMBER.c.sealed_key.is_not(None))
    )
    return {
        row.id: crypto.open_from(
            actor.bundle_private,
            row.sealed_key,
            desk_key_info(row.id, row.public_key, actor.person_id),
        )
        for row in session.execute(mine)
    }
