"""Turns a plan's heads into facts (derived data) that rules read; static/js/plan/facts.js builds the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from safeplan.entries import schema as entry_schema
from safeplan.rules.book import LISTS

Head = Mapping[str, Any]
Field = Mapping[str, Any]
_KIND_LISTS = {kind: name for name, kind in LISTS.items()}


def facts(
    entries: Iterable[Mapping[str, Any]], plan: Mapping[str, Any], schema: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the facts of a plan: `today`, `stage`, `plan_agencies`, and one list of items for each kind.

    `entries` are {entry, kind, heads: [Head]} of the compartments held; `plan` is {today, stage, plan_agencies}.
    An entry with several heads is one item that is as careful as its most careful head. An entry whose heads are
    all withdrawn is left out. While an ending is proposed or agreed the stage is `ending`, whatever was given.
    """
    kinds = entry_schema() if schema is None else schema
    found: dict[str, Any] = {name: [] for name in LISTS}
    for entry in entries:
        name = _KIND_LISTS.get(entry["kind"])
        item = _item(entry, kinds[entry["kind"]]["fields"]) if name else None
        if name and item:
            found[name].append(item)
    # Whoever proposes an ending brings its questions with it, on every screen at once.
    ending = any(closure["state"] != "not_agreed" for closure in found["closures"])
    stage = "ending" if ending else plan["stage"]
    return found | {"today": plan["today"], "stage": stage, "plan_agencies": plan["plan_agencies"]}


def holding(heads: Sequence[Head], fields: Sequence[Field]) -> Head:
    """Return the head that holds until somebody chooses: the more careful one at the first coded field that differs.

    Where no answer is safer, the one the server received first holds.
    """
    if len(heads) == 1:
        return heads[0]
    best = min(heads, key=_seq)
    for field in fields:
        values = [_value(head, field) for head in heads]
        if field["type"] != "code" or all(value == values[0] for value in values):
            continue
        most = max(_caution(field, value) for value in values)
        left = [head for head, value in zip(heads, values, strict=True) if _caution(field, value) == most]
        if len(left) < len(heads):
            return holding(left, fields)
    return best


def _seq(head: Head) -> int:
    # A head written on this tablet and not sent yet has no place in the order: it comes last.
    return int(head.get("seq") or 2**53)


def _caution(field: Field, code: str) -> int:
    return int(field["caution"].get(code, 0))


def _value(head: Head, field: Field) -> Any:
    """What a head says in a field; its empty value where an older form did not ask."""
    value = head["data"].get(field["name"])
    return field["default"] if value is None else value


def _item(entry: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any] | None:
    heads = [head for head in entry["heads"] if not head["withdrawn"]]
    if not heads:
        return None
    held = holding(heads, fields)
    one = len(heads) == 1
    item = {field["name"]: _value(held, field) if one else _merged(field, heads, held) for field in fields}
    differs = [] if one else [f["name"] for f in fields if any(_value(h, f) != _value(held, f) for h in heads)]
    return item | {
        "id": entry["entry"],
        "author_agency": held.get("author_agency") or "",
        "conflicted": len(entry["heads"]) > 1,
        # Somebody took it back and somebody else did not: it stays in sight and protects nothing.
        "partly_withdrawn": len(heads) < len(entry["heads"]),
        "differs": differs,
        "all_text": "\n".join(item[field["name"]] for field in fields if field["type"] == "text"),
    }


def _merged(field: Field, heads: Sequence[Head], held: Head) -> Any:
    """One value for heads that differ: the careful code, what all (or any) of them list, the first day it may be over.

    Everything else is as the holder says.
    """
    own = _value(held, field)
    if field["merge"] == "earliest":
        return min(filter(None, (_value(head, field) for head in heads)), default="")
    if field["type"] == "code":
        values = [_value(head, field) for head in sorted(heads, key=_seq)]
        careful = max(values, key=lambda value: _caution(field, value))
        return own if _caution(field, own) == _caution(field, careful) else careful
    if field["type"] not in ("codes", "refs"):
        return own
    others = [_value(head, field) for head in sorted(heads, key=_seq)]
    if field["merge"] == "any":
        return list(dict.fromkeys([*own, *(code for value in others for code in value)]))
    return [code for code in own if all(code in value for value in others)]
