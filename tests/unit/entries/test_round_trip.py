"""Whatever the forms allow is kept whole, the same however often it is checked, and survives JSON."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeplan import catalogue, entries
from safeplan.entries import Entry, Spec

_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r"), max_size=40)
_SAID = _WORDS.filter(lambda words: bool(words.strip()))
_IDS = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")
_DAYS = st.dates().map(str).filter(lambda day: len(day) == 10)
_BIRTHS = st.dates(date(1900, 1, 1), date(2026, 1, 1)).map(str)
_CLOCKS = st.times().map(lambda time: f"{time:%H:%M}")


def _one(spec: Spec) -> st.SearchStrategy[Any]:
    """A value of this field that somebody has given."""
    if spec.list:
        codes = st.sampled_from(sorted(catalogue.load().lists[spec.list].items))
        return st.lists(codes, max_size=5) if spec.type == "codes" else codes
    return {
        "text": _SAID if spec.required else _WORDS,
        "day": _BIRTHS if spec.birth else _DAYS,
        "month": _DAYS.map(lambda day: day[:7]),
        "clock": _CLOCKS,
        "moment": st.tuples(_DAYS, _CLOCKS).map("T".join),
        "ref": _IDS,
        "person": _IDS,
        "refs": st.lists(_IDS, max_size=4),
        "items": st.lists(st.fixed_dictionaries({}, optional={n: value(s) for n, s in spec.rows.items()}), max_size=4),
    }[spec.type]


def value(spec: Spec) -> st.SearchStrategy[Any]:
    """A value, or the empty one where the field is not needed."""
    return _one(spec) if spec.required else st.one_of(st.just(spec.empty), _one(spec))


def data(cls: type[Entry]) -> st.SearchStrategy[dict[str, Any]]:
    """What a browser may send for this kind: needed fields always, the others or not."""
    specs = cls.specs()
    needed = {name: value(spec) for name, spec in specs.items() if spec.required}
    others = {name: value(spec) for name, spec in specs.items() if not spec.required}
    return st.fixed_dictionaries(needed, optional=others).map(lambda made: _ordered(cls, made))


def _ordered(cls: type[Entry], made: dict[str, Any]) -> dict[str, Any]:
    for start, end, _ in cls.in_order:
        if made.get(start) and made.get(end):
            made[start], made[end] = sorted((made[start], made[end]))
    return made


CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("kind", sorted(entries.KINDS))
def test_what_is_kept_is_whole_and_stays_the_same(kind: str) -> None:
    cls = entries.KINDS[kind]

    @CALM
    @given(data(cls))
    def run(sent: dict) -> None:
        kept = entries.check(kind, cls.info.version, sent)
        assert list(kept) == list(cls.specs()), "every key, in the order of the form"
        assert entries.check(kind, cls.info.version, kept) == kept
        assert json.loads(json.dumps(kept)) == kept
        for name, spec in cls.specs().items():
            assert type(kept[name]) is type(spec.empty), name
            if spec.type == "text" and name in sent and spec.shown(kept):
                assert kept[name] == sent[name], "words stay exactly as they were written"

    run()


@pytest.mark.parametrize("kind", sorted(entries.KINDS))
def test_a_spoilt_field_is_named_and_no_other(kind: str) -> None:
    cls = entries.KINDS[kind]

    @CALM
    @given(data(cls), st.sampled_from(sorted(cls.specs())))
    def run(sent: dict, spoiled: str) -> None:
        whole = cls.empty() | sent
        whole[spoiled] = 7
        with pytest.raises(entries.Refused) as refused:
            entries.check(kind, cls.info.version, whole)
        assert list(refused.value.fields) == [spoiled]

    run()
