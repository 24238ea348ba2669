"""What a view may not show of a plan, worked out from the fields alone and not from how anything is drawn."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from safeplan import catalogue
from safeplan.entries import KINDS, Spec

ENOUGH = {"parent": {"parent", "any"}, "children": {"any"}}
# As many words in a row as tell one text from another; a label of fewer is said of other things too.
RUN = 4
LABEL_RUN = 3

Plan = dict[str, Any]
Run = tuple[str, ...]


@dataclass
class Unseen:
    """Runs of words that stand only where this view may not look, each with the field it stands in."""

    runs: Mapping[Run, str]

    def found_in(self, text: str) -> set[str]:
        """The fields whose words are in this text, a line of it at a time."""
        return {where for line in text.split("\n") for run in _of_any_size(line) if (where := self.runs.get(run))}


def unseen(plan: Plan, view: str) -> Unseen:
    """Gather what this view may not show, without what it may show elsewhere in the same words."""
    seen = {run for name in _offered(view) for one in catalogue.load().items(name) for run in _runs(one.label, RUN)}
    # Who works with the family is no secret of any field.
    seen |= {run for person in plan["people"] for run in _runs(person["name"].split()[0], RUN)}
    hidden: dict[Run, str] = {}
    for entry in plan["entries"]:
        may = may_show(plan, entry, view)
        for head in entry["heads"]:
            for spec in KINDS[entry["kind"]].specs().values():
                shown = may and spec.seen_with in ENOUGH[view]
                value = head["data"].get(spec.name)
                for run in [*_runs_of(spec, value, view), *_first_name(entry["kind"], spec, value)]:
                    if shown:
                        seen.add(run)
                    else:
                        hidden.setdefault(run, f"{entry['kind']}.{spec.name} ({' '.join(run)})")
    return Unseen({run: where for run, where in hidden.items() if run not in seen})


def may_show(plan: Plan, entry: Plan, view: str) -> bool:
    """Whether anything of an entry may show: it has a field for this view, and is known.

    What another agency wrote is known to the parent once that agency says so; near children some people are not named.
    """
    info, specs = KINDS[entry["kind"]].info, KINDS[entry["kind"]].specs().values()
    ours = plan["me"]["agency_kind"]
    known = all(head["author_agency"] == ours or head["known_to_parent"] for head in entry["heads"])
    near = (
        view != "children"
        or info.near is None
        or all(_role(plan, head["data"][info.near.field]) in ("", *info.near.codes) for head in entry["heads"])
    )
    return known and near and any(spec.seen_with in ENOUGH[view] for spec in specs)


def without_unseen(plan: Plan, view: str) -> Plan:
    """The plan as it would be if nobody had ever written what this view may not show."""
    return {**plan, "entries": [entry for entry in plan["entries"] if may_show(plan, entry, view)]}


def members(plan: Plan, role: str) -> list[str]:
    """The family's members of this role, by their entries."""
    family = [one for one in plan["entries"] if one["kind"] == "family_member"]
    return [one["entry"] for one in family if one["heads"][0]["data"]["role"] == role]


def _role(plan: Plan, value: str) -> str:
    found = [one for one in plan["entries"] if one["entry"] == value and one["kind"] == "family_member"]
    return found[0]["heads"][0]["data"]["role"] if found else value


def _runs_of(spec: Spec, value: Any, view: str) -> Iterator[Run]:
    if not value:
        return
    if spec.type == "items":
        for row in value:
            for name, part in spec.rows.items():
                yield from _runs_of(part, row.get(name), view)
    elif spec.type == "text":
        yield from _runs(value, RUN)
    elif spec.list not in {"", *_offered(view)}:
        for label in (
            catalogue.load().label(spec.list, code) for code in ([value] if isinstance(value, str) else value)
        ):
            yield from (run for run in _runs(label, RUN) if len(run) >= LABEL_RUN)


def _first_name(kind: str, spec: Spec, value: str) -> Iterable[Run]:
    """What the screens call a member of the family."""
    return _runs(value.split()[0], RUN) if (kind, spec.name) == ("family_member", "name") and value else ()


@cache
def _offered(view: str) -> frozenset[str]:
    """The lists from which some field that this view may show is answered: their words say nothing of an entry."""
    specs = [spec for cls in KINDS.values() for spec in cls.specs().values()]
    return frozenset(spec.list for spec in specs if spec.list and spec.seen_with in ENOUGH[view])


def _runs(text: str, size: int) -> Iterable[Run]:
    found = _words(text)
    return {tuple(found[at : at + size]) for at in range(max(1, len(found) - size + 1))} if found else ()


def _of_any_size(line: str) -> Iterator[Run]:
    found = _words(line)
    return (tuple(found[at : at + size]) for size in range(1, RUN + 1) for at in range(len(found) - size + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
