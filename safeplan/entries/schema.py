"""Describes every kind for the browser, so that a form, its constraints and its defaults are written once."""

from __future__ import annotations

from functools import cache
from typing import Any

from safeplan.entries.form import Entry
from safeplan.entries.kinds import KINDS


@cache
def schema() -> dict[str, Any]:
    """Kind to its description: JSON values only. Shared: callers must not change it."""
    return {kind: describe(cls) for kind, cls in KINDS.items()}


def describe(cls: type[Entry]) -> dict[str, Any]:
    """One kind as JSON: version, compartment, words, fields in the order of the form, and an empty entry."""
    return {
        "v": cls.info.version,
        "compartment": cls.info.compartment,
        "compartments": list(cls.info.compartments),
        "title": cls.info.title,
        "heading": cls.info.heading,
        "fields": [spec.export() for spec in cls.specs().values()],
        "in_order": [{"start": start, "end": end, "words": words} for start, end, words in cls.in_order],
        "empty": cls.empty(),
    }
