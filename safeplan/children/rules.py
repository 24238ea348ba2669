"""Pure rules of the boards: who may use what a child made, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MADE, CHECKED, IN_USE = "made", "checked", "in_use"
# Where on a page a place is named; a den beside the door must be checked like a person.
PLACE_PAGES = ("cosy_where",)
PICTURES_WITHOUT_A_PLACE = ("blanket", "something-else")
# Codes of the catalogue's `page_checks` that answer for each, and the outcomes that settle it.
CHECKS = {"person": ("person_asked", "person_safe"), "place": ("place_reached",)}
SETTLED = ("yes", "no")


@dataclass(frozen=True)
class Unchecked:
    """A named adult or place on a page that nobody has checked yet."""

    kind: str
    words: str


def named(page: Mapping[str, Any]) -> tuple[Unchecked, ...]:
    """The adults and places a page names. `page`: the data of a `page` entry.

    A person with neither name nor picture is a drawing; it is still somebody.
    """
    people = (_person(person) for person in page.get("people", ()))
    places: Iterable[str] = page.get("chosen", ()) if page.get("page") in PLACE_PAGES else ()
    return (
        *(Unchecked("person", words) for words in people),
        *(Unchecked("place", place) for place in places if place not in PICTURES_WITHOUT_A_PLACE),
    )


def _person(person: Mapping[str, Any]) -> str:
    return str(person.get("name") or person.get("picture") or "drawn")


def unchecked(page: Mapping[str, Any]) -> tuple[Unchecked, ...]:
    """What `named` finds and no check answers yet.

    The nth row of `checks` answers the nth of `named`, and must be about the same sort of thing: a place that
    was looked at says nothing about a person.
    """
    checks = list(page.get("checks", ()))
    found = named(page)
    rows = [*checks, *({} for _ in found)][: len(found)]
    return tuple(item for item, row in zip(found, rows, strict=True) if not _answers(row, item))


def _answers(check: Mapping[str, Any], item: Unchecked) -> bool:
    return check.get("what") in CHECKS[item.kind] and check.get("outcome") in SETTLED


def next_state(page: Mapping[str, Any], *, use: bool = False) -> str:
    """The state a page may be in: made until all is checked, then checked; in use only when somebody says so.

    A page that is changed by its child after it was in use is made anew, so a new name is checked too.
    """
    if unchecked(page):
        return MADE
    return IN_USE if use or page.get("state") == IN_USE else CHECKED


def may_see(page: Mapping[str, Any], *, maker: str, reader: str, lead: str | None) -> bool:
    """Whether a reader who holds the key is shown a page: until it is checked, its maker and the lead only.

    An adult a child named may be the one who harms; until that is known, nobody else acts on the name.
    """
    checked = page.get("state") in (CHECKED, IN_USE) and not unchecked(page)
    return checked or reader == maker or (lead is not None and reader == lead)
