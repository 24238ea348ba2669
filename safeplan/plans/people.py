"""Staff as a plan shows them: who wrote, who holds keys, which agencies are on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from safeplan import clock
from safeplan.accounts.models import Person
from safeplan.agencies.models import Agency, Desk, DeskMember
from safeplan.plans.models import Grant


@dataclass(frozen=True)
class Staff:
    """A member of staff, never of a family."""

    id: str
    name: str
    role: str
    agency: str
    agency_kind: str
    agency_name: str


def staff(session: Session, ids: Iterable[str]) -> dict[str, Staff]:
    """Return the named people by id."""
    query = (
        select(Person.id, Person.name, Person.role, Agency.id, Agency.kind, Agency.name)
        .join(Agency, Agency.id == Person.agency)
        .where(Person.id.in_(sorted(set(ids))))
    )
    return {row[0]: Staff(*row) for row in session.execute(query)}


def grants_of(session: Session, plan: str) -> list[tuple[str, str, str, str]]:
    """Return (compartment, holder kind, holder, right) of every live grant on a plan."""
    query = (
        select(Grant.compartment, Grant.holder_kind, Grant.holder, Grant.right)
        .where(Grant.plan == plan, Grant.revoked_at.is_(None))
        .where(or_(Grant.until.is_(None), Grant.until > clock.now_ms()))
        .distinct()
    )
    return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]


def desk_people(session: Session, desks: Iterable[str]) -> dict[str, tuple[str, str, list[str]]]:
    """Return each desk's (kind, name, person ids)."""
    query = (
        select(Desk.id, Desk.kind, Desk.name, DeskMember.person)
        .outerjoin(DeskMember, DeskMember.desk == Desk.id)
        .where(Desk.id.in_(sorted(set(desks))))
    )
    found: dict[str, tuple[str, str, list[str]]] = {}
    for desk, kind, name, person in session.execute(query):
        members = found.setdefault(desk, (kind, name, []))[2]
        if person is not None:
            members.append(person)
    return found


def agency_kinds(session: Session, compartment: str) -> list[str]:
    """Return the kinds of agency that can open a compartment by a person of theirs or a desk."""
    now = clock.now_ms()
    live = (
        Grant.compartment == compartment,
        Grant.revoked_at.is_(None),
        or_(Grant.until.is_(None), Grant.until > now),
    )
    people = (
        select(Agency.kind).join(Person, Person.agency == Agency.id).join(Grant, Grant.holder == Person.id).where(*live)
    )
    desks = select(Agency.kind).join(Desk, Desk.agency == Agency.id).join(Grant, Grant.holder == Desk.id).where(*live)
    return sorted({row[0] for row in session.execute(people.union(desks))})
