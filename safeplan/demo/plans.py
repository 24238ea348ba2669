"""Types the demo families in through the one way to write, as their practitioners would have."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from safeplan import clock, crypto, entries
from safeplan.accounts.models import Person
from safeplan.accounts.service import Actor, end_session, sign_in
from safeplan.config import Settings
from safeplan.demo.families import Row, family_a, family_b_as_entered, family_b_mended, pointers, resolved
from safeplan.plans import service
from safeplan.plans.access.keys import Giving, Holder
from safeplan.plans.log.landing import Landing

DEVICE = "d" * 32
# Who is given what on each plan: (person, classes, right). Ruth sees no risk and no place; Mina sees the place.
PARTNERS = {
    "thornquist": (
        ("dana", ("plan", "risk", "place"), "contribute"),
        ("joan", ("plan", "risk"), "contribute"),
        ("sam", ("plan", "risk", "child"), "contribute"),
        ("mina", ("plan", "risk", "place"), "contribute"),
    ),
    "bellwether-mended": (
        ("dana", ("plan", "risk"), "contribute"),
        ("joan", ("plan", "risk"), "contribute"),
        ("ruth", ("plan", "child"), "contribute"),
        ("sam", ("plan", "risk"), "contribute"),
        ("mina", ("plan", "risk", "place"), "contribute"),
    ),
    "bellwether-entered": (("dana", ("plan",), "contribute"),),
}


def make_families(session: Session, settings: Settings, people: dict[str, str], words: str) -> dict[str, str]:
    """Make the demo's plans, led by Priya; return their ids by name."""
    today = date.fromisoformat(clock.today())
    begun = sign_in(session, settings, "priya@demo.example", words, "127.0.0.1", DEVICE)
    made = {}
    for name, rows, stage, days in (
        ("thornquist", family_a(today), "full", 9),
        ("bellwether-mended", family_b_mended(today), "full", 4),
        ("bellwether-entered", family_b_as_entered(today), "interim", 5),
    ):
        made[name] = make_family(session, settings, begun.actor, people, rows)
        service.set_stage(session, begun.actor, made[name], stage, (today + timedelta(days=days)).isoformat())
        share(session, begun.actor, made[name], people, PARTNERS[name])
    end_session(session, begun.actor)
    return made


def make_family(session: Session, settings: Settings, actor: Actor, people: dict[str, str], rows: list[Row]) -> str:
    """Make one plan from rows of the demo families and return its id."""
    plan = service.make_plan(session, actor, settings.secret, crypto.new_id(), "no", [])
    ids = {name: people.get(name) or crypto.new_id() for name in {row[1] for row in rows} | pointers(rows)}
    known = resolved(rows, ids)
    family = [row for row in known if row[0] == "family_member"]
    _append(session, actor, plan, family, ids, {})
    opened = service.get_plan(session, actor, plan, "lead")
    boxes = {(part.kind, part.about): part.id for part in opened.parts.values()}
    _append(session, actor, plan, [row for row in known if row[0] != "family_member"], ids, boxes)
    return plan


def _append(
    session: Session,
    actor: Actor,
    plan: str,
    rows: list[Row],
    ids: dict[str, str],
    boxes: dict[tuple[str, str], str],
) -> None:
    receipts = service.append(session, actor, [_revision(plan, row, ids, boxes) for row in rows])
    for receipt, row in zip(receipts, rows, strict=True):
        if receipt.state != "accepted":
            raise RuntimeError(f"the demo's {row[1]} was not taken: {receipt.reason} {receipt.fields}")


def _revision(plan: str, row: Row, ids: dict[str, str], boxes: dict[tuple[str, str], str]) -> dict[str, Any]:
    kind, name, data = row
    document = {
        "v": entries.schema()[kind]["v"],
        "kind": kind,
        "data": data,
        "withdrawn": "",
        "why": "",
        "known_to_parent": False,
    }
    compartment = boxes[("child", data["child"])] if kind in ("voice", "page") else ""
    return {
        "id": crypto.new_id(),
        "plan": plan,
        "compartment": compartment,
        "entry": ids[name],
        "parents": [],
        "document": document,
        "device": DEVICE,
        "authored_at": clock.now_ms(),
    }


def share(
    session: Session,
    actor: Actor,
    plan: str,
    people: dict[str, str],
    partners: tuple[tuple[str, tuple[str, ...], str], ...],
) -> None:
    """Give each partner what is named here: (person, classes, right)."""
    opened = service.get_plan(session, actor, plan, "lead")
    keys = _public_keys(session, [people[key] for key, _, _ in partners])
    with Giving(session, opened.ring, actor.person_id, begins_under=opened.own_part) as giving:
        for person, classes, right in partners:
            holder = Holder("person", people[person], keys[people[person]])
            for part in opened.parts.values():
                if part.kind in classes:
                    held = {epoch: opened.ring.key(part.id, epoch) for epoch in opened.ring.epochs(part.id)}
                    giving.give(part.id, held, holder, right, basis="public_task")
    Landing(opened).finish(session)


def _public_keys(session: Session, ids: list[str]) -> dict[str, bytes]:
    query = select(Person.id, Person.public_key).where(Person.id.in_(ids))
    return {row[0]: bytes(row[1]) for row in session.execute(query)}
