"""What is known about one field of an entry: its type, who may see it, and how two writings of it are joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from safeplan import catalogue

Type = Literal["text", "code", "codes", "day", "month", "clock", "moment", "ref", "refs", "person", "items"]
Ask = Literal["visit", "desk"]
Seen = Literal["me", "parent", "any"]
Merge = Literal["", "all", "any", "earliest"]

#: What is wrong with a day of birth before 1900 or after today.
NOT_BORN = "Write a birth between 1900 and today."
LONGEST_TEXT = 20_000
LONGEST_NAME = 200
MOST_CHOICES = 60
MOST_ITEMS = 40


@dataclass(frozen=True)
class When:
    """While another field holds one of these codes."""

    field: str
    codes: tuple[str, ...]

    def export(self) -> dict[str, Any]:
        """This condition as JSON for the browser."""
        return {"field": self.field, "in": list(self.codes)}


@dataclass(frozen=True)
class Spec:
    """One field, and everything that any screen or check does differently because it is this one.

    `max`: characters of a text, or how many of a list.
    `about`: the kinds a ref may point to, none for any; `roles`: whom of the family it is offered, in that order.
    `when`: shown only then; `careful`: the safer answer, where the list itself has no order.
    `beside`: the field drawn on the same line, such as the end beside its start.
    `near`: a list of agencies of which those on the plan are offered first.
    `asks`: whoever is picked here is asked while the kind asks (Kind.asks); said where nobody there can hear of it.
    `at`: the field that says at which agency this person is looked for.
    `of`: the field that says whom this is about: what is for adults is not offered for somebody under 18.
    `says`: code to a sentence that stands at the foot of the form while that code is chosen.
    `phrase`: how it is said among others in a line, "{}" for the value; `over`: how, once that day is over.
    `birth`: of a day of birth, the coded field that says how much of it is known: no form asks for that by itself.
    `lapses`: answers beside it that no day which is over leaves true: they are not said any more.
    """

    type: Type
    label: str
    name: str = ""
    list: str = ""
    help: str = ""
    needed: str = ""
    ask: Ask = "desk"
    seen_with: Seen = "me"
    copy: bool = False
    merge: Merge = ""
    when: When | None = None
    default: str = ""
    max: int = LONGEST_TEXT
    about: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    long: bool = False
    careful: str = ""
    beside: str = ""
    near: bool = False
    asks: bool = False
    at: str = ""
    of: str = ""
    says: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    phrase: str = "{}"
    over: str = ""
    birth: str = ""
    lapses: When | None = None
    rows: Mapping[str, Spec] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def required(self) -> bool:
        """Whether the entry is refused without it; `needed` holds the words that say so."""
        return bool(self.needed)

    @property
    def empty(self) -> Any:
        """The value of this field before anybody has answered it."""
        return [] if self.type in ("codes", "refs", "items") else self.default

    @property
    def choices(self) -> tuple[catalogue.Item, ...]:
        """What is offered, for a field with a list; nothing for the others."""
        return catalogue.load().items(self.list) if self.list else ()

    @property
    def folded(self) -> bool:
        """Kept for the desk: what a visit can do without, and what already has an answer."""
        return self.ask == "desk" and not (self.required and not self.default)

    @property
    def caution(self) -> dict[str, int]:
        """Code to caution, "" for no answer; the higher one holds. Empty where no answer is safer."""
        if self.careful:
            codes = catalogue.load().codes(self.list)
            return {"": 9} | {code: {self.careful: 20, "unknown": 10}.get(code, 0) for code in codes}
        return catalogue.load().cautions(self.list) if self.type == "code" else {}

    def shown(self, data: Mapping[str, Any]) -> bool:
        """Whether the form shows this field beside these answers."""
        return self.when is None or data.get(self.when.field) in self.when.codes

    def export(self) -> dict[str, Any]:
        """This field as JSON for the browser."""
        return {
            "name": self.name,
            "type": self.type,
            "list": self.list,
            "label": self.label,
            "help": self.help,
            "required": self.required,
            "needed": self.needed,
            "ask": self.ask,
            "seen_with": self.seen_with,
            "copy": self.copy,
            "merge": self.merge,
            "when": self.when.export() if self.when else None,
            "default": self.empty,
            "max": self.max,
            "about": list(self.about),
            "roles": list(self.roles),
            "long": self.long,
            "folded": self.folded,
            "asks": self.asks,
            "at": self.at,
            "of": self.of,
            "says": dict(self.says),
            "phrase": self.phrase,
            "over": self.over,
            "birth": self.birth,
            "not_born": NOT_BORN if self.birth else "",
            "lapses": self.lapses.export() if self.lapses else None,
            "caution": self.caution,
            "rows": [row.export() for row in self.rows.values()],
        }
