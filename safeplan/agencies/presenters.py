"""What the administrator's pages show, and what their forms hand to the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from safeplan.accounts.actor import Actor
from safeplan.agencies import listing
from safeplan.agencies.forms import DeskForm, PersonForm
from safeplan.agencies.holders import holders_for_new_plan
from safeplan.agencies.listing import DeskView
from safeplan.agencies.rules import may_sit_on_desk


@dataclass(frozen=True)
class Overview:
    """Everything of an agency that its administrator looks after: no plan, and no number of plans."""

    agency: str
    teams: list[Row]
    people: list[Row]
    desks: list[DeskView]
    recovery: list[Row]

    @property
    def recovery_short(self) -> bool:
        """Whether fewer than two halves are held by a person; the sheets are then all there is."""
        return len({row.half for row in self.recovery}) < 2


def overview(session: Session, actor: Actor) -> Overview:
    """Return the page of the signed-in administrator's own agency."""
    agency = actor.agency_id
    return Overview(
        actor.agency_name,
        listing.teams(session, agency),
        listing.people(session, agency),
        listing.desks(session, agency),
        listing.recovery_holders(session, agency),
    )


def team_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return (id, name) of the agency's teams."""
    return [(row.id, row.name) for row in listing.teams(session, actor.agency_id)]


def desk_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return (id, name) of the people who may sit on a desk."""
    everybody = listing.people(session, actor.agency_id)
    return [(row.id, row.name) for row in everybody if may_sit_on_desk(row.role, row.state)]


def person_fields(form: PersonForm) -> dict[str, Any]:
    """Return what `service.add_person` takes."""
    return {
        "name": form.name.data,
        "email": form.email.data,
        "role": form.role.data,
        "team": form.team.data or None,
    }


def desk_fields(form: DeskForm) -> tuple[str, str, str | None, list[str]]:
    """Return (kind, name, team or None, members), as `service.add_desk` takes them."""
    team = form.team.data if form.kind.data == "managers" else None
    return form.kind.data, form.name.data or "", team or None, list(form.members.data or [])


def key_holders_json(session: Session, actor: Actor) -> dict[str, Any]:
    """Return who would hold a new plan's keys, and the staff who could be kept out of it."""
    holders = holders_for_new_plan(session, actor, ())
    return {
        "holders": [{"kind": one.kind, "name": one.name, "members": list(one.members)} for one in holders],
        "staff": [
            {"id": row.id, "name": row.name, "agency": row.agency}
            for row in listing.staff(session)
            if row.id != actor.person_id
        ],
    }
