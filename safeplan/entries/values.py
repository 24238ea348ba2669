"""Says what is wrong with a value of each field type; pure, so that the same answer comes from any caller."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from safeplan import catalogue
from safeplan.entries.refusals import Fault
from safeplan.entries.spec import Spec

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
# NUL ends a string in some databases and a lone surrogate cannot be written as UTF-8: both would lose words later.
# Other signs that control a device show nowhere and come by accident. Tabs and ends of lines are words.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PERIODS: dict[str, tuple[re.Pattern[str], Callable[[str], Any], str]] = {
    "day": (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), date.fromisoformat, "That day does not exist. Which day is it?"),
    "month": (
        re.compile(r"\d{4}-\d\d", re.ASCII),
        lambda text: date.fromisoformat(text + "-01"),
        "That month does not exist. Which month is it?",
    ),
    "clock": (re.compile(r"\d\d:\d\d", re.ASCII), time.fromisoformat, "That time does not exist. What time is it?"),
    "moment": (
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII),
        datetime.fromisoformat,
        "That day and time do not exist. When is it?",
    ),
}


def fault(spec: Spec, value: object) -> Fault | None:
    """What is wrong with one value by itself, or None. Whether it is needed is not asked here."""
    if spec.type == "items":
        return _items_fault(spec, value)
    if spec.type in ("codes", "refs"):
        return _list_fault(spec, value)
    if not isinstance(value, str):
        return _shape(spec)
    return _one_fault(spec, value) if value else None


def _one_fault(spec: Spec, value: str) -> Fault | None:
    if _UNWRITABLE.search(value):
        return Fault("wrong-shape", f"“{spec.label}” has a character that cannot be kept. Write it again.")
    if spec.type == "text":
        return Fault("too-long", f"“{spec.label}” is too long to keep.") if len(value) > spec.max else None
    if spec.type in ("code", "codes"):
        known = catalogue.load().knows(spec.list, value)
        return None if known else Fault("unknown-code", f"Pick one of the choices for “{spec.label}”.")
    if spec.type in _PERIODS:
        return _period_fault(spec, value)
    return None if _ID.fullmatch(value) else _shape(spec)


def _period_fault(spec: Spec, value: str) -> Fault | None:
    pattern, read, words = _PERIODS[spec.type]
    try:
        if pattern.fullmatch(value):
            read(value)
            return None
    except ValueError:
        pass
    return Fault("wrong-shape", words)


def _list_fault(spec: Spec, value: object) -> Fault | None:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        return _shape(spec)
    if len(value) > spec.max:
        return Fault("too-long", f"“{spec.label}” has too many choices.")
    return next((found for each in value if (found := _one_fault(spec, each))), None)


def _items_fault(spec: Spec, value: object) -> Fault | None:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return _shape(spec)
    if len(value) > spec.max:
        return Fault("too-long", f"“{spec.label}” has too many rows.")
    for row in value:
        if not row.keys() <= spec.rows.keys():
            return Fault("unknown-field", f"“{spec.label}” holds something this release does not know.")
        for name, cell in row.items():
            if found := fault(spec.rows[name], cell):
                return found
    return None


def normal(spec: Spec, value: Any) -> Any:
    """The value as it is kept: no choice twice, every row with every key, words exactly as written."""
    if spec.type in ("codes", "refs"):
        return list(dict.fromkeys(value))
    if spec.type == "items":
        return [{name: row.get(name, cell.empty) for name, cell in spec.rows.items()} for row in value]
    return value


def answered(value: Any) -> bool:
    """Whether somebody has said something: blanks alone are no answer."""
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _shape(spec: Spec) -> Fault:
    return Fault("wrong-shape", f"“{spec.label}” could not be read. Write it again.")
