"""The fields a kind is made of: WTForms fields that know who may see them and how two writings are joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypedDict, Unpack

from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from safeplan import catalogue
from safeplan.entries.spec import LONGEST_NAME, MOST_CHOICES, MOST_ITEMS, Ask, Merge, Seen, Spec, Type, When
from safeplan.entries.values import answered, fault


class EntryField(Field):
    """A field of an entry. `spec` says everything about it; `choices` are the catalogue's items, in order."""

    widget = TextInput()

    def __init__(self, label: str = "", validators: Any = None, *, spec: Spec, **rest: Any) -> None:
        super().__init__(label, validators, default=spec.empty, **rest)
        self.spec = replace(spec, name=self.short_name)
        self.description = spec.help

    @property
    def choices(self) -> tuple[catalogue.Item, ...]:
        """What is offered, for a field with a list; nothing for the others."""
        return catalogue.load().items(self.spec.list) if self.spec.list else ()

    def pre_validate(self, form: Any) -> None:
        """WTForms' own validation says the same as check()."""
        found = fault(self.spec, self.data)
        if found:
            raise StopValidation(found.words)
        if self.spec.required and self.spec.shown(form.data) and not answered(self.data):
            raise StopValidation(self.spec.needed)

    def _value(self) -> str:
        return self.data if isinstance(self.data, str) else ""


class Options(TypedDict, total=False):
    """What any field may say about itself; the defaults are the careful ones (desk, seen by me, not copied)."""

    needed: str
    help: str
    ask: Ask
    seen_with: Seen
    copy: bool
    when: When
    default: str


def _field(type_: Type, label: str, options: Mapping[str, Any], **more: Any) -> Any:
    return EntryField(label, spec=Spec(type=type_, label=label, **more, **options))


def text(label: str, *, long: bool = False, max: int = 0, **options: Unpack[Options]) -> Any:
    """Words as somebody wrote them; `long` asks for a large box."""
    return _field("text", label, options, long=long, **({"max": max} if max else {}))


def name(label: str, **options: Unpack[Options]) -> Any:
    """A short text."""
    return _field("text", label, options, max=LONGEST_NAME)


def code(label: str, list: str, *, careful: str = "", **options: Unpack[Options]) -> Any:
    """One choice from a list; `careful` names the safer answer where the list has no order of its own."""
    return _field("code", label, options, list=list, careful=careful)


def codes(label: str, list: str, *, merge: Merge = "all", **options: Unpack[Options]) -> Any:
    """Several choices; while two writings differ `all` keeps what both say, `any` what either says."""
    return _field("codes", label, options, list=list, merge=merge, max=MOST_CHOICES)


def day(label: str, **options: Unpack[Options]) -> Any:
    """A day, "YYYY-MM-DD"."""
    return _field("day", label, options)


def month(label: str, **options: Unpack[Options]) -> Any:
    """A month, "YYYY-MM"."""
    return _field("month", label, options)


def clock(label: str, **options: Unpack[Options]) -> Any:
    """A time of day, "HH:MM"."""
    return _field("clock", label, options)


def moment(label: str, **options: Unpack[Options]) -> Any:
    """A day and time in the United Kingdom, "YYYY-MM-DDTHH:MM"."""
    return _field("moment", label, options)


def ref(label: str, about: str = "", **options: Unpack[Options]) -> Any:
    """The id of another entry; `about` is its kind, empty for any."""
    return _field("ref", label, options, about=about)


def refs(label: str, about: str = "", *, merge: Merge = "all", **options: Unpack[Options]) -> Any:
    """Ids of several entries."""
    return _field("refs", label, options, about=about, merge=merge, max=MOST_CHOICES)


def person(label: str, **options: Unpack[Options]) -> Any:
    """The id of a colleague's account, in any agency."""
    return _field("person", label, options)


def items(label: str, rows: Mapping[str, Spec], **options: Unpack[Options]) -> Any:
    """A short table; each row holds the cells named in `rows`."""
    named = MappingProxyType({key: replace(cell, name=key) for key, cell in rows.items()})
    return _field("items", label, options, rows=named, max=MOST_ITEMS)
