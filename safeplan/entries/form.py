"""What every kind of entry shares: its facts, its fields in order, and what is wrong with the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_wtf import FlaskForm

from safeplan.entries.refusals import Fault
from safeplan.entries.spec import Spec
from safeplan.entries.values import answered, fault, normal

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of entry: where it is kept, what it is called, and the head of its form."""

    name: str
    compartment: str
    title: str
    heading: str
    # Where the browser must say which one: a child's page is kept where the child wants it.
    also: tuple[str, ...] = ()
    version: int = 1

    @property
    def compartments(self) -> tuple[str, ...]:
        """Every class of compartment an entry of this kind may be in."""
        return (self.compartment, *self.also)


class Entry(FlaskForm):
    """Base of every kind. It never reads a request: entries arrive as JSON and leave through check()."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = False

        def wrap_formdata(self, form: Any, formdata: Any) -> None:
            return None

        def get_translations(self, form: Any) -> None:
            return None

    info: ClassVar[Kind]
    # version -> what turns data of that version into the next one's.
    upcasters: ClassVar[dict[int, Upcaster]] = {}
    # (start, end, words): the end may not lie before the start.
    in_order: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    @classmethod
    def specs(cls) -> dict[str, Spec]:
        """Field name to spec, in the order of the form."""
        found = cls.__dict__.get("_specs")
        if found is None:
            found = {field.name: field.spec for field in cls()}
            cls._specs = found
        return found

    @classmethod
    def empty(cls) -> dict[str, Any]:
        """An entry nobody has written in: every key, nothing answered."""
        return {name: spec.empty for name, spec in cls.specs().items()}

    @classmethod
    def faults(cls, data: Mapping[str, Any], *, leaving: bool = False) -> dict[str, Fault]:
        """Field name to what is wrong with it, for data that has every key.

        What is `leaving` the plan may lack what only some answers need: it was written when nobody asked for it.
        """
        found = {name: each for name, spec in cls.specs().items() if (each := fault(spec, data[name]))}
        if found:
            return found
        return cls._missing(data, leaving) or cls._out_of_order(data)

    @classmethod
    def normalised(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data as it is kept. A field the form does not show is emptied: what nobody sees steers no rule."""
        kept = cls.empty() | {name: normal(spec, data[name]) for name, spec in cls.specs().items()}
        for name, spec in cls.specs().items():
            if not spec.shown(kept):
                kept[name] = spec.empty
            elif spec.default and not kept[name]:
                kept[name] = spec.default
        return kept

    @classmethod
    def _missing(cls, data: Mapping[str, Any], leaving: bool = False) -> dict[str, Fault]:
        return {
            name: Fault("missing", spec.needed)
            for name, spec in cls.specs().items()
            if spec.required and spec.shown(data) and not answered(data[name]) and not (leaving and spec.when)
        }

    @classmethod
    def _out_of_order(cls, data: Mapping[str, Any]) -> dict[str, Fault]:
        return {
            end: Fault("dates", words)
            for start, end, words in cls.in_order
            if data[start] and data[end] and data[end] < data[start]
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """WTForms' validate(), with the rules that concern two fields."""
        alone = super().validate(extra_validators)
        together = self._out_of_order(self.data) if alone else {}
        for name, each in together.items():
            self[name].errors = [each.words]
        return alone and not together
