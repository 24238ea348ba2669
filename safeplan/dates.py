"""Puts days and times into words, as a British calendar and clock show them; static/js/words/dates.js says the same."""

from __future__ import annotations

from datetime import date, datetime

from safeplan.clock import UK

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# No locale's own words: a server may have another.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day_words(day: str) -> str:
    """Return "Fri 27 Nov" for "2026-11-27"."""
    on = date.fromisoformat(day)
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1][:3]}"


def month_words(month: str, today: str = "") -> str:
    """Return "September" for "2026-09", with the year when it is not this one; without `today` always."""
    year, number = int(month[:4]), int(month[5:7])
    name = MONTHS[number - 1]
    near = today and (int(today[:4]) - year) * 12 + int(today[5:7]) - number < 12
    return name if near else f"{name} {year}"


def moment_words(moment: str, today: str = "") -> str:
    """Return "Fri 27 Nov, 9.05" or "today 9.05" for "2026-11-27T09:05"; a day alone has no hour."""
    day, _, clock = moment.partition("T")
    hour = clock[:5].removeprefix("0").replace(":", ".")
    if day == today:
        return f"today {hour}".strip()
    return ", ".join(filter(None, (day_words(day), hour)))


def at_words(ms: int, today: str = "") -> str:
    """Return the words of a moment, ms UTC, as a clock on a British wall shows it."""
    return moment_words(_local(ms).isoformat(), today)


def dated_words(ms: int, *, seconds: bool = False) -> str:
    """Return "Fri 27 Nov 2026, 14.05" for a moment, ms UTC; with `seconds` "14.05.09"."""
    at = _local(ms)
    clock = f"{at.hour}.{at:%M.%S}" if seconds else f"{at.hour}.{at:%M}"
    return f"{day_words(at.date().isoformat())} {at.year}, {clock}"


def _local(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UK)
