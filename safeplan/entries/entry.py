"""What every kind of entry shares (declared schema): what it says of itself, its fields in order, what is wrong.

A kind is a declared schema, in the trade's words: a class whose attributes describe its fields. It is no form of a web
framework; entries arrive as JSON and are let in by check().
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, ClassVar

from safeplan import clock
from safeplan.dates import is_birth
from safeplan.entries.refusals import Fault
from safeplan.entries.spec import NOT_BORN, Spec, When
from safeplan.entries.values import answered, fault, normal

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
#: Names of fields: those of one group are said with commas between them, the groups with full stops.
Parts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Kind:
    """A kind of entry: where it is kept, what it is called, where it is read, and what everybody else derives from.

    `compartment`: the class of compartment it is kept in; `also`: others it may be kept in, where the browser must say
    which (a child's page is kept where the child wants it).
    `title`: its name in a list of kinds; `heading`: the head of its form; "" for what a board makes.
    `list`: what rules call all entries of it; "" where no rule may read it.
    `section`: the row of sections.toml it is read in; "" for what has no page of its own.
    `line`: the fields that name an entry in one line, the first answered one; `under` and `more` stand below it.
    `preset`: what a new form begins with: a code, or {today}, {my_agency}, {parent}, {perpetrator}, {child} (whoever is
    the only one of them; of several nobody is guessed).
    `young`: what is offered instead where the person it is about is under 18 and the choices are for adults.
    `asks`: while all of these hold, saving asks somebody, and the key says so.
    `anywhere`: a new one may be begun in any view, since nothing of an older one is shown.
    `near`: with children near, an entry shows only while this holds; of a field that points to somebody of the family,
    their role counts. None where its fields say enough.
    `copy`: the heading it stands under in the copy for the person causing harm; "" for what never enters it.
    """

    name: str
    compartment: str
    title: str
    heading: str
    list: str = ""
    section: str = ""
    line: tuple[str, ...] = ()
    under: Parts = ()
    more: Parts = ()
    preset: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    young: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    asks: tuple[When, ...] = ()
    anywhere: bool = False
    near: When | None = None
    copy: str = ""
    also: tuple[str, ...] = ()
    version: int = 1

    @property
    def compartments(self) -> tuple[str, ...]:
        """Every class of compartment an entry of this kind may be in."""
        return (self.compartment, *self.also)


class Entry:
    """Base of every kind: a class attribute that is a Spec is a field, in the order they are written."""

    info: ClassVar[Kind]
    # version -> what turns data of that version into the next one's.
    upcasters: ClassVar[dict[int, Upcaster]] = {}
    # (start, end, words): the end may not lie before the start.
    in_order: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    _specs: ClassVar[Mapping[str, Spec]] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        own = {name: replace(spec, name=name) for name, spec in vars(cls).items() if isinstance(spec, Spec)}
        if taken := own.keys() & vars(Entry).keys():
            raise TypeError(f"{cls.__name__}: a field cannot be called {', '.join(sorted(taken))}")
        cls._specs = MappingProxyType({**cls._specs, **own})

    @classmethod
    def specs(cls) -> Mapping[str, Spec]:
        """Field name to spec, in the order of the form."""
        return cls._specs

    @classmethod
    def empty(cls) -> dict[str, Any]:
        """An entry nobody has written in: every key, nothing answered."""
        return {name: spec.empty for name, spec in cls._specs.items()}

    @classmethod
    def faults(cls, data: Mapping[str, Any], *, leaving: bool = False) -> dict[str, Fault]:
        """Field name to what is wrong with it, for data that has every key.

        What is `leaving` the plan may lack what only some answers need: it was written when nobody asked for it.
        """
        found = {name: each for name, spec in cls._specs.items() if (each := fault(spec, data[name]))}
        if found:
            return found
        return cls._missing(data, leaving) or cls._out_of_order(data) or ({} if leaving else cls._not_born(data))

    @classmethod
    def normalised(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data as it is kept. A field the form does not show is emptied: what nobody sees steers no rule."""
        kept = cls.empty() | {name: normal(spec, data[name]) for name, spec in cls._specs.items()}
        for name, spec in cls._specs.items():
            if not spec.shown(kept):
                kept[name] = spec.empty
            elif spec.default and not kept[name]:
                kept[name] = spec.default
        return kept

    @classmethod
    def _missing(cls, data: Mapping[str, Any], leaving: bool = False) -> dict[str, Fault]:
        return {
            name: Fault("missing", spec.needed)
            for name, spec in cls._specs.items()
            if spec.required and spec.shown(data) and not answered(data[name]) and not (leaving and spec.when)
        }

    @classmethod
    def _not_born(cls, data: Mapping[str, Any]) -> dict[str, Fault]:
        births = [name for name, spec in cls._specs.items() if spec.birth and data[name]]
        return {name: Fault("dates", NOT_BORN) for name in births if not is_birth(data[name], clock.today())}

    @classmethod
    def _out_of_order(cls, data: Mapping[str, Any]) -> dict[str, Fault]:
        return {
            end: Fault("dates", words)
            for start, end, words in cls.in_order
            if data[start] and data[end] and data[end] < data[start]
        }
