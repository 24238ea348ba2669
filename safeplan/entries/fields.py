"""The fields a kind is made of, by what somebody answers: words, a choice, a day, another entry, a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypedDict, Unpack

from safeplan.entries.spec import LONGEST_NAME, LONGEST_TEXT, MOST_CHOICES, MOST_ITEMS, Ask, Merge, Seen, Spec, When

Kinds = str | tuple[str, ...]


class Options(TypedDict, total=False):
    """What any field may say about itself; the defaults are the careful ones (desk, seen by me, not copied)."""

    needed: str
    help: str
    ask: Ask
    seen_with: Seen
    copy: bool
    when: When
    default: str
    beside: str
    phrase: str


def text(label: str, *, long: bool = False, max: int = LONGEST_TEXT, **options: Unpack[Options]) -> Spec:
    """Words as somebody wrote them; `long` asks for a large box."""
    return Spec("text", label, long=long, max=max, **options)


def name(label: str, **options: Unpack[Options]) -> Spec:
    """A short text."""
    return Spec("text", label, max=LONGEST_NAME, **options)


def code(
    label: str,
    list: str,
    *,
    careful: str = "",
    near: bool = False,
    asks: bool = False,
    of: str = "",
    says: Mapping[str, str] | None = None,
    **options: Unpack[Options],
) -> Spec:
    """One choice from a list; `careful` names the safer answer where the list has no order of its own."""
    more = {"careful": careful, "near": near, "asks": asks, "of": of, "says": MappingProxyType(dict(says or {}))}
    return Spec("code", label, list=list, **more, **options)  # type: ignore[arg-type]


def codes(label: str, list: str, *, merge: Merge = "all", **options: Unpack[Options]) -> Spec:
    """Several choices; while two writings differ `all` keeps what both say, `any` what either says."""
    return Spec("codes", label, list=list, merge=merge, max=MOST_CHOICES, **options)


def day(
    label: str,
    *,
    merge: Merge = "",
    over: str = "",
    lapses: When | None = None,
    birth: str = "",
    **options: Unpack[Options],
) -> Spec:
    """A day, "YYYY-MM-DD"; while two writings differ `earliest` keeps the one that comes first."""
    return Spec("day", label, merge=merge, over=over, lapses=lapses, birth=birth, **options)


def month(label: str, **options: Unpack[Options]) -> Spec:
    """A month, "YYYY-MM"."""
    return Spec("month", label, **options)


def clock(label: str, **options: Unpack[Options]) -> Spec:
    """A time of day, "HH:MM"."""
    return Spec("clock", label, **options)


def moment(label: str, **options: Unpack[Options]) -> Spec:
    """A day and time in the United Kingdom, "YYYY-MM-DDTHH:MM"."""
    return Spec("moment", label, **options)


def ref(label: str, about: Kinds = (), *, roles: tuple[str, ...] = (), **options: Unpack[Options]) -> Spec:
    """The id of another entry; `about` is its kind, or several; none for any."""
    return Spec("ref", label, about=_kinds(about), roles=roles, **options)


def refs(label: str, about: Kinds = (), *, merge: Merge = "all", **options: Unpack[Options]) -> Spec:
    """Ids of several entries."""
    return Spec("refs", label, about=_kinds(about), merge=merge, max=MOST_CHOICES, **options)


def person(label: str, *, at: str = "", **options: Unpack[Options]) -> Spec:
    """The id of a colleague's account, in any agency, or at the one that the field `at` names."""
    return Spec("person", label, at=at, **options)


def items(label: str, rows: Mapping[str, Spec], **options: Unpack[Options]) -> Spec:
    """A short table; each row holds the cells named in `rows`."""
    named = MappingProxyType({key: replace(cell, name=key) for key, cell in rows.items()})
    return Spec("items", label, rows=named, max=MOST_ITEMS, **options)


def _kinds(about: Kinds) -> tuple[str, ...]:
    return (about,) if isinstance(about, str) else about
