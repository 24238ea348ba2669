"""Reads the demo families from their files: entries with names for ids, and days counted from the first."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from importlib import resources
from typing import Any

from safeplan.entries import KINDS, Spec

# (kind, name, data): `name` stands for the entry's id, and "@name" in the data points to it or to a colleague.
Row = tuple[str, str, dict[str, Any]]

# Fixed, so that pictures and tests show the same days whenever they are made.
FIRST_DAY = date(2026, 11, 24)


def read(file: str, first: date) -> list[Row]:
    """The rows of one file of this folder, with its days counted from `first`."""
    body = tomllib.loads(resources.files("safeplan.demo").joinpath(file).read_text(encoding="utf-8"))
    dated = _each_value(lambda spec, value: _dated(spec, value, first))
    return [(kind, name, dated(kind, data)) for kind, named in body.items() for name, data in named.items()]


def pointers(rows: Iterable[Row]) -> set[str]:
    """Every name the rows point to, without the "@"."""
    found: set[str] = set()
    keep = _each_value(lambda spec, value: found.add(value) if _points(spec, value) else None)
    for kind, _, data in rows:
        keep(kind, data)
    return {name.removeprefix("@") for name in found}


def resolved(rows: Iterable[Row], ids: Mapping[str, str]) -> list[Row]:
    """The rows with every "@name" replaced by its id. Raises KeyError for a name without one."""
    known = _each_value(lambda spec, value: ids[value.removeprefix("@")] if _points(spec, value) else value)
    return [(kind, name, known(kind, data)) for kind, name, data in rows]


def _points(spec: Spec, value: str) -> bool:
    return spec.type in ("ref", "refs", "person") and bool(value)


def _dated(spec: Spec, value: str, first: date) -> str:
    """Offsets as days: “+3” is three days on, “+3 18:00” that moment, “-8” in a month field eight months back."""
    if spec.type == "month":
        months = first.year * 12 + first.month - 1 + int(value)
        return f"{months // 12}-{months % 12 + 1:02d}"
    if spec.type in ("day", "moment"):
        days, _, clock = value.partition(" ")
        return f"{first + timedelta(days=int(days))}{'T' if clock else ''}{clock}"
    return value


Change = Callable[[Spec, str], Any]


def _each_value(change: Change) -> Callable[[str, Mapping[str, Any]], dict[str, Any]]:
    """A function that hands every single text of an entry, with its field, to `change`."""

    def of_field(spec: Spec, value: Any) -> Any:
        if spec.type == "items":
            return [{name: of_field(spec.rows[name], cell) for name, cell in row.items()} for row in value]
        return [change(spec, each) for each in value] if isinstance(value, list) else change(spec, value)

    return lambda kind, data: {name: of_field(KINDS[kind].specs()[name], value) for name, value in data.items()}
