"""Opens a person's keys with their words, and gives one answer to everybody who has not got them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.accounts import rules, sessions, throttle, unlocking
from safeplan.accounts.actor import Actor
from safeplan.accounts.errors import NotOpened
from safeplan.accounts.models import Person, Unlock
from safeplan.audit.rules import NOBODY
from safeplan.audit.service import record
from safeplan.config import Settings
from safeplan.crypto import Bundle

PERSON: Table = Person.__table__  # type: ignore[assignment]
UNLOCK: Table = Unlock.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class SignedIn:
    """A session just begun: the secret for the cookie (32 bytes), and who it is."""

    secret: bytes = field(repr=False)
    actor: Actor


@dataclass(frozen=True)
class _Candidate:
    person: str
    agency: str
    row: Mapping[str, Any]


def sign_in(session: Session, settings: Settings, email: str, passphrase: str, ip: str, device: str) -> SignedIn:
    """Begin a session for the right words. TooOften before, NotOpened or Busy after one KDF call.

    It commits before the slow part, and once more when it refuses: no lock is
    held meanwhile, and an attempt counts even though its request is undone.
    """
    candidate, bundle = _prove(session, settings, rules.plain_email(email), passphrase, ip, device)
    activate = update(PERSON).where(PERSON.c.id == candidate.person, PERSON.c.state == "invited")
    session.execute(activate.values(state="active"))
    sessions.clear_ended(session)
    secret = sessions.start(session, candidate.person, bundle, device)
    record(session, candidate.person, "sign-in", agency=candidate.agency)
    return SignedIn(secret, _loaded(session, secret))


def step_up(session: Session, settings: Settings, actor: Actor, passphrase: str, ip: str) -> SignedIn:
    """Take the words again before something grave; a new cookie, and no longer day. As `sign_in`."""
    bundle = _prove_actor(session, settings, actor, passphrase, ip)
    begun = sessions.created_at(session, actor)
    sessions.end_session(session, actor)
    more = {"created_at": begun, "level": str(clock.now_ms())}
    secret = sessions.start(session, actor.person_id, bundle, actor.device, **more)
    record(session, actor.person_id, "step-up", agency=actor.agency_id)
    return SignedIn(secret, _loaded(session, secret))


def change_passphrase(session: Session, settings: Settings, actor: Actor, old: str, ip: str, new: str = "") -> str:
    """Seal the person's keys under new words and return them; their other sessions end.

    Without `new`, five words are generated. WeakSecret for a chosen one that is
    easily guessed. Somebody who already had the keys still has them: that needs
    new keys (`agencies.service.new_words`), which is another promise.
    """
    words = new or crypto.generate_words()
    crypto.check_strength(words)
    bundle = _prove_actor(session, settings, actor, old, ip)
    session.commit()
    row = unlocking.new_unlock(settings.pepper, actor.person_id, bundle, words, generated=not new)
    replace_unlock(session, row)
    sessions.end_all_sessions(session, actor.person_id, but=actor.session_id)
    record(session, actor.person_id, "passphrase-change", agency=actor.agency_id)
    return words


def replace_unlock(session: Session, row: Mapping[str, Any]) -> None:
    """Let `row` be the only way to open that person's keys."""
    session.execute(delete(UNLOCK).where(UNLOCK.c.person == row["person"]))
    session.execute(insert(UNLOCK).values(**row))


def _prove_actor(session: Session, settings: Settings, actor: Actor, passphrase: str, ip: str) -> Bundle:
    email = session.scalar(select(PERSON.c.email).where(PERSON.c.id == actor.person_id)) or ""
    return _prove(session, settings, email, passphrase, ip, actor.device)[1]


def _prove(
    session: Session, settings: Settings, email: str, passphrase: str, ip: str, device: str
) -> tuple[_Candidate, Bundle]:
    attempt = throttle.begin(session, settings.secret, email, ip, device)
    candidate = _candidate(session, settings, email)
    session.commit()
    # Always exactly one: how long the answer takes must not say whether a name exists.
    bundle = unlocking.open_unlock(settings.pepper, candidate.row, passphrase)
    # Asked again, because guesses sent side by side all found the account free when they began.
    delayed = attempt.delayed or throttle.delayed(session, attempt)
    if bundle is None or delayed or not candidate.person:
        throttle.failed(session, settings.secret, attempt, candidate.agency)
        record(session, None, "sign-in-refused", agency=candidate.agency, object=candidate.person)
        session.commit()
        raise NotOpened
    throttle.succeeded(session, attempt)
    return candidate, bundle


def _candidate(session: Session, settings: Settings, email: str) -> _Candidate:
    known = select(UNLOCK, PERSON.c.agency).join(PERSON, PERSON.c.id == UNLOCK.c.person)
    live = PERSON.c.state != "ended"
    row = session.execute(known.where(PERSON.c.email == email, live)).mappings().first()
    if row is None:
        return _Candidate("", NOBODY, unlocking.stand_in(settings.secret, email))
    return _Candidate(row["person"], row["agency"], dict(row))


def _loaded(session: Session, secret: bytes) -> Actor:
    actor = sessions.load_session(session, secret)
    if actor is None:
        raise NotOpened
    return actor
