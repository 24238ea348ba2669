"""A look through the recipient's eyes: only what the ticked parts hold, in the order the recipient meets it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from safeplan import catalogue
from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.access.people import Staff, staff
from safeplan.sharing.presenters import family_of, is_theirs, part_title
from safeplan.sharing.reading import Passage, Reader, holding_data, listed, lowered, sentences
from safeplan.sharing.rules import SHAREABLE

SWATCH = {"perpetrator": "own-cause", "agency": "own-agency", "parent": "own-parent", "kin": "own-kin"}
STATE = {
    "asked": "state-asked",
    "accepted": "state-accepted",
    "doing": "state-doing",
    "in_force": "state-force",
    "evidenced": "state-accepted",
    "sustained": "state-accepted",
    "cannot": "state-cannot",
}


@dataclass(frozen=True)
class Row:
    """One action as the recipient reads it: who in bold, then what."""

    who: str
    what: str
    swatch: str
    state: str
    state_class: str
    mine: bool


@dataclass(frozen=True)
class Given:
    """One part as the recipient unfolds it; without passages where nothing is in it yet."""

    kind: str
    title: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Look:
    """Everything the recipient could open, and on the lead's side what they could not."""

    contact: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]
    names: str
    rows: tuple[Row, ...]
    books: tuple[tuple[str, int], ...]
    rest: tuple[Given, ...]
    left_out: tuple[str, ...]


def look(
    session: Session, plan: OpenPlan, gathered: Sequence[Mapping[str, Any]], one: Staff, parts: Collection[str]
) -> Look:
    """Return what `one` would see with `parts` (compartment ids); names resolve only through those parts."""
    theirs = [entry for entry in gathered if entry["compartment"] in parts and _seen_by(entry, one)]
    family, own = family_of(theirs), family_of(gathered)
    reader = Reader(theirs, _staff_names(session, theirs))
    passages = [reader.passage(entry) for entry in theirs]
    of = {kind: [found for found in passages if found.kind == kind] for kind in ("safe_contact", "knows", "action")}
    shown = {found.id for kind in of.values() for found in kind}
    rest = []
    for part in sorted((plan.parts[one_part] for one_part in parts), key=lambda part: SHAREABLE.index(part.kind)):
        inside = {entry["entry"] for entry in theirs if entry["compartment"] == part.id}
        found = tuple(passage for passage in passages if passage.id in inside - shown)
        # A part is given with all that is ever written there, so it is named while nothing is. A book always is.
        if found or not (inside or part.kind == "child"):
            rest.append(Given(part.kind, part_title(part, family), found))
    offered = [part for part in plan.parts.values() if part.kind in (*SHAREABLE, "kept")]
    return Look(
        tuple(_contact(found) for found in of["safe_contact"]),
        tuple((reader.name(found.data["who"]), _does_not_know(found)) for found in of["knows"]),
        listed(family.names),
        _rows(of["action"], reader, one),
        tuple(
            (part_title(plan.parts[part], family), sum(e["kind"] == "page" for e in theirs if e["compartment"] == part))
            for part in parts
            if plan.parts[part].kind == "child"
        ),
        tuple(rest),
        tuple(sorted(part_title(part, own) for part in offered if part.id not in parts)),
    )


def _seen_by(entry: Mapping[str, Any], one: Staff) -> bool:
    """A child's page that nobody has checked stays with its maker and the lead (plans.heads.visible)."""
    if entry["kind"] != "page":
        return True
    return any(head["author"] == one.id or head["data"].get("state") != "made" for head in entry["heads"])


def _staff_names(session: Session, theirs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    ids = {head["data"].get(name, "") for entry in theirs for head in entry["heads"] for name in PERSONS}
    return {identity: found.name for identity, found in staff(session, ids - {""}).items()}


PERSONS = ("asked_of", "checker_person", "answered_by")


def _contact(found: Passage) -> str:
    data, label = found.data, catalogue.load().label
    times = " to ".join(_clock(time) for time in (data["from_time"], data["to_time"]) if time)
    rule = ", ".join(filter(None, [times, data["days"], lowered(label("contact_ways", data["how"]))]))
    return sentences([rule, data["words"], f"Never: {data['never']}" if data["never"] else ""])


def _does_not_know(found: Passage) -> str:
    label = catalogue.load().label
    things = listed(lowered(label("known_things", code)) for code in found.data["does_not_know"])
    return sentences([things, found.data["words"]]) if things else ""


def _clock(time: str) -> str:
    """Return "9.30" or "11" for "09:30" and "11:00"."""
    hour, minute = time.split(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}.{minute}"


def _rows(actions: Sequence[Passage], reader: Reader, one: Staff) -> tuple[Row, ...]:
    rows = [
        Row(
            "You" if is_theirs(found.data, one) else _who(found.data, reader),
            str(found.data["what"]),
            "own-asked" if found.data["state"] == "asked" else SWATCH.get(found.data["owner"], "own-none"),
            catalogue.load().label("action_states", found.data["state"]).lower(),
            STATE.get(found.data["state"], "state-none"),
            is_theirs(found.data, one),
        )
        for found in actions
    ]
    order = ("own-asked", "own-agency", "own-cause", "own-kin", "own-parent", "own-none")
    return tuple(sorted(rows, key=lambda row: (not row.mine, order.index(row.swatch), row.who)))


def _who(data: Mapping[str, Any], reader: Reader) -> str:
    label = catalogue.load().label
    if data["owner"] == "agency":
        return reader.staff.get(data["asked_of"], "") or label("agencies", data["agency"]) or "An agency"
    if data["owner"] == "perpetrator":
        return reader.name(data["perpetrator"]) or label("owners", "perpetrator")
    parents = [one for one in reader.entries.values() if one["kind"] == "family_member"]
    parents = [one for one in parents if holding_data(one)["role"] == "parent"]
    if data["owner"] == "parent" and len(parents) == 1:
        return reader.name(parents[0]["entry"])
    return label("owners", data["owner"])
