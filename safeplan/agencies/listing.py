"""Reads an agency's teams, people, desks and recovery holders for the administrator's pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Row, Table, func, select
from sqlalchemy.orm import Session

from safeplan import refusals
from safeplan.accounts.actor import Actor
from safeplan.accounts.models import Person
from safeplan.agencies.models import Agency, Desk, DeskMember, RecoveryHalf, Team

AGENCY: Table = Agency.__table__  # type: ignore[assignment]
TEAM: Table = Team.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]
DESK: Table = Desk.__table__  # type: ignore[assignment]
MEMBER: Table = DeskMember.__table__  # type: ignore[assignment]
HALF: Table = RecoveryHalf.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class DeskView:
    """A desk as a page shows it; people are (id, name)."""

    id: str
    name: str
    kind: str
    team: str
    rekey_due: bool
    sitting: tuple[tuple[str, str], ...]
    waiting: tuple[tuple[str, str], ...]


def teams(session: Session, agency: str) -> list[Row]:
    """Return (id, name) of each team."""
    query = select(TEAM.c.id, TEAM.c.name).where(TEAM.c.agency == agency)
    return list(session.execute(query.order_by(TEAM.c.name)))


def people(session: Session, agency: str, *, ended: bool = False) -> list[Row]:
    """Return (id, name, email, role, state, team name) of each person, those who have ended if asked."""
    columns = (PERSON.c.id, PERSON.c.name, PERSON.c.email, PERSON.c.role, PERSON.c.state)
    query = select(*columns, TEAM.c.name.label("team")).outerjoin(TEAM, TEAM.c.id == PERSON.c.team)
    wanted = (PERSON.c.state == "ended") if ended else (PERSON.c.state != "ended")
    return list(session.execute(query.where(PERSON.c.agency == agency, wanted).order_by(PERSON.c.name)))


def person(session: Session, agency: str, one: str) -> Row:
    """Return a person as `people` does; refusals.NothingHere if not of this agency or ended."""
    found = [row for row in people(session, agency) if row.id == one]
    if not found:
        raise refusals.NothingHere
    return found[0]


def desks(session: Session, agency: str) -> list[DeskView]:
    """Return every desk of an agency with who sits on it and who waits to be let in."""
    query = select(DESK, TEAM.c.name.label("team_name")).outerjoin(TEAM, TEAM.c.id == DESK.c.team)
    rows = session.execute(query.where(DESK.c.agency == agency).order_by(DESK.c.name))
    return [_view(session, row) for row in rows]


def desks_of(session: Session, actor: Actor) -> list[DeskView]:
    """Return the desks the signed-in person sits on."""
    return [desk for desk in desks(session, actor.agency_id) if desk.id in actor.desks]


def recovery_holders(session: Session, agency: str) -> list[Row]:
    """Return (half, name) of everybody who holds a half of recovery."""
    query = select(HALF.c.half, PERSON.c.name).join(PERSON, PERSON.c.id == HALF.c.person)
    return list(session.execute(query.where(HALF.c.agency == agency).order_by(HALF.c.half)))


def agencies(session: Session) -> list[Row]:
    """Return (id, kind, name, number of people) of every agency, for the command line."""
    live = (PERSON.c.agency == AGENCY.c.id) & (PERSON.c.state != "ended")
    count = select(func.count()).select_from(PERSON).where(live).scalar_subquery()
    query = select(AGENCY.c.id, AGENCY.c.kind, AGENCY.c.name, count.label("people"))
    return list(session.execute(query.order_by(AGENCY.c.name)))


def staff(session: Session) -> list[Row]:
    """Return (id, name, agency name) of everybody in the area: the person causing harm may be one of them."""
    query = select(PERSON.c.id, PERSON.c.name, AGENCY.c.name.label("agency"))
    joined = query.join(AGENCY, AGENCY.c.id == PERSON.c.agency).where(PERSON.c.state != "ended")
    return list(session.execute(joined.order_by(PERSON.c.name)))


def agency_named(session: Session, name: str) -> str:
    """Return the id of the agency of this name; NothingHere if there is none."""
    found = session.scalar(select(AGENCY.c.id).where(AGENCY.c.name == name.strip()))
    if found is None:
        raise refusals.NothingHere
    return str(found)


def _view(session: Session, row: Row) -> DeskView:
    members = (
        select(PERSON.c.id, PERSON.c.name, MEMBER.c.sealed_key.is_not(None).label("let_in"))
        .join(PERSON, PERSON.c.id == MEMBER.c.person)
        .where(MEMBER.c.desk == row.id)
        .order_by(PERSON.c.name)
    )
    found = session.execute(members).all()
    return DeskView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        team=row.team_name or "",
        rekey_due=row.rekey_due,
        sitting=tuple((one.id, one.name) for one in found if one.let_in),
        waiting=tuple((one.id, one.name) for one in found if not one.let_in),
    )
