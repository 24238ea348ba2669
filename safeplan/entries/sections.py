"""The one table of sections (screen registry): every screen inside a plan, who may see it, where it is in the menu."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from safeplan.entries.kinds import KINDS

View = Literal["parent", "children"]
VIEWS: frozenset[str] = frozenset({"parent", "children"})
MENUS = ("", "first", "more")


@dataclass(frozen=True)
class Section:
    """One row of sections.toml, which says what each of these is; `kinds` are those that name it as theirs."""

    name: str
    title: str
    kinds: tuple[str, ...]
    title_parent: str = ""
    lead: str = ""
    ask: str = ""
    views: tuple[View, ...] = ()
    menu: str = ""
    counts: str = ""
    none: str = ""
    steps: bool = False
    quiet: bool = False
    writes: bool = False
    anew: bool = False

    @property
    def cards(self) -> bool:
        """Whether it is drawn as cards from what its kind says of itself, without a page of its own."""
        return bool(self.ask)

    @property
    def piece(self) -> str:
        """The name of its page in templates/plans/."""
        return "cards-section" if self.cards else self.name


@cache
def load() -> tuple[Section, ...]:
    """Every section in the order of the menu. Raises ValueError for a row that contradicts itself or a kind."""
    body = tomllib.loads(resources.files("safeplan.entries").joinpath("sections.toml").read_text(encoding="utf-8"))
    return read(body["section"], {kind: cls.info.section for kind, cls in KINDS.items()})


def read(rows: list[dict[str, Any]], homes: dict[str, str]) -> tuple[Section, ...]:
    """The sections of a table; `homes`: kind to the section it names. Raises ValueError, saying what to write where."""
    found: dict[str, Section] = {}
    for row in rows:
        name = row["name"]
        kinds = tuple(kind for kind, home in homes.items() if home == name)
        try:
            one = Section(kinds=kinds, **(row | {"views": tuple(row.get("views", ()))}))
        except TypeError as fault:
            raise ValueError(f"sections.toml, {name}: {fault}") from None
        if name in found:
            raise ValueError(f"sections.toml has two rows called {name}.")
        if not VIEWS.issuperset(one.views):
            raise ValueError(f"sections.toml, {name}: views are {', '.join(sorted(VIEWS))}; just me needs no word.")
        if one.menu not in MENUS:
            raise ValueError(f"sections.toml, {name}: menu is one of first, more, or left out.")
        if one.cards and len(kinds) != 1:
            raise ValueError(f"sections.toml, {name}: drawn as cards it shows one kind; {len(kinds)} name it.")
        found[name] = one
    if lost := {home for home in homes.values() if home} - found.keys():
        raise ValueError(f"No row of sections.toml is called {', '.join(sorted(lost))}, and a kind is read there.")
    return tuple(found.values())


def export() -> list[dict[str, Any]]:
    """The table as JSON for the browser."""
    listed = {one.name: {"kinds": list(one.kinds), "views": list(one.views), "cards": one.cards} for one in load()}
    return [asdict(one) | listed[one.name] for one in load()]
