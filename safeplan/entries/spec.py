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
Merge = Literal["", "all", "any"]

LONGEST_TEXT = 20_000
LONGEST_NAME = 200
MOST_CHOICES = 60
MOST_ITEMS = 40


@dataclass(frozen=True)
class When:
    """Show a field only while another one holds one of these codes."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Spec:
    """One field. `max` is characters of a text, or how many of a list; `about` the kind a ref points to."""

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
    about: str = ""
    long: bool = False
    # Which answer of a question is the careful one, where the list itself has no order.
    careful: str = ""
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
            "when": {"field": self.when.field, "in": list(self.when.codes)} if self.when else None,
            "default": self.empty,
            "max": self.max,
            "about": self.about,
            "long": self.long,
            "caution": self.caution,
            "rows": [row.export() for row in self.rows.values()],
        }
