"""Gathers heads (current version each) into entries, and says who may see what is not yet checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safeplan import children, entries
from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.access.people import Staff
from safeplan.plans.log.reading import Version

NOBODY = Staff("", "", "", "", "", "")


def head_json(version: Version, people: dict[str, Staff]) -> dict[str, Any]:
    """Return one revision as the browser gets it, brought up to today's shape of its kind."""
    author = people.get(version.author, NOBODY)
    document = version.document
    if document is None:
        said: dict[str, Any] = {"unfiled": _unfiled(version, people)}
    else:
        v, data = entries.upcast(document["kind"], document["v"], document["data"])
        said = {
            "v": v,
            "data": data,
            "withdrawn": document.get("withdrawn", ""),
            "why": document.get("why", ""),
            "known_to_parent": bool(document.get("known_to_parent", False)),
        }
    return {
        "revision": version.id,
        "seq": version.seq,
        "author": version.author,
        "author_name": author.name,
        "author_agency": author.agency_kind,
        "device": version.device or "",
        "authored_at": version.authored_at,
        "received_at": version.received_at,
        "parents": list(version.parents),
        **said,
    }


def _unfiled(version: Version, people: dict[str, Staff]) -> dict[str, Any]:
    at, by, reason = version.unfiled or (0, "", "")
    return {"at": at, "by": people.get(by, NOBODY).name, "reason": reason}


def gather(plan: OpenPlan, versions: Iterable[Version], people: dict[str, Staff]) -> list[dict[str, Any]]:
    """Return entries: {entry, compartment, class, kind, heads}; two heads are a conflict."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for version in versions:
        if version.document is None:
            continue
        entry = found.setdefault(
            (version.compartment, version.entry),
            {
                "entry": version.entry,
                "compartment": version.compartment,
                "class": plan.parts[version.compartment].kind,
                "kind": version.document["kind"],
                "heads": [],
            },
        )
        entry["heads"].append(head_json(version, people))
    return list(found.values())


def visible(plan: OpenPlan, gathered: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a child's pages that nobody has checked, except for their maker and the lead."""
    return [
        entry
        for entry in gathered
        if entry["kind"] != "page" or all(checked(plan, head["data"], head["author"]) for head in entry["heads"])
    ]


def may_read(plan: OpenPlan, version: Version) -> bool:
    """Say whether this reader may see one revision: of a child's page, only once it was checked."""
    if version.document is None or version.document["kind"] != "page":
        return True
    return checked(plan, version.document["data"], version.author)


def checked(plan: OpenPlan, page: dict[str, Any], maker: str) -> bool:
    """A child may name somebody who is not safe: until each adult and place is checked, only maker and lead see it.

    Where there is no lead, the managers' desk stands in.
    """
    me = plan.actor.person_id
    lead = plan.plan.lead or (me if plan.leads else None)
    if not children.may_see(page, maker=maker, reader=me, lead=lead):
        return False
    # Whoever looks through somebody's eyes has the lead's right; where there is a lead, that is not yet to be them.
    looker = plan.looker
    return not looker or children.may_see(page, maker=maker, reader=looker, lead=plan.plan.lead or looker)
