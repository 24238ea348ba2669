"""What the calls and the page about tablets answer."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from safeplan.accounts.models import Person

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

PERSON: Table = Person.__table__  # type: ignore[assignment]


def author(session: Session, actor: Actor) -> dict[str, Any]:
    """Return who letters from this tablet are sealed to, besides the letterbox: {id, public}."""
    public = session.execute(select(PERSON.c.public_key).where(PERSON.c.id == actor.person_id)).scalar_one()
    return {"id": actor.person_id, "public": b64encode(bytes(public)).decode("ascii")}
