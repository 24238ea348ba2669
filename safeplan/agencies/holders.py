"""Names who would hold the keys of a new plan, before anything is sealed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Table, or_, select
from sqlalchemy.orm import Session

from safeplan import refusals
from safeplan.accounts.actor import Actor
from safeplan.accounts.models import Person
from safeplan.agencies.errors import NoRecovery
from safeplan.agencies.models import Agency, Desk, DeskMember

AGENCY: Table = Agency.__table__  # type: ignore[assignment]
DESK: Table = Desk.__table__  # type: ignore[assignment]
MEMBER: Table = DeskMember.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Holder:
    """One key holder: `kind` is person, desk or recovery; `members` are names, for the screen.

    `why` is author, managers, emergency or recovery, and the same for
    somebody who stands in for a desk; `right` is read or lead.
    """

    kind: str
    id: str
    name: str
    public_key: bytes
    members: tuple[str, ...]
    why: str
    right: str


# Managers decide what happens to a plan; whoever is on duty at night reads it, with a reason.
RIGHTS = {"managers": "lead", "emergency": "read"}


@dataclass(frozen=True)
class _Sitting:
    desk: Row
    people: list[Row]


def holders_for_new_plan(session: Session | Connection, actor: Actor, excluded: Collection[str]) -> list[Holder]:
    """Return who gets keys: the author, the team's managers' desk, the emergency desk, recovery.

    A desk with somebody excluded among those named for it gets no key. Its other
    members hold one each instead, so that the excluded person gets one by no path.
    NoRecovery if the agency could not recover the plan; InWords if the author is excluded.
    """
    if actor.person_id in excluded:
        raise refusals.InWords("Somebody who is excluded from a plan cannot make it.")
    holders = [_author(session, actor)]
    for sitting in _desks(session, actor):
        holders += _of_desk(sitting, excluded)
    holders.append(_recovery(session, actor))
    once: dict[tuple[str, str], Holder] = {}
    for holder in holders:
        once.setdefault((holder.kind, holder.id), holder)
    return list(once.values())


def _author(session: Session | Connection, actor: Actor) -> Holder:
    public = session.scalar(select(PERSON.c.public_key).where(PERSON.c.id == actor.person_id))
    if public is None:
        raise refusals.NothingHere
    return Holder("person", actor.person_id, actor.name, public, (actor.name,), "author", "lead")


def _recovery(session: Session | Connection, actor: Actor) -> Holder:
    public = session.scalar(select(AGENCY.c.recovery_public).where(AGENCY.c.id == actor.agency_id))
    if public is None or len(public) != 32:
        raise NoRecovery("This agency has no recovery, so it cannot hold a plan yet.")
    return Holder("recovery", actor.agency_id, actor.agency_name, public, (), "recovery", "lead")


def _desks(session: Session | Connection, actor: Actor) -> list[_Sitting]:
    theirs = or_(DESK.c.kind == "emergency", DESK.c.team.is_(None), DESK.c.team == actor.team_id)
    rows = session.execute(
        select(
            DESK.c.id,
            DESK.c.kind,
            DESK.c.name,
            DESK.c.public_key,
            DESK.c.rekey_due,
            PERSON.c.id.label("person"),
            PERSON.c.name.label("person_name"),
            PERSON.c.public_key.label("person_key"),
            MEMBER.c.sealed_key.is_not(None).label("let_in"),
        )
        .join(MEMBER, MEMBER.c.desk == DESK.c.id)
        .join(PERSON, PERSON.c.id == MEMBER.c.person)
        .where(DESK.c.agency == actor.agency_id, theirs)
        .order_by(DESK.c.kind.desc(), DESK.c.name, DESK.c.id, PERSON.c.name)
    )
    found: dict[str, _Sitting] = {}
    for row in rows:
        found.setdefault(row.id, _Sitting(row, [])).people.append(row)
    return list(found.values())


def _of_desk(sitting: _Sitting, excluded: Collection[str]) -> list[Holder]:
    desk, let_in = sitting.desk, [one for one in sitting.people if one.let_in]
    if not let_in:
        return []
    # Somebody left and the key has not changed since: they may be the one who is excluded.
    doubtful = bool(excluded) and desk.rekey_due
    why, right = desk.kind, RIGHTS[desk.kind]
    if not doubtful and not any(one.person in excluded for one in sitting.people):
        names = tuple(one.person_name for one in let_in)
        return [Holder("desk", desk.id, desk.name, desk.public_key, names, why, right)]
    return [
        Holder("person", one.person, one.person_name, one.person_key, (one.person_name,), why, right)
        for one in let_in
        if one.person not in excluded
    ]
