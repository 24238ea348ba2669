"""Desks: small rotas that hold keys together. Who is named, who is let in, who leaves, and the new key after.

An administrator names people; only somebody who already sits on the desk can
let them in, because only they can open its key.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from safeplan import crypto, refusals
from safeplan.accounts.actor import Actor
from safeplan.accounts.desk_keys import desk_key_info, desk_keys
from safeplan.accounts.models import Person
from safeplan.accounts.wiring import PlanSide
from safeplan.agencies.models import Desk, DeskMember, Team
from safeplan.agencies.rules import DESKS, may_sit_on_desk
from safeplan.audit.service import record

DESK: Table = Desk.__table__  # type: ignore[assignment]
MEMBER: Table = DeskMember.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]
TEAM: Table = Team.__table__  # type: ignore[assignment]


def add_desk(
    session: Session,
    agency: str,
    kind: str,
    name: str,
    team: str | None,
    members: Sequence[str],
    by: str | None,
) -> str:
    """Make a desk with its first members and return its id. It holds nothing yet, so all are let in."""
    if kind not in DESKS or not name.strip() or not members:
        raise refusals.InWords("A desk needs a kind, a name and at least one person.")
    if team is not None and not session.scalar(select(TEAM.c.id).where(TEAM.c.id == team, TEAM.c.agency == agency)):
        raise refusals.NothingHere
    desk, pair = crypto.new_id(), crypto.new_keypair()
    row = {"id": desk, "agency": agency, "team": team, "kind": kind, "name": name.strip()}
    session.execute(insert(DESK).values(public_key=pair.public, rekey_due=False, **row))
    for person in dict.fromkeys(members):
        _fit(session, agency, person)
        session.execute(insert(MEMBER).values(desk=desk, person=person, sealed_key=None))
        _seal(session, desk, pair.private, person)
    record(session, by, "desk-add", agency=agency, object=desk, code=kind)
    return desk


def name_member(session: Session, plan_side: PlanSide, agency: str, desk: str, person: str, by: str | None) -> bool:
    """Name somebody for a desk; True if they are on it at once, because nobody else is.

    InWords for somebody who is excluded from a plan the desk holds, in words
    that do not say so: an administrator is not to learn whose family it is.
    """
    _own(session, agency, desk)
    _fit(session, agency, person)
    if session.scalar(_row(desk, person, MEMBER.c.person)) is not None:
        raise refusals.InWords("This person is already named for this desk.")
    _refuse_excluded(session, plan_side, desk, person)
    session.execute(insert(MEMBER).values(desk=desk, person=person, sealed_key=None))
    record(session, by, "desk-name", agency=agency, object=desk, code=person)
    if _sitting(session, desk):
        return False
    # Nobody can open the old key any more. A fresh one starts with nothing; recovery gives plans again.
    pair = crypto.new_keypair()
    fresh = {"public_key": pair.public, "rekey_due": False}
    session.execute(update(DESK).where(DESK.c.id == desk).values(**fresh))
    _seal(session, desk, pair.private, person)
    return True


def let_in(session: Session, plan_side: PlanSide, actor: Actor, desk: str, person: str) -> None:
    """Seal the desk's key to somebody named for it; only a member's session can."""
    private = _held_key(session, actor, desk)
    if session.scalar(_row(desk, person, MEMBER.c.person)) is None:
        raise refusals.NothingHere
    _fit(session, actor.agency_id, person)
    # Asked again: the desk may have taken on a plan since they were named.
    _refuse_excluded(session, plan_side, desk, person)
    _seal(session, desk, private, person)
    record(session, actor.person_id, "desk-let-in", agency=actor.agency_id, object=desk, code=person)


def remove_member(session: Session, agency: str, desk: str, person: str, by: str | None) -> None:
    """Take somebody off a desk at once; the desk's key is then due for change."""
    _own(session, agency, desk)
    if session.scalar(_row(desk, person, MEMBER.c.person)) is None:
        raise refusals.NothingHere
    if _sitting(session, desk) == [person]:
        raise refusals.InWords("This is the only person on the desk. Add another first.")
    _leave(session, desk, person)
    record(session, by, "desk-remove", agency=agency, object=desk, code=person)


def change_key(session: Session, plan_side: PlanSide, actor: Actor, desk: str) -> None:
    """Give the desk a new key, sealed to those who sit on it, and have its grants made again with it."""
    old = _held_key(session, actor, desk)
    pair = crypto.new_keypair()
    plan_side.desk_key_changed(session, actor, desk, old, pair.public)
    fresh = {"public_key": pair.public, "rekey_due": False}
    session.execute(update(DESK).where(DESK.c.id == desk).values(**fresh))
    for person in _sitting(session, desk):
        _seal(session, desk, pair.private, person)
    record(session, actor.person_id, "desk-key", agency=actor.agency_id, object=desk)


def leave_all(session: Session, person: str) -> tuple[str, ...]:
    """Take somebody off every desk; returns the desks nobody sits on any more."""
    mine = session.scalars(select(MEMBER.c.desk).where(MEMBER.c.person == person)).all()
    for desk in mine:
        _leave(session, desk, person)
    return tuple(desk for desk in mine if not _sitting(session, desk))


def wait_again(session: Session, person: str) -> tuple[str, ...]:
    """Leave somebody named for their desks but not let in: their old key opens nothing now."""
    mine = session.scalars(select(MEMBER.c.desk).where(MEMBER.c.person == person)).all()
    session.execute(update(MEMBER).where(MEMBER.c.person == person).values(sealed_key=None))
    return tuple(mine)


def _leave(session: Session, desk: str, person: str) -> None:
    had_key = session.scalar(_row(desk, person, MEMBER.c.sealed_key)) is not None
    session.execute(delete(MEMBER).where(MEMBER.c.desk == desk, MEMBER.c.person == person))
    if had_key:
        session.execute(update(DESK).where(DESK.c.id == desk).values(rekey_due=True))


def _held_key(session: Session, actor: Actor, desk: str) -> bytes:
    private = desk_keys(session, actor).get(desk)
    if private is None:
        raise refusals.NothingHere
    return private


def _seal(session: Session, desk: str, private: bytes, person: str) -> None:
    """Seal the desk's private key to one member, bound to the desk's public half as it will stand."""
    public = session.scalar(select(PERSON.c.public_key).where(PERSON.c.id == person))
    if public is None:
        raise refusals.NothingHere
    info = desk_key_info(desk, crypto.KeyPair.from_private(private).public, person)
    member = update(MEMBER).where(MEMBER.c.desk == desk, MEMBER.c.person == person)
    session.execute(member.values(sealed_key=crypto.seal_to(public, private, info)))


def _sitting(session: Session, desk: str) -> list[str]:
    on = select(MEMBER.c.person).where(MEMBER.c.desk == desk, MEMBER.c.sealed_key.is_not(None))
    return list(session.scalars(on))


def _fit(session: Session, agency: str, person: str) -> None:
    found = session.execute(
        select(PERSON.c.role, PERSON.c.state).where(PERSON.c.id == person, PERSON.c.agency == agency)
    ).first()
    if found is None:
        raise refusals.NothingHere
    if not may_sit_on_desk(found.role, found.state):
        raise refusals.InWords("An administrator, or somebody whose account has ended, cannot sit on a desk.")


def _own(session: Session, agency: str, desk: str) -> RowMapping:
    found = session.execute(select(DESK).where(DESK.c.id == desk, DESK.c.agency == agency))
    row = found.mappings().first()
    if row is None:
        raise refusals.NothingHere
    return row


def _refuse_excluded(session: Session, plan_side: PlanSide, desk: str, person: str) -> None:
    if plan_side.excluded_on_desk(session, desk, person):
        raise refusals.InWords("This person cannot sit on this desk.")


def _row(desk: str, person: str, column):  # type: ignore[no-untyped-def]
    return select(column).where(MEMBER.c.desk == desk, MEMBER.c.person == person)
