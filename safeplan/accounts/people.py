"""Makes people's keys and accounts, gives new ones to somebody who lost their words, and ends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.accounts import rules, unlocking
from safeplan.accounts.errors import EmailTaken
from safeplan.accounts.models import Person, Unlock
from safeplan.accounts.sessions import end_all_sessions
from safeplan.accounts.sign_in import replace_unlock
from safeplan.config import Settings

PERSON: Table = Person.__table__  # type: ignore[assignment]
UNLOCK: Table = Unlock.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class NewPerson:
    """Somebody about to be added: their rows, and the words they are told once."""

    id: str
    words: str = field(repr=False)
    public_key: bytes
    person: dict[str, Any] = field(repr=False)
    unlock: dict[str, Any] = field(repr=False)


def prepare(
    settings: Settings,
    agency: str,
    name: str,
    email: str,
    role: str,
    team: str | None = None,
    words: str = "",
) -> NewPerson:
    """Make keys and words for somebody, touching no database (one KDF call).

    `words` is for demos: five from the list.
    """
    person_id, words = crypto.new_id(), words or crypto.generate_words()
    bundle, public, signing = crypto.new_bundle()
    row = {
        "id": person_id,
        "agency": agency,
        "team": team,
        "name": name.strip(),
        "email": rules.plain_email(email),
        "role": role,
        "public_key": public,
        "signing_public": signing,
        "certificate": None,
        "state": "invited",
        "created_at": clock.now_ms(),
    }
    unlock = unlocking.new_unlock(settings.pepper, person_id, bundle, words, generated=True)
    return NewPerson(person_id, words, public, row, unlock)


def store(session: Session, new: NewPerson) -> None:
    """Write somebody prepared; EmailTaken if another person signs in with that address."""
    taken = select(PERSON.c.id).where(PERSON.c.email == new.person["email"])
    if session.scalar(taken) is not None:
        raise EmailTaken
    session.execute(insert(PERSON).values(**new.person))
    session.execute(insert(UNLOCK).values(**new.unlock))


def new_keys(session: Session, settings: Settings, person_id: str) -> str:
    """Give a person new keys and words, end their sessions and return the words (one KDF call).

    Nothing sealed to their old keys can be opened any more, by anybody.
    """
    words = crypto.generate_words()
    bundle, public, signing = crypto.new_bundle()
    unlock = unlocking.new_unlock(settings.pepper, person_id, bundle, words, generated=True)
    fresh = {"public_key": public, "signing_public": signing, "certificate": None}
    session.execute(update(PERSON).where(PERSON.c.id == person_id).values(**fresh))
    replace_unlock(session, unlock)
    end_all_sessions(session, person_id)
    return words


def end(session: Session, person_id: str) -> None:
    """End an account at once: sessions gone, and the keys behind the words destroyed."""
    session.execute(update(PERSON).where(PERSON.c.id == person_id).values(state="ended"))
    session.execute(delete(UNLOCK).where(UNLOCK.c.person == person_id))
    end_all_sessions(session, person_id)
