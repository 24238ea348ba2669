"""What may be given, with which right, and until when; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from safeplan.clock import UK

#: Classes that leave the circle of those who made the plan. `kept` is the child's, `staff` is about colleagues.
SHAREABLE = ("plan", "child", "risk", "place")
WISHES = ("contribute", "read")
#: Where somebody who acts may also write. A child's book and an address are read, never edited, by partners.
WRITTEN_BY_PARTNERS = ("plan", "risk")
LONGEST_LINE = 500


def right_for(kind: str, wish: str) -> str:
    """Return the right a recipient gets in a compartment of class `kind`."""
    return "contribute" if wish == "contribute" and kind in WRITTEN_BY_PARTNERS else "read"


def in_order(parts: Iterable[tuple[str, str]]) -> list[str]:
    """Return ids of (id, class) in the order they are offered: the plan first, where they can be found last."""
    return [identity for identity, kind in sorted(parts, key=lambda one: SHAREABLE.index(one[1]))]


def end_of(day: str, today: str) -> int | None:
    """Return the moment (ms UTC) a British day ends; None for no day. ValueError for a day that is over."""
    if not day:
        return None
    if date.fromisoformat(day).isoformat() != day or day < today:
        raise ValueError(day)
    after = date.fromisoformat(day) + timedelta(days=1)
    return int(datetime.combine(after, time(), UK).timestamp() * 1000)


def childs_word(pages: Iterable[Mapping[str, object]], person: str, names: Iterable[str]) -> str:
    """Return what the child said about this person's looking: yes, no, or "" where nobody asked.

    A child names people in their own way, so a first name counts as the person. One no is a no.
    """
    wanted = {name.casefold() for name in names if name}
    said: set[str] = set()
    for page in pages:
        for one in page["may_look"]:  # type: ignore[attr-defined]
            if one["person"] == person or str(one["name"]).strip().casefold() in wanted:
                said.add(one["yes"])
    return "no" if "no" in said else "yes" if "yes" in said else ""
