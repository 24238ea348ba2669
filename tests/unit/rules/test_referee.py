"""The engine of the full language, asked the same: what we make of a rule's tree is what CEL makes of its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import cel
import pytest

from safeplan.rules import LISTS, facts, load
from safeplan.rules.book import PLAN_FACTS, Rule
from safeplan.rules.compiled import answers, failing
from safeplan.rules.evaluate import Engine
from safeplan.rules.functions import before, days, mentions_of, sought_in
from tests.unit.rules.test_two_engines import random_plan
from tests.unit.rules.test_vectors import CASES

BOOK = load()
OURS = Engine(BOOK)
FUNCTIONS = {"days": days, "before": before, "mentions": mentions_of(sought_in(BOOK.phrases))}
PROGRAMS = {
    rule.code: [
        cel.compile(
            f"{name}.map(item, ({rule.when}) && !({rule.test}), item.id)"
            if name
            else f"({rule.when}) && !({rule.test})"
        )
        for name in rule.each or ("",)
    ]
    for rule in BOOK.rules
}
DEFINED = [(d, cel.compile(f"{d.list}.map(item, ({d.expression}))")) for d in BOOK.definitions]


def _referee(found: Mapping[str, Any]) -> tuple[cel.Context, dict[str, list[dict[str, Any]]]]:
    lists = {name: [dict(item) for item in found[name]] for name in LISTS}
    plan = {name: found[name] for name in PLAN_FACTS}
    for definition, program in DEFINED:
        context = cel.Context(variables=plan | lists, functions=FUNCTIONS)
        for item, answer in zip(lists[definition.list], program.execute(context), strict=True):
            item[definition.name] = answer
    return cel.Context(variables=plan | lists, functions=FUNCTIONS), lists


def _says(rule: Rule, context: cel.Context) -> tuple[bool, tuple[str, ...]]:
    found = [program.execute(context) for program in PROGRAMS[rule.code]]
    items = tuple(item for one in found for item in one) if rule.each else ()
    return (bool(items) if rule.each else bool(found[0])), items


def _agree(found: Mapping[str, Any]) -> None:
    theirs, lists = _referee(found)
    mine = OURS.context(found)
    assert {name: mine[name] for name in LISTS} == lists
    for rule in BOOK.rules:
        assert OURS.failing(rule, mine) == _says(rule, theirs), rule.code


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_every_vector_has_the_referees_answer(case: Mapping[str, Any]) -> None:
    _agree(facts(case["entries"], case["plan"]))


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_plans_at_random_have_the_referees_answer(seed: int) -> None:
    case = random_plan(seed)
    _agree(facts(case["entries"], case["plan"]))


ITEMS = [
    {"id": "1", "what": "a", "codes": ["x"], "yes": True, "day": "2026-01-01"},
    {"id": "2", "what": "", "codes": [], "yes": False, "day": ""},
    {"id": "3", "what": "The washing", "codes": ["x", "y"], "yes": True, "day": "2026-12-01"},
]
EXPRESSIONS = [
    "true",
    "item.yes == true",
    "!item.yes || item.what in ['a', 'b'] && item.yes",
    "item.what == '' ? item.yes : !item.yes",
    "size(item.codes) > 1",
    "size(item.codes) == 0",
    "'x' in item.codes",
    "item.codes.exists(c, c == item.what)",
    "item.codes.all(c, c == 'x')",
    "others.exists(o, o.id != item.id && o.codes.all(c, c in item.codes))",
    "has(item.what) && !has(item.nothing)",
    "days(item.day, today) > 30",
    "before(today, item.day)",
    "mentions(item.what, 'washing')",
    "item.what in ['The washing']",
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_each_kind_of_node_means_what_it_means_in_the_full_language(expression: str) -> None:
    functions = {"days": days, "before": before, "mentions": mentions_of(sought_in({"washing": ("washing",)}))}
    given = {"items": ITEMS, "others": ITEMS, "today": "2026-11-22"}
    context = cel.Context(variables=given, functions=functions)
    scope = given | functions
    assert answers(expression, "items")(scope) == cel.compile(f"items.map(item, ({expression}))").execute(context)
    assert failing("true", expression, "items")(scope) == cel.compile(
        f"items.map(item, !({expression}), item.id)"
    ).execute(context)
