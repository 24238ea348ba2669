"""Puts days and times into words, as a British calendar and clock show them; static/js/words/dates.js says the same."""

from __future__ import annotations

from datetime import date, datetime

from safeplan import clock

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


#: Nobody in a plan was born before.
EARLIEST_BIRTH = "1900-01-01"


def is_birth(day: str, today: str) -> bool:
    """Say whether somebody in a plan may have been born on a day; a day to come is when a baby is due."""
    return EARLIEST_BIRTH <= day <= today


def day_words(day: str, today: str = "") -> str:
    """Return "Fri 27 Nov" for "2026-11-27", with the year when it is not this one (`today`, else the clock's)."""
    return _with_year(_day(day), day[:4], today or clock.today())


def _day(day: str) -> str:
    on = date.fromisoformat(day)
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1][:3]}"


def _with_year(words: str, year: str, today: str) -> str:
    return words if year == today[:4] else f"{words} {year}"


def month_words(month: str, today: str = "") -> str:
    """Return "September" for "2026-09", with the year when it is not this one; without `today` always."""
    return _with_year(MONTHS[int(month[5:7]) - 1], month[:4], today)


def moment_words(moment: str, today: str = "") -> str:
    """Return "Fri 27 Nov, 9.05" or "today 9.05" for "2026-11-27T09:05"; a day alone has no hour."""
    day, _, wall = moment.partition("T")
    hour = wall[:5].removeprefix("0").replace(":", ".")
    if day == today:
        return f"today {hour}".strip()
    return ", ".join(filter(None, (day_words(day, today), hour)))


def at_words(ms: int, today: str = "") -> str:
    """Return the words of a moment, ms UTC, as a clock on a British wall shows it."""
    return moment_words(_local(ms).isoformat(), today)


def dated_words(ms: int, *, seconds: bool = False) -> str:
    """Return "Fri 27 Nov 2026, 14.05" for a moment, ms UTC; with `seconds` "14.05.09"."""
    at = _local(ms)
    hour = f"{at.hour}.{at:%M.%S}" if seconds else f"{at.hour}.{at:%M}"
    return f"{_day(at.date().isoformat())} {at.year}, {hour}"


def _local(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, clock.UK)
