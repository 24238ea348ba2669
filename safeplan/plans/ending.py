"""What holds an ending up: the stops, asked of it as if everybody had agreed, before anybody can let it through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safeplan import crypto, entries, rules

KIND = "closure"


@dataclass(frozen=True)
class HeldUp:
    """The stop that forbids an ending, and the entries that each forbid it by themselves."""

    rule: rules.Rule
    by: tuple[str, ...]


def agreed_document() -> dict[str, Any]:
    """Return the document of an ending that is agreed, and says no more."""
    described = entries.schema()[KIND]
    said = {"withdrawn": "", "why": "", "known_to_parent": False}
    return {"v": described["v"], "kind": KIND, "data": {**described["empty"], "state": "agreed"}, **said}


def held_up(gathered: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> HeldUp | None:
    """Return what forbids the ending that is on the table in these entries; None where none is, or nothing does.

    `given` is as `rules.facts` takes it. The conditions are the stops' own, whatever they ask.
    """
    asked = {**given, "stage": rules.STAGES[0]}
    if rules.facts(gathered, asked)["stage"] != "ending":
        return None
    found = _stops(gathered, asked)
    if not found:
        return None
    rule = next(one for one in rules.RULES if one.code == found[0].rule)
    by = [one for one in gathered if one["kind"] in rule.mends and _stops([one], asked)]
    return HeldUp(rule, tuple(one["entry"] for one in by))


def _stops(gathered: Iterable[Mapping[str, Any]], asked: Mapping[str, Any]) -> list[rules.Result]:
    document = agreed_document()
    ending: dict[str, Any] = {"entry": crypto.new_id(), "kind": KIND, "heads": [{**document, "author_agency": ""}]}
    return rules.stops(rules.facts([*gathered, ending], asked), ending["entry"])
