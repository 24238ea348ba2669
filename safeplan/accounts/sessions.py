"""What is open while somebody is signed in: made, read at each request, and ended by deleting one row.

The keys in a row are sealed under the secret in that browser's cookie, so the
table alone opens nothing.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto, db
from safeplan.accounts import rules
from safeplan.accounts.actor import Actor
from safeplan.accounts.errors import NoKeys
from safeplan.accounts.models import Person, SessionRow
from safeplan.agencies.models import Agency, DeskMember
from safeplan.crypto import Bundle, canonical

SESSION: Table = SessionRow.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]
AGENCY: Table = Agency.__table__  # type: ignore[assignment]
MEMBER: Table = DeskMember.__table__  # type: ignore[assignment]

_DESKS = (
    select(func.aggregate_strings(MEMBER.c.desk, ","))
    .where(MEMBER.c.person == SESSION.c.person, MEMBER.c.sealed_key.is_not(None))
    .scalar_subquery()
)
# One statement, compiled once: it stands in front of every request.
_LOAD = db.Ready(
    select(
        SESSION.c.sid,
        SESSION.c.person,
        SESSION.c.created_at,
        SESSION.c.last_seen,
        SESSION.c.level,
        SESSION.c.scope,
        SESSION.c.device,
        SESSION.c.child_plan,
        SESSION.c.child_compartments,
        SESSION.c.sealed,
        PERSON.c.agency,
        PERSON.c.name,
        PERSON.c.role,
        PERSON.c.team,
        PERSON.c.state,
        AGENCY.c.kind,
        AGENCY.c.name,
        _DESKS,
    )
    .join(PERSON, PERSON.c.id == SESSION.c.person)
    .join(AGENCY, AGENCY.c.id == PERSON.c.agency)
    .where(SESSION.c.sid == bindparam("sid"))
)


class Loaded(NamedTuple):
    """A session's row and what is known of its person, in the order _LOAD selects."""

    sid: str
    person: str
    created_at: int
    last_seen: int
    level: str | None
    scope: str
    device: str
    child_plan: str | None
    child_compartments: str | None
    sealed: bytes
    agency: str
    name: str
    role: str
    team: str | None
    state: str
    agency_kind: str
    agency_name: str
    desks: str | None


def load_session(session: Session | Connection, secret: bytes) -> Actor | None:
    """Return who a cookie's secret stands for, or None: unknown, ended, too old, or left alone."""
    row = _load(session, secret)
    if row is None or row.state != "active":
        return None
    if rules.session_over(row.created_at, row.last_seen, clock.now_ms()):
        return None
    try:
        raw = crypto.open_session(secret, row.sealed, row.sid, row.person, row.created_at)
    except crypto.CryptoError:
        # The row was changed behind our back. Nothing is opened with it.
        return None
    return _actor(row, json.loads(raw))


def touch_due(actor: Actor) -> bool:
    """Say whether this visit should be noted: at most once a minute, so that reading stays reading."""
    return clock.now_ms() - actor.last_seen >= rules.TOUCH_EVERY_MS


def touch(session: Session | Connection, actor: Actor) -> None:
    """Note that somebody is still here."""
    now = clock.now_ms()
    here = update(SESSION).where(SESSION.c.sid == actor.session_id, SESSION.c.last_seen < now)
    session.execute(here.values(last_seen=now))


def start(session: Session, person_id: str, bundle: Bundle, device: str, **more: Any) -> bytes:
    """Open a full session and return its cookie secret; `more` may set created_at and level."""
    secret = crypto.new_secret()
    values = {"scope": "full", "device": device, **more}
    _insert(session, secret, person_id, {"private": _b64(bundle.private)}, values)
    return secret


def child_scope(
    session: Session, actor: Actor, plan: str, compartments: tuple[str, ...], gate: dict[str, Any]
) -> bytes:
    """Put a child's session in place of the practitioner's, and return its cookie secret.

    It holds no key at all: what a child makes goes into a letterbox, and
    somebody who takes the tablet from the child can open nothing. `gate` is
    what the page needs to know, sealed under the new cookie.
    """
    if actor.bundle_private is None:
        raise NoKeys
    secret = crypto.new_secret()
    values = {
        "scope": "child",
        "device": actor.device,
        "child_plan": plan,
        "child_compartments": ",".join(compartments),
    }
    _insert(session, secret, actor.person_id, {"gate": gate}, values)
    end_session(session, actor)
    return secret


def child_gate(session: Session | Connection, secret: bytes) -> dict[str, Any]:
    """Return the gate a child's session was made with; NoKeys if this is not one."""
    row = _load(session, secret)
    if row is None or row.scope != "child":
        raise NoKeys
    raw = crypto.open_session(secret, row.sealed, row.sid, row.person, row.created_at)
    gate: dict[str, Any] = json.loads(raw)["gate"]
    return gate


def created_at(session: Session, actor: Actor) -> int:
    """Return when this session began (ms UTC): stepping up does not lengthen the day."""
    found = session.scalar(select(SESSION.c.created_at).where(SESSION.c.sid == actor.session_id))
    if found is None:
        raise NoKeys
    return int(found)


def end_session(session: Session, actor: Actor) -> None:
    """End this session: its cookie opens nothing from now on."""
    session.execute(delete(SESSION).where(SESSION.c.sid == actor.session_id))


def end_all_sessions(session: Session, person_id: str, but: str = "") -> None:
    """End every session of a person, a child's among them; `but` names one that stays."""
    session.execute(delete(SESSION).where(SESSION.c.person == person_id, SESSION.c.sid != but))


def clear_ended(session: Session) -> None:
    """Delete the rows of sessions that are over: what is gone cannot be stolen with the database."""
    now = clock.now_ms()
    over = or_(SESSION.c.created_at <= now - rules.ABSOLUTE_MS, SESSION.c.last_seen <= now - rules.IDLE_MS)
    session.execute(delete(SESSION).where(over))


def _insert(session: Session, secret: bytes, person_id: str, held: dict[str, Any], values: dict[str, Any]) -> None:
    sid, now = crypto.session_id(secret), clock.now_ms()
    begun = values.pop("created_at", now)
    sealed = crypto.seal_session(secret, canonical(held), sid, person_id, begun)
    row = {"sid": sid, "person": person_id, "created_at": begun, "last_seen": now, "sealed": sealed}
    session.execute(insert(SESSION).values(**row, **values))


def _load(session: Session | Connection, secret: bytes) -> Loaded | None:
    rows = _LOAD.rows(session, sid=crypto.session_id(secret))
    return Loaded(*rows[0]) if rows else None


def _actor(row: Loaded, held: dict[str, Any]) -> Actor:
    private = held.get("private")
    compartments = row.child_compartments
    return Actor(
        person_id=row.person,
        agency_id=row.agency,
        agency_kind=row.agency_kind,
        agency_name=row.agency_name,
        name=row.name,
        role=row.role,
        team_id=row.team,
        scope=row.scope,
        session_id=row.sid,
        bundle_private=b64decode(private) if private else None,
        desks=tuple(sorted(row.desks.split(","))) if row.desks and private else (),
        device=row.device,
        last_seen=row.last_seen,
        stepped_up_at=int(row.level) if row.level else None,
        child_plan=row.child_plan,
        child_compartments=tuple(compartments.split(",")) if compartments else (),
    )


def _b64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
