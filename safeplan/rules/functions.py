"""The three functions of our own that a rule may call; static/js/plan/rules.js has the same three."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Letters(dict[int, int]):
    """What may stand in a word, for str.translate: every other character is a space."""

    def __missing__(self, character: int) -> int:
        return ord(" ")


_LETTERS = _Letters(
    {ord(one): ord(one) for one in "abcdefghijklmnopqrstuvwxyz0123456789'"} | {ord("’"): 39, ord("‘"): 39}
)


def _day(text: str) -> date | None:
    """The day a date or a moment begins with, or None when it holds no whole date."""
    if _DAY.fullmatch(text[:10]) is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def days(start: str, end: str) -> int:
    """Return the whole days from `start` to `end`; 0 when either holds no day, so a rule must ask first."""
    first, last = _day(start), _day(end)
    return (last - first).days if first and last else 0


def before(first: str, second: str) -> bool:
    """Return whether the day of `first` comes before that of `second`; an empty day is before nothing."""
    one, two = _day(first), _day(second)
    return one is not None and two is not None and one < two


def spaced(text: str) -> str:
    """Return the words of `text`, lower case, one space around each, so that phrases match whole words."""
    return f" {' '.join(text.lower().translate(_LETTERS).split())} "


def sought_in(phrases: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return each list's phrases as they are looked for in spaced words."""
    return {name: tuple(_sought(phrase) for phrase in listed) for name, listed in phrases.items()}


def mentions_of(sought: Mapping[str, tuple[str, ...]]) -> Callable[[str, str], bool]:
    """Return mentions(text, list) for phrases that `sought_in` has spelled already.

    It remembers the texts it has read, so it must not outlive the plan it was made for.
    """
    read: dict[str, str] = {}
    found: dict[tuple[str, str], bool] = {}

    def mentions(text: str, name: str) -> bool:
        asked = (text, name)
        if asked not in found:
            if text not in read:
                read[text] = spaced(text)
            found[asked] = any(map(read[text].__contains__, sought[name]))
        return found[asked]

    return mentions


def _sought(phrase: str) -> str:
    """A phrase as spaced words; without its last space where `*` stands for any ending."""
    words = spaced(phrase)
    return words.rstrip() if phrase.endswith("*") else words
