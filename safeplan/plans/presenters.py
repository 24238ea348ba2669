"""A plan as the browser gets it: the clear facts, the parts this person holds, the current entries."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from safeplan import entries, rules
from safeplan.accounts.models import Person
from safeplan.agencies.models import Agency
from safeplan.agencies.service import holders_for_new_plan
from safeplan.plans.heads import gather, head_json, visible
from safeplan.plans.letters import held_letters
from safeplan.plans.models import Letter, RuleState
from safeplan.plans.opening import OpenPlan, Version, read_heads
from safeplan.plans.people import Staff, agency_kinds, desk_people, grants_of, staff
from safeplan.plans.rules import SPARE, stronger

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

SCHEMA = entries.schema()


def key_holders_json(session: Session, actor: Actor) -> dict[str, Any]:
    """Return who would hold a new plan's keys, by name, and the staff who may be kept out of it."""
    holders = [
        {"kind": one.kind, "name": one.name, "members": list(one.members), "why": one.why}
        for one in holders_for_new_plan(session, actor, ())
    ]
    query = (
        select(Person.id, Person.name, Agency.name)
        .join(Agency, Agency.id == Person.agency)
        .where(Person.state != "ended", Person.id != actor.person_id)
        .order_by(Agency.name, Person.name)
    )
    staff_here = [{"id": row[0], "name": row[1], "agency": row[2]} for row in session.execute(query)]
    return {"holders": holders, "staff": staff_here}


def plan_json(session: Session, plan: OpenPlan) -> dict[str, Any]:
    """Return everything the shell binds. What was not given to the actor is not in it."""
    heads = read_heads(session, plan)
    grants = grants_of(session, plan.id)
    desks = desk_people(session, {holder for _, kind, holder, _ in grants if kind == "desk"})
    ids = {head.author for head in heads} | {holder for _, kind, holder, _ in grants if kind == "person"}
    ids |= {person for _, _, members in desks.values() for person in members}
    people = staff(session, ids | ({plan.plan.lead} if plan.plan.lead else set()))
    gathered = visible(plan, gather(plan, heads, people))
    part = plan.part("plan")
    return {
        "plan": _clear(plan, people),
        "me": {
            "id": plan.actor.person_id,
            "agency": plan.actor.agency_id,
            "agency_kind": plan.actor.agency_kind,
        },
        "compartments": [_part(part) for part in plan.parts.values() if part.kind != SPARE],
        "entries": [_entry(entry) for entry in gathered],
        "rules": _rule_states(session, plan),
        "plan_agencies": agency_kinds(session, part.id) if part else [],
        "people": _people(plan, grants, desks, people),
        "letters": {"waiting": _waiting(session, plan), "held": _held(session, plan, people)},
    }


def history_json(session: Session, versions: list[Version]) -> list[dict[str, Any]]:
    """Return an entry's revisions, oldest first."""
    ids = {version.author for version in versions}
    ids |= {version.unfiled[1] for version in versions if version.unfiled}
    people = staff(session, ids)
    return [head_json(version, people) for version in versions]


def _clear(plan: OpenPlan, people: dict[str, Staff]) -> dict[str, Any]:
    lead = people.get(plan.plan.lead or "")
    return {
        "id": plan.id,
        "lead_agency": plan.plan.lead_agency,
        "lead": {"id": lead.id, "name": lead.name} if lead else None,
        "team": plan.plan.team,
        "status": plan.plan.status,
        "stage": plan.plan.stage,
        "review_due": plan.plan.review_due,
        "created_at": plan.plan.created_at,
    }


def _part(part: Any) -> dict[str, Any]:
    return {
        "id": part.id,
        "class": part.kind,
        "about": part.about,
        "right": part.right,
        "epoch": part.epoch,
        "letterbox": b64encode(part.letterbox).decode("ascii"),
    }


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    fields = SCHEMA[entry["kind"]]["fields"]
    return {**entry, "holds": rules.holding(entry["heads"], fields)["revision"]}


def _rule_states(session: Session, plan: OpenPlan) -> dict[str, Any]:
    query = select(RuleState.rule, RuleState.state, RuleState.at).where(RuleState.plan == plan.id)
    return {row[0]: {"state": row[1], "at": row[2]} for row in session.execute(query)}


def _waiting(session: Session, plan: OpenPlan) -> int:
    query = select(func.count(Letter.id)).where(
        Letter.plan == plan.id, Letter.state == "waiting", Letter.compartment.in_(list(plan.parts))
    )
    return session.scalar(query) or 0


def _held(session: Session, plan: OpenPlan, people: dict[str, Staff]) -> list[dict[str, Any]]:
    letters = held_letters(session, plan)
    unknown = {letter["author"] for letter in letters} - set(people)
    names = {**people, **staff(session, unknown)} if unknown else people
    return [
        {**letter, "author_name": names[letter["author"]].name if letter["author"] in names else ""}
        for letter in letters
    ]


def _people(
    plan: OpenPlan,
    grants: list[tuple[str, str, str, str]],
    desks: dict[str, tuple[str, str, list[str]]],
    people: dict[str, Staff],
) -> list[dict[str, Any]]:
    """Return who can open what. A part the reader does not hold is not named: it is counted nowhere."""
    shown: dict[tuple[str, str], dict[str, Any]] = {}
    for compartment, kind, holder, right in grants:
        part = plan.parts.get(compartment)
        if part is None or part.kind == SPARE or kind == "recovery":
            continue
        via = desks[holder][1] if kind == "desk" and holder in desks else ""
        for person in desks[holder][2] if via else [holder]:
            if person in people:
                row = shown.setdefault((person, via), _person(people[person], via))
                held = row["rights"].get(part.kind, "read")
                row["rights"][part.kind] = stronger(held, right)
                if part.about and part.about not in row["about"]:
                    row["about"].append(part.about)
    return sorted(shown.values(), key=lambda row: (row["via"], row["agency_name"], row["name"]))


def _person(one: Staff, via: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role,
        "agency_kind": one.agency_kind,
        "agency_name": one.agency_name,
        "via": via,
        "rights": {},
        "about": [],
    }
