"""Gathers opened revisions into entries, and says who may see what is not yet checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from safeplan import children, entries
from safeplan.plans.opening import OpenPlan, Version
from safeplan.plans.people import Staff

NOBODY = Staff("", "", "", "", "", "")


def head_json(version: Version, people: dict[str, Staff]) -> dict[str, Any]:
    """Return one revision as the browser gets it, brought up to today's shape of its kind."""
    author = people.get(version.author, NOBODY)
    shown: dict[str, Any] = {
        "revision": version.id,
        "seq": version.seq,
        "author": version.author,
        "author_name": author.name,
        "author_agency": author.agency_kind,
        "device": version.device or "",
        "authored_at": version.authored_at,
        "received_at": version.received_at,
        "parents": list(version.parents),
    }
    if version.document is None:
        return shown | {"unfiled": _unfiled(version, people)}
    v, data = entries.upcast(version.document["kind"], version.document["v"], version.document["data"])
    return shown | {
        "v": v,
        "data": data,
        "withdrawn": version.document.get("withdrawn", ""),
        "why": version.document.get("why", ""),
        "known_to_parent": bool(version.document.get("known_to_parent", False)),
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
    """Leave out a child's pages that nobody has checked, except for their maker and the lead.

    A child may name somebody who is not safe: until each adult and place is checked, nobody else
    may take the page for a plan. Where there is no lead, the managers' desk stands in.
    """
    me = plan.actor.person_id
    lead = plan.plan.lead or (me if plan.leads else None)

    def seen(entry: dict[str, Any]) -> bool:
        heads = entry["heads"]
        return all(children.may_see(head["data"], maker=head["author"], reader=me, lead=lead) for head in heads)

    return [entry for entry in gathered if entry["kind"] != "page" or seen(entry)]
