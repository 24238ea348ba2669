"""Staff as a plan shows them: who wrote, its circle (key holders), which agencies are on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson
from sqlalchemy import Table, bindparam, func, or_, select
from sqlalchemy.orm import Session

from safeplan import clock, db
from safeplan.accounts.models import Person
from safeplan.agencies.models import Agency, Desk, DeskMember
from safeplan.plans.models import Grant


class Staff(NamedTuple):
    """A member of staff, never of a family."""

    id: str
    name: str
    role: str
    agency: str
    agency_kind: str
    agency_name: str


PERSON: Table = Person.__table__  # type: ignore[assignment]
AGENCY: Table = Agency.__table__  # type: ignore[assignment]
DESK: Table = Desk.__table__  # type: ignore[assignment]
MEMBER: Table = DeskMember.__table__  # type: ignore[assignment]
GRANT: Table = Grant.__table__  # type: ignore[assignment]
DESK_AGENCY = AGENCY.alias("desk_agency")


class Holding(NamedTuple):
    """A live grant as somebody can use it: in their own name, or through a desk (`desk` is its name)."""

    compartment: str
    right: str
    desk: str
    desk_agency_kind: str
    person: Staff | None


@dataclass
class Circle:
    """Everybody who can open something of a plan, and whoever else had to be named."""

    holdings: list[Holding]
    people: dict[str, Staff] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, plan: str) -> Circle:
        """Read the circle of a plan as it is now."""
        return cls.read(session.execute(_CIRCLE, {"plan": plan, "now": clock.now_ms()}).scalar_one())

    @classmethod
    def read(cls, rows: str | None) -> Circle:
        """Return the circle that CIRCLE's text stands for."""
        holdings: list[Holding] = []
        people: dict[str, Staff] = {}
        for parts, desk, agency_kind, *person in orjson.loads(rows or "[]"):
            who = people.setdefault(person[0], Staff(*person)) if person[0] else None
            # A part is named once for each of its epochs.
            for part in sorted(set(parts.split(","))):
                compartment, right = part.split(" ")
                holdings.append(Holding(compartment, right, desk or "", agency_kind or "", who))
        return cls(holdings, people)

    def name(self, session: Session, ids: Iterable[str]) -> dict[str, Staff]:
        """Return everybody known, having looked up those of `ids` who hold nothing any more."""
        missing = set(ids) - set(self.people)
        if missing:
            self.people.update(staff(session, missing))
        return self.people

    def agency_kinds(self, compartment: str) -> list[str]:
        """Return the kinds of agency that can open a compartment by a person of theirs or a desk."""
        found = set()
        for one in self.holdings:
            if one.compartment == compartment:
                found.add(one.desk_agency_kind or (one.person.agency_kind if one.person else ""))
        return sorted(found - {""})


_WHOM = (
    DESK.c.name,
    DESK_AGENCY.c.kind,
    PERSON.c.id,
    PERSON.c.name,
    PERSON.c.role,
    AGENCY.c.id,
    AGENCY.c.kind,
    AGENCY.c.name,
)
# Each holder's parts first: a plan has dozens of grants and a handful of holders to look up.
_HELD = (
    select(GRANT.c.holder, func.aggregate_strings(GRANT.c.compartment + " " + GRANT.c.right, ",").label("parts"))
    .where(GRANT.c.plan == bindparam("plan"), GRANT.c.revoked_at.is_(None))
    .where(or_(GRANT.c.until.is_(None), GRANT.c.until > bindparam("now")))
    .group_by(GRANT.c.holder)
    .subquery()
)
_ONE_LINE_EACH = (
    select(_HELD.c.parts, *(column.label(f"whom_{at}") for at, column in enumerate(_WHOM)))
    .select_from(_HELD)
    .outerjoin(DESK, DESK.c.id == _HELD.c.holder)
    .outerjoin(DESK_AGENCY, DESK_AGENCY.c.id == DESK.c.agency)
    .outerjoin(MEMBER, MEMBER.c.desk == DESK.c.id)
    .outerjoin(PERSON, PERSON.c.id == func.coalesce(MEMBER.c.person, _HELD.c.holder))
    .outerjoin(AGENCY, AGENCY.c.id == PERSON.c.agency)
    .subquery()
)
CIRCLE = select(db.json_rows(*_ONE_LINE_EACH.c)).scalar_subquery()
"""Who holds a plan, one list for each: their parts and rights, the desk, the person; of `plan`, at `now`."""
_CIRCLE = select(CIRCLE)


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
