"""Describes every kind for the browser, so that a form, its constraints and its defaults are written once."""

from __future__ import annotations

from functools import cache
from typing import Any

from safeplan.entries.entry import Entry
from safeplan.entries.kinds import KINDS


@cache
def schema() -> dict[str, Any]:
    """Kind to its description: JSON values only. Shared: callers must not change it."""
    return {kind: describe(cls) for kind, cls in KINDS.items()}


@cache
def lists() -> dict[str, str]:
    """What rules call the entries of a kind, to that kind; a kind without a name of that sort is read by no rule."""
    return {cls.info.list: kind for kind, cls in KINDS.items() if cls.info.list}


def describe(cls: type[Entry]) -> dict[str, Any]:
    """One kind as JSON: what it says of itself, its fields in the order of the form, and an empty entry."""
    info = cls.info
    return {
        "v": info.version,
        "compartment": info.compartment,
        "compartments": list(info.compartments),
        "title": info.title,
        "heading": info.heading,
        "section": info.section,
        "line": list(info.line),
        "under": [list(group) for group in info.under],
        "more": [list(group) for group in info.more],
        "preset": dict(info.preset),
        "young": dict(info.young),
        "asks": [when.export() for when in info.asks],
        "anywhere": info.anywhere,
        "near": info.near.export() if info.near else None,
        "fields": [spec.export() for spec in cls.specs().values()],
        "in_order": [{"start": start, "end": end, "words": words} for start, end, words in cls.in_order],
        "empty": cls.empty(),
    }
