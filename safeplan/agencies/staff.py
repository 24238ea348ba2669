"""Adds teams and people to an agency, gives new words to somebody who lost theirs, and ends accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, Table, delete, func, insert, select
from sqlalchemy.orm import Session

from safeplan import crypto, refusals
from safeplan.accounts import people
from safeplan.accounts.actor import Actor
from safeplan.accounts.models import Person
from safeplan.accounts.wiring import PlanSide
from safeplan.agencies import desks
from safeplan.agencies.models import RecoveryHalf, Team
from safeplan.agencies.rules import ROLES
from safeplan.audit.service import record
from safeplan.config import Settings

TEAM: Table = Team.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]
HALF: Table = RecoveryHalf.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class WordsOnce:
    """Somebody's words, to be told once; then what they lost with their old keys.

    `plans`: how many plans a colleague or recovery must give them again. `desks`:
    ids of desks whose members must let them in again. `half`: they held a half
    of recovery, which now stands on its sheet alone.
    """

    person: str
    words: str = field(repr=False)
    plans: int = 0
    desks: tuple[str, ...] = ()
    half: bool = False


def add_team(session: Session, agency: str, name: str, by: str | None) -> str:
    """Add a team and return its id."""
    if not name.strip():
        raise refusals.InWords("A team needs a name.")
    team = crypto.new_id()
    session.execute(insert(TEAM).values(id=team, agency=agency, name=name.strip()))
    record(session, by, "team-add", agency=agency, object=team)
    return team


def add_person(
    session: Session,
    settings: Settings,
    agency: str,
    who: dict[str, Any],
    by: str | None,
    words: str = "",
) -> WordsOnce:
    """Add somebody (`who`: name, email, role, team or None) and return their words. EmailTaken, InWords.

    Five generated words unless `words` are given, which is for demos alone.
    """
    if who["role"] not in ROLES:
        raise refusals.InWords("There is no such role.")
    new = people.prepare(settings, agency, who["name"], who["email"], who["role"], who["team"], words)
    if who["team"] is not None:
        _of_agency(session, TEAM, agency, who["team"])
    people.store(session, new)
    record(session, by, "person-add", agency=agency, object=new.id, code=who["role"])
    return WordsOnce(new.id, new.words)


def new_words(session: Session, settings: Settings, plan_side: PlanSide, actor: Actor, person: str) -> WordsOnce:
    """Give somebody who lost their words new keys; what was sealed to the old ones is void.

    The administrator gains nothing by it: new words open no plan until a
    colleague who holds it, or recovery, gives it again.
    """
    if _of_agency(session, PERSON, actor.agency_id, person)["state"] == "ended":
        raise refusals.InWords("This account has ended.")
    words = people.new_keys(session, settings, person)
    waiting = desks.wait_again(session, person)
    half = _drop_half(session, person)
    plans = plan_side.person_key_changed(session, actor, person)
    record(session, actor.person_id, "new-words", agency=actor.agency_id, object=person)
    return WordsOnce(person, words, plans, waiting, half)


def end_person(session: Session, plan_side: PlanSide, actor: Actor, person: str) -> tuple[str, ...]:
    """End an account: no way in, no keys, no desk; returns the desks nobody sits on any more."""
    row = _of_agency(session, PERSON, actor.agency_id, person)
    if person == actor.person_id:
        raise refusals.InWords("You cannot end your own account.")
    if row["role"] == "administrator" and _administrators(session, actor.agency_id) < 2:
        raise refusals.InWords("This is the only administrator. Add another first.")
    people.end(session, person)
    empty = desks.leave_all(session, person)
    _drop_half(session, person)
    plan_side.person_ended(session, actor, person)
    record(session, actor.person_id, "person-end", agency=actor.agency_id, object=person)
    return empty


def _drop_half(session: Session, person: str) -> bool:
    gone = session.execute(delete(HALF).where(HALF.c.person == person))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _administrators(session: Session, agency: str) -> int:
    live = select(func.count()).where(
        PERSON.c.agency == agency, PERSON.c.role == "administrator", PERSON.c.state != "ended"
    )
    return int(session.scalar(live) or 0)


def _of_agency(session: Session, table: Table, agency: str, one: str) -> RowMapping:
    found = session.execute(select(table).where(table.c.id == one, table.c.agency == agency))
    row = found.mappings().first()
    if row is None:
        raise refusals.NothingHere
    return row
