"""A plan as the browser gets it: the clear facts, the parts this person holds, the current entries."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from safeplan import entries, rules
from safeplan.accounts import wiring
from safeplan.accounts.models import Person
from safeplan.agencies.models import Agency
from safeplan.agencies.service import holders_for_new_plan
from safeplan.plans.access.narrowing import narrowed
from safeplan.plans.access.opening import OpenPlan, Part
from safeplan.plans.access.people import Circle, Staff, staff
from safeplan.plans.letters.waiting import held_letters
from safeplan.plans.log.heads import gather, head_json, may_read, visible
from safeplan.plans.log.reading import read_heads, read_history
from safeplan.plans.rules import PLACE, SPARE, allows, stronger

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
        select(Person.id, Person.name, Agency.name, Person.role)
        .join(Agency, Agency.id == Person.agency)
        .where(Person.state != "ended", Person.id != actor.person_id)
        .order_by(Agency.name, Person.name)
    )
    staff_here = [{"id": row[0], "name": row[1], "agency": row[2], "role": row[3]} for row in session.execute(query)]
    return {"holders": holders, "staff": staff_here}


def plan_json(session: Session, plan: OpenPlan, *, places: bool = False) -> dict[str, Any]:
    """Return everything the shell binds. What was not given to the actor is not in it.

    Reading a plan gives no address away: what finds people is in it only with `places`, for a tablet's vault.
    """
    read = plan if places else without_places(plan)
    heads = read_heads(session, read)
    circle = plan.around.circle
    people = circle.name(session, {head.author for head in heads} | ({plan.plan.lead} if plan.plan.lead else set()))
    gathered = visible(read, gather(read, heads, people))
    part = plan.part("plan")
    return {
        "plan": _clear(plan, people),
        "me": {
            "id": plan.actor.person_id,
            "agency": plan.actor.agency_id,
            "agency_kind": plan.actor.agency_kind,
        },
        "compartments": [_part(part) for part in plan.parts.values() if part.kind != SPARE],
        "for_new_children": _for_new_children(plan),
        "entries": [_entry(entry) for entry in gathered],
        "rules": _rule_states(plan),
        "plan_agencies": circle.agency_kinds(part.id) if part else [],
        "people": _people(plan, circle),
        "letters": _letters(session, plan, circle, places=places),
        "refuges": _refuges(plan),
    }


def _refuges(plan: OpenPlan) -> list[str]:
    """Return the names that what is written here is looked through for, to whoever may write here.

    The words that every browser gets are public, and a session is anybody's who works in the area. With a plan they
    reach who needs them, go with it when it is closed, and lie in a pack sealed to the vault.
    """
    writes = any(allows(part.right, "contribute") for part in plan.parts.values())
    return list(wiring.settings().refuges) if writes else []


def places_json(session: Session, plan: OpenPlan) -> dict[str, Any]:
    """Return what finds people, for whoever has just given their words: {entries, held}."""
    if PLACE not in plan.classes:
        return {"entries": [], "held": []}
    part, circle = narrowed(plan, (PLACE,)), plan.around.circle
    heads = read_heads(session, part)
    gathered = gather(part, heads, circle.name(session, {head.author for head in heads}))
    # Written by somebody whose access had ended, it may lie in another part's letterbox.
    held = [one for one in _held(session, plan, circle) if one["kind"] == PLACE]
    return {"entries": [_entry(entry) for entry in gathered], "held": held}


def without_places(plan: OpenPlan) -> OpenPlan:
    """Return the plan without what finds people, and without the key to it."""
    return narrowed(plan, plan.classes - {PLACE})


def history_json(
    session: Session, plan: OpenPlan, entry: str, before_places: Callable[[], None]
) -> list[dict[str, Any]]:
    """Return an entry's revisions, oldest first; `before_places` raises unless what finds people may be shown now."""
    revisions = _history(session, without_places(plan), entry)
    if not revisions and PLACE in plan.classes:
        before_places()
        revisions = _history(session, plan, entry)
    return revisions


def _history(session: Session, plan: OpenPlan, entry: str) -> list[dict[str, Any]]:
    """Of a child's page there are only the revisions that this reader may see."""
    versions = [one for one in read_history(session, plan, entry) if may_read(plan, one)]
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


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "class": part.kind,
        "about": part.about,
        "right": part.right,
        "epoch": part.epoch,
        "seq": part.tally.seq,
        "letterbox": b64encode(part.letterbox).decode("ascii"),
    }


def letterbox_json(part: Part) -> dict[str, Any]:
    """Return where sealed words for a compartment may be put."""
    return {"compartment": part.id, "epoch": part.epoch, "public": b64encode(part.letterbox).decode("ascii")}


def _for_new_children(plan: OpenPlan) -> list[dict[str, Any]]:
    """Return where the pages of children may be put who are named without signal, and have no room yet."""
    return [
        {"child": letterbox_json(child), "kept": letterbox_json(kept)}
        for child, kept in plan.spare
        if allows(child.right, "contribute")
    ]


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    heads = entry["heads"]
    held = heads[0] if len(heads) == 1 else rules.holding(heads, SCHEMA[entry["kind"]]["fields"])
    return {**entry, "holds": held["revision"]}


def _rule_states(plan: OpenPlan) -> dict[str, Any]:
    return {rule: {"state": state, "at": at} for rule, (state, at) in plan.around.rules.items()}


def _letters(session: Session, plan: OpenPlan, circle: Circle, *, places: bool) -> dict[str, Any]:
    """Count what waits and open what is held; what finds people is only counted, and only for who holds the places."""
    count = plan.around.letters(plan.parts)
    held = _held(session, plan, circle) if count.get("held") else []
    apart = [one for one in held if one["kind"] == PLACE]
    return {
        "waiting": count.get("waiting", 0),
        "held": held if places else [one for one in held if one["kind"] != PLACE],
        "held_places": len(apart) if PLACE in plan.classes else 0,
    }


def _held(session: Session, plan: OpenPlan, circle: Circle) -> list[dict[str, Any]]:
    letters = held_letters(session, plan)
    names = circle.name(session, {letter["author"] for letter in letters})
    return [
        {**letter, "author_name": names[letter["author"]].name if letter["author"] in names else ""}
        for letter in letters
    ]


def _people(plan: OpenPlan, circle: Circle) -> list[dict[str, Any]]:
    """Return who can open what. A part the reader does not hold is not named: it is counted nowhere."""
    shown: dict[tuple[str, str], dict[str, Any]] = {}
    for one in circle.holdings:
        part = plan.parts.get(one.compartment)
        if part is None or part.kind == SPARE or one.person is None:
            continue
        row = shown.setdefault((one.person.id, one.desk), _person(one.person, one.desk))
        held = row["rights"].get(part.kind, "read")
        row["rights"][part.kind] = stronger(held, one.right)
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
