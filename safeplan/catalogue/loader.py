"""Reads the catalogue (controlled vocabulary) once and answers questions about codes, their words and their caution."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

# A list whose codes have no order of caution still has to answer for an empty value.
NO_ANSWER = ""


class UnknownCode(LookupError):
    """A list, or a code in it, that the catalogue does not hold."""


@dataclass(frozen=True)
class Former:
    """The words an item had up to and including the edition `until` ("YYYY-MM")."""

    until: str
    label: str


@dataclass(frozen=True)
class Item:
    """One coded choice: its words now and before, and how careful it is (higher is safer to assume)."""

    code: str
    label: str
    help: str = ""
    header: str = ""
    caution: int = 0
    was: tuple[Former, ...] = ()
    # Still read and shown on old entries, no longer offered on new ones.
    retired: bool = False
    # What only some lists have: who decides on a power, which agencies may check an action.
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def label_at(self, when: str) -> str:
        """The words on the day or in the edition `when` (ISO, at least "YYYY-MM"); "" means now."""
        past = [former for former in self.was if when and when[:7] <= former.until]
        return min(past, key=lambda former: former.until).label if past else self.label


@dataclass(frozen=True)
class Codes:
    """One list: its items in the order they are shown, and how cautious an unanswered field is."""

    name: str
    items: Mapping[str, Item]
    blank: int

    @property
    def ordered(self) -> bool:
        """Whether one answer of this list is safer to assume than another."""
        return any(item.caution for item in self.items.values())


@dataclass(frozen=True)
class Catalogue:
    """Every list and phrase list of the edition in use."""

    edition: str
    lists: Mapping[str, Codes]
    # Name to phrases, for mentions(): whole words, and `*` at the end of one for any ending.
    wording: Mapping[str, tuple[str, ...]]

    def items(self, name: str) -> tuple[Item, ...]:
        """The items of a list that are offered now. Raises UnknownCode for a list that does not exist."""
        return tuple(item for item in self._list(name).items.values() if not item.retired)

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of a list that are offered now."""
        return tuple(item.code for item in self.items(name))

    def knows(self, name: str, code: str) -> bool:
        """Whether an entry may hold this code: offered now, or offered once."""
        return code in self._list(name).items

    def item(self, name: str, code: str) -> Item:
        """One item. Raises UnknownCode."""
        try:
            return self._list(name).items[code]
        except KeyError:
            raise UnknownCode(f"{name} has no code {code!r}") from None

    def label(self, name: str, code: str, when: str = "") -> str:
        """The words of a code, now or on the day `when`; "" for no answer. Raises UnknownCode."""
        return self.item(name, code).label_at(when) if code else ""

    def caution(self, name: str, code: str) -> int:
        """How cautious a code is within its list; higher holds while two heads differ. Raises UnknownCode."""
        return self.item(name, code).caution if code else self._list(name).blank

    def cautions(self, name: str) -> dict[str, int]:
        """Code to caution, with "" for no answer; empty when the list has no order of caution."""
        found = self._list(name)
        if not found.ordered:
            return {}
        return {NO_ANSWER: found.blank} | {item.code: item.caution for item in found.items.values()}

    def export(self) -> dict[str, Any]:
        """The whole catalogue as JSON values, for the browser: no floats, nothing personal."""
        return {
            "edition": self.edition,
            "lists": {name: [_plain(item) for item in codes.items.values()] for name, codes in self.lists.items()},
            "blank": {name: codes.blank for name, codes in self.lists.items() if codes.ordered},
            "wording": {name: list(phrases) for name, phrases in self.wording.items()},
        }

    def _list(self, name: str) -> Codes:
        try:
            return self.lists[name]
        except KeyError:
            raise UnknownCode(f"no list named {name!r}") from None


@cache
def load() -> Catalogue:
    """The catalogue that ships with this release. Raises ValueError for a file that contradicts itself."""
    folder = resources.files("safeplan.catalogue")
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return build(tomllib.loads(path.read_text(encoding="utf-8")) for path in files)


def build(documents: Iterable[Mapping[str, Any]]) -> Catalogue:
    """A catalogue from parsed files; each has an `edition`, and `lists` or `wording`."""
    read = list(documents)
    raw: dict[str, Mapping[str, Any]] = {}
    wording: dict[str, tuple[str, ...]] = {}
    for document in read:
        for name, body in document.get("lists", {}).items():
            if name in raw:
                raise ValueError(f"the list {name!r} is written in two files")
            raw[name] = body if isinstance(body, Mapping) else {"items": body}
        wording |= {name: tuple(phrases) for name, phrases in document.get("wording", {}).items()}
    lists = {name: _codes(name, body, raw) for name, body in raw.items()}
    edition = max(str(document["edition"]) for document in read)
    return Catalogue(edition, MappingProxyType(lists), MappingProxyType(wording))


def _codes(name: str, body: Mapping[str, Any], raw: Mapping[str, Mapping[str, Any]]) -> Codes:
    """One list; `include` puts the items of other lists first, so that agencies are written once."""
    rows: list[Mapping[str, Any]] = []
    for other in body.get("include", []):
        rows += raw[other]["items"]
    rows += body["items"]
    items = {str(row["code"]): _item(row) for row in rows}
    if len(items) != len(rows):
        raise ValueError(f"the list {name!r} has a code twice")
    # "Not known" is nearly what an empty answer means, so an empty answer stands just below it.
    unknown = items["unknown"].caution - 1 if "unknown" in items else -1
    return Codes(name, MappingProxyType(items), int(body.get("blank", unknown)))


_OWN = ("code", "label", "help", "header", "caution", "retired")


def _item(row: Mapping[str, Any]) -> Item:
    own = {key: row[key] for key in _OWN if key in row}
    was = tuple(Former(**former) for former in row.get("was", ()))
    details = {key: value for key, value in row.items() if key not in (*_OWN, "was")}
    return Item(**own, was=was, details=MappingProxyType(details))


def _plain(item: Item) -> dict[str, Any]:
    """An item as JSON, without what is empty: the file travels to every tablet."""
    flat = {
        "code": item.code,
        "label": item.label,
        "help": item.help,
        "header": item.header,
        "caution": item.caution,
        "was": [asdict(former) for former in item.was],
        "retired": item.retired,
        **item.details,
    }
    return {key: value for key, value in flat.items() if value or key in ("code", "label")}
