"""Puts the rules to a plan's facts on the server; static/js/rules.js gives the same answers in the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cel

from safeplan.rules.book import PLAN_FACTS, STAGES, Book, Rule, load, only_stops
from safeplan.rules.functions import before, days, mentions_of, sought_in

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """What a rule found: met, not_met, answered, unchecked or cannot; and the entries that fail it."""

    rule: str
    state: str
    items: tuple[str, ...] = field(default=())


class Engine:
    """The rules of one book, compiled once; holds nothing of any plan."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._sought = sought_in(book.phrases)
        self._definitions = [
            (d, cel.compile(f"{d.list}.map(item, ({d.expression}))"), book.reads_of(d)) for d in book.definitions
        ]
        self._rules = {rule.code: _programs(rule) for rule in book.rules}

    def context(self, facts: Facts) -> cel.Context:
        """Hand the engine only the fields some rule reads: converting a whole plan costs more than the rules."""
        functions = {"days": days, "before": before, "mentions": mentions_of(self._sought)}
        plan = {name: facts[name] for name in PLAN_FACTS}
        items = {name: [dict(item) for item in facts[name]] for name in self.book.reads}
        for definition, program, reads in self._definitions:
            narrow = cel.Context(variables=plan | _slim(items, reads), functions=functions)
            for item, answer in zip(items[definition.list], program.execute(narrow), strict=True):
                item[definition.name] = answer
        return cel.Context(variables=plan | _slim(items, self.book.reads), functions=functions)

    def failing(self, rule: Rule, context: cel.Context) -> tuple[bool, tuple[str, ...]]:
        """Return whether the rule fails, and the entries that fail it (none for a rule about the whole plan)."""
        answers = [program.execute(context) for program in self._rules[rule.code]]
        if not rule.each:
            return bool(answers[0]), ()
        items = tuple(item for answer in answers for item in answer)
        return bool(items), items


def _slim(items: Mapping[str, Sequence[Mapping[str, Any]]], reads: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {name: [{key: item[key] for key in fields} for item in items[name]] for name, fields in reads.items()}


def _programs(rule: Rule) -> list[cel.Program]:
    fails = f"({rule.when}) && !({rule.test})"
    if not rule.each:
        return [cel.compile(fails)]
    return [cel.compile(f"{name}.map(item, {fails}, item.id)") for name in rule.each]


@cache
def engine() -> Engine:
    """The engine for the rules of this release."""
    return Engine(load())


def speaks(rule: Rule, stage: str) -> bool:
    """Whether the rule has begun to speak at this stage of a plan; the stops on an ending only then."""
    return STAGES.index(rule.stage) <= STAGES.index(stage)


def evaluate(facts: Facts, held: Iterable[str], stage: str, with_engine: Engine | None = None) -> list[Result]:
    """Return one result for each rule, in the order they are asked.

    `held` are the compartment classes whose entries are in the facts; a rule that needs another one answers
    `cannot`, a rule whose stage has not come answers `unchecked`, and what does not apply is met.
    """
    using = with_engine or engine()
    has, context = set(held), using.context(facts)
    results = []
    for rule in using.book.rules:
        if not has.issuperset(rule.needs):
            results.append(Result(rule.code, "cannot"))
        elif not speaks(rule, stage):
            results.append(Result(rule.code, "unchecked"))
        else:
            results.append(_result(rule, *using.failing(rule, context), facts["answers"]))
    return results


def _result(rule: Rule, fails: bool, items: tuple[str, ...], answers: Sequence[Mapping[str, Any]]) -> Result:
    """An answer sets a rule aside for its item, or for the whole plan; a stop cannot be set aside."""
    if not fails:
        return Result(rule.code, "met")
    given = set() if rule.stop else {answer["item"] for answer in answers if answer["rule"] == rule.code}
    open_items = tuple(item for item in items if item not in given and "" not in given)
    if "" in given or (items and not open_items):
        return Result(rule.code, "answered", items)
    return Result(rule.code, "not_met", open_items)


@cache
def _stopping() -> Engine:
    return Engine(only_stops(load()))


def stops(facts: Facts, changed_entry: str) -> list[Result]:
    """Return the stops that the entry just changed runs into, at whatever stage the plan is."""
    using = _stopping()
    context = using.context(facts)
    return [
        Result(rule.code, "not_met", (changed_entry,))
        for rule in using.book.rules
        if changed_entry in using.failing(rule, context)[1]
    ]
