"""What the sharing pages show: who can open what, what is really inside each part, what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from safeplan import catalogue, clock, entries, names, rules
from safeplan.dates import at_words
from safeplan.plans.access.opening import OpenPlan, Part
from safeplan.plans.access.people import Staff, desk_people, grants_of, staff
from safeplan.plans.log.heads import gather
from safeplan.plans.log.reading import read_heads
from safeplan.plans.rules import SPARE
from safeplan.sharing import service
from safeplan.sharing.reading import counted, family_names, holding_data, listed, standing
from safeplan.sharing.rules import SHAREABLE, childs_word

Entries = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Pack:
    """One part as it is offered: its title and plain lines of what is really in it."""

    id: str
    kind: str
    title: str
    inside: tuple[str, ...]
    held: bool


@dataclass(frozen=True)
class Contents:
    """What would be in somebody's hands, by title: what is there, what holds nothing yet, and what they never see."""

    given: tuple[str, ...]
    empty: tuple[str, ...]
    left_out: tuple[str, ...]
    writes: bool


@dataclass(frozen=True)
class Opener:
    """Somebody who can open something: which parts, through which desk, and whether it can be taken back here."""

    id: str
    name: str
    agency: str
    via: str
    parts: tuple[str, ...]
    revocable: bool


@dataclass(frozen=True)
class Family:
    """What a household is called, for headings on the lead's own screen."""

    names: tuple[str, ...]
    harmers: tuple[str, ...]
    by_id: Mapping[str, str]


def load_entries(session: Session, plan: OpenPlan) -> Entries:
    """Return the standing entries of every part the actor holds."""
    heads = read_heads(session, plan)
    people = staff(session, {head.author for head in heads})
    return standing(gather(plan, heads, people))


def family_of(gathered: Entries) -> Family:
    """Return what the family is called, parents before children."""
    found = [(entry["entry"], holding_data(entry)) for entry in gathered if entry["kind"] == "family_member"]
    called = family_names(gathered)
    parents, children, harmers = (
        tuple(called[identity] for identity, data in found if data["role"] == role)
        for role in ("parent", "child", "perpetrator")
    )
    return Family(parents + children, harmers, called)


def part_title(part: Part, family: Family) -> str:
    """Return what a part is called on the lead's screen."""
    named = catalogue.load().item("parts", part.kind)
    title = named.details.get("title", named.label)
    if len(family.harmers) > 1:
        title = named.details.get("many", title)
    child = family.by_id.get(part.about) or "A child"
    return str(title).format(child=child, harmers=listed(family.harmers) or "the person causing harm")


Lines = Callable[[Entries, Staff, Family, Part], list[str]]
"""What is really inside a part, in plain lines for whoever thinks of giving it to somebody."""


def packs(plan: OpenPlan, gathered: Entries, one: Staff, held: Mapping[str, str]) -> list[Pack]:
    """Return the parts on offer for `one`, the places by themselves at the end."""
    family, asked = family_of(gathered), _asked(plan, gathered)
    lines_of: dict[str, Lines] = {
        "child": _book,
        "place": _places,
        "plan": partial(_plan, asked),
        "risk": _kinds,
    }
    found = []
    for part in service.offered(plan):
        inside = [entry for entry in gathered if entry["compartment"] == part.id]
        lines = lines_of[part.kind](inside, one, family, part)
        found.append(Pack(part.id, part.kind, part_title(part, family), tuple(lines), part.id in held))
    return found


def contents(plan: OpenPlan, theirs: OpenPlan, gathered: Entries) -> Contents:
    """Return what a recipient would hold of a plan (`theirs`), and what of it they would not, in the lead's words."""
    family, filled = family_of(gathered), {entry["compartment"] for entry in gathered}
    titles = {part: part_title(plan.parts[part], family) for part in reading_order(plan.parts.values())}
    offered = (*SHAREABLE, "kept")
    return Contents(
        tuple(title for part, title in titles.items() if part in theirs.parts),
        tuple(title for part, title in titles.items() if part in theirs.parts and part not in filled),
        tuple(title for part, title in titles.items() if part not in theirs.parts and plan.parts[part].kind in offered),
        any(part.right != "read" for part in theirs.parts.values()),
    )


def openers(session: Session, plan: OpenPlan, gathered: Entries) -> list[Opener]:
    """Return everybody who can open something of this plan, by name or through a desk."""
    family, held = family_of(gathered), dict[tuple[str, str], set[str]]()
    grants = grants_of(session, plan.id)
    desks = desk_people(session, {holder for _, kind, holder, _ in grants if kind == "desk"})
    for compartment, kind, holder, _ in grants:
        part = plan.parts.get(compartment)
        if part is None or kind == "recovery" or part.kind not in (*SHAREABLE, "kept", "staff"):
            continue
        desk = desks[holder][1] if kind == "desk" and holder in desks else ""
        for person in desks[holder][2] if desk else [holder]:
            held.setdefault((person, desk), set()).add(part.id)
    people = staff(session, {person for person, _ in held})
    order = reading_order(plan.parts.values())
    rows = [
        Opener(
            person,
            people[person].name,
            people[person].agency_name,
            desk,
            tuple(part_title(plan.parts[part], family) for part in order if part in parts),
            not desk and person != plan.plan.lead and person != plan.actor.person_id,
        )
        for (person, desk), parts in held.items()
        if person in people
    ]
    return sorted(rows, key=lambda row: (row.id != plan.plan.lead, row.via, row.agency, row.name))


def decided(session: Session, plan: OpenPlan, gathered: Entries) -> list[dict[str, Any]]:
    """Return the decisions about sharing in words, newest first."""
    found, family = service.decisions(session, plan), family_of(gathered)
    order = reading_order(plan.parts.values())
    people = staff(session, {one.person for one in found} | {one.by for one in found})
    return [
        {
            "kind": one.kind,
            "words": _decision_words(one.kind, _name(people, one.person)),
            "why": _why(one),
            "line": one.line,
            "parts": [part_title(plan.parts[part], family) for part in order if part in one.parts],
            "by": _name(people, one.by),
            "at": at_words(one.at),
        }
        for one in found
    ]


def reading_order(parts: Iterable[Part]) -> list[str]:
    """Return the ids of parts in the order they are always named: the plan first, colleagues' notes last.

    A room for a child to come is nothing anybody can name yet.
    """
    return [part.id for part in sorted(parts, key=_place_of) if part.kind != SPARE]


def bases_for(agency_kind: str) -> list[tuple[str, str]]:
    """Return (code, label) of the bases, those usual for the recipient's agency first."""
    items = catalogue.load().items("bases")
    first = sorted(items, key=lambda item: agency_kind not in item.details.get("first_for", ()))
    return [(item.code, item.label) for item in first]


def basis_help() -> dict[str, str]:
    """Return code → the law or the limit behind a basis."""
    return {item.code: item.help for item in catalogue.load().items("bases")}


def reasons(name: str) -> list[tuple[str, str]]:
    """Return (code, label) of a list of reasons."""
    return [(item.code, item.label) for item in catalogue.load().items(name)]


def by_agency(people: Iterable[Staff]) -> dict[str, list[Staff]]:
    """Return staff grouped under their agency's name."""
    found: dict[str, list[Staff]] = {}
    for one in people:
        found.setdefault(one.agency_name, []).append(one)
    return found


def _place_of(part: Part) -> tuple[int, str]:
    order = catalogue.load().codes("parts")
    return (order.index(part.kind) if part.kind in order else len(order), part.id)


def _name(people: Mapping[str, Staff], person: str) -> str:
    return people[person].name if person in people else "Somebody who has left"


def _decision_words(kind: str, name: str) -> str:
    return {
        "shared": f"Shared with {name}",
        "not_shared": f"Decided not to share with {name}",
        "revoked": f"Access ended for {name}",
    }[kind]


def _why(one: service.Decision) -> str:
    book = catalogue.load()
    if one.kind == "shared":
        return book.label("bases", one.basis)
    return book.label("not_share_reasons" if one.kind == "not_shared" else "revoke_reasons", one.reason)


def _asked(plan: OpenPlan, gathered: Entries) -> dict[str, Mapping[str, Any]]:
    """Return the actions that wait for an answer, as the rules see them, by id."""
    part = plan.part("plan")
    agencies = plan.around.circle.agency_kinds(part.id) if part else []
    given = rules.given(plan.plan.stage, plan.plan.review_due, agencies, clock.today())
    actions = rules.Asking(rules.facts(gathered, given)).facts["actions"]
    return {action["id"]: action for action in actions if action["asked"]}


def _plan(asked: Mapping[str, Mapping[str, Any]], inside: Entries, one: Staff, family: Family, part: Part) -> list[str]:
    actions = [entry["entry"] for entry in inside if entry["kind"] == "action"]
    theirs = [action for action in actions if action in asked and is_theirs(asked[action], one)]
    first = counted(len(actions), "action", "actions")
    if theirs:
        first += f", {len(theirs)} asked of {one.agency_name}"
    rest = [entry for entry in inside if entry["kind"] != "action"]
    return [first, *_kinds(rest, one, family, part)]


def _book(inside: Entries, one: Staff, family: Family, part: Part) -> list[str]:
    child = family.by_id.get(part.about) or "the child"
    pages = [holding_data(entry) for entry in inside if entry["kind"] == "page"]
    wait = sum(page["state"] == "made" for page in pages)
    lines = [counted(len(pages), "page", "pages")]
    if wait:
        lines.append(f"{wait} not checked yet: seen by {names.first(one.name)} only after that")
    lines += _kinds([entry for entry in inside if entry["kind"] != "page"], one, family, part)
    said = childs_word(pages, one.id, names.parts(one.name))
    lines.append(
        {
            "yes": f"{child} lets {names.first(one.name)} look",
            "no": f"{child} said no to {names.first(one.name)}",
            "": f"Nobody has asked {child} about {names.first(one.name)}",
        }[said]
    )
    return [*lines, f"Pages {child} kept: not included"]


def _places(inside: Entries, _one: Staff, _family: Family, _part: Part) -> list[str]:
    # How many, and not of what sort: "refuge" would be half an address.
    return [f"Written down here: {len(inside)}", "Only for people who must go there"]


def _kinds(inside: Entries, _one: Staff, _family: Family, _part: Part) -> list[str]:
    return _tallied(Counter(entries.kind_class(entry["kind"]).info.title for entry in inside))


def _tallied(kinds: Mapping[str, int]) -> list[str]:
    return [f"{title} ({number})" for title, number in sorted(kinds.items())] or ["Nothing yet"]


def is_theirs(action: Mapping[str, Any], one: Staff) -> bool:
    """Say whether an action is this person's, or their agency's with nobody named."""
    if action["owner"] != "agency":
        return False
    return bool(action["asked_of"] == one.id or (not action["asked_of"] and action["agency"] == one.agency_kind))
