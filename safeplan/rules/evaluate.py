"""Puts the rules to a plan's facts on the server; static/js/plan/rules.js gives the same answers in the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from safeplan.rules.book import LISTS, PLAN_FACTS, STAGES, Book, Rule, load
from safeplan.rules.compiled import answers, failing
from safeplan.rules.functions import before, days, mentions_of, sought_in

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """What a rule found: met, not_met, answered, unchecked, cannot or, of `Asking` alone, none; and what fails it."""

    rule: str
    state: str
    items: tuple[str, ...] = field(default=())


class Engine:
    """The rules of one book, compiled once; holds nothing of any plan."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._sought = sought_in(book.phrases)
        self._definitions = [(d, answers(d.expression, d.list)) for d in book.definitions]
        self._rules = {
            rule.code: [failing(rule.when, rule.test, name) for name in rule.each or ("",)] for rule in book.rules
        }
        self._about = {rule.code: [answers(rule.when, name) for name in rule.each or ("",)] for rule in book.rules}

    def context(self, facts: Facts) -> dict[str, Any]:
        """Return what the rules may name: our functions, and the facts with the definitions answered for every item."""
        functions = {"days": days, "before": before, "mentions": mentions_of(self._sought)}
        lists = {name: [dict(item) for item in facts[name]] for name in LISTS}
        context = functions | {name: facts[name] for name in PLAN_FACTS} | lists
        for definition, asked in self._definitions:
            for item, answer in zip(lists[definition.list], asked(context), strict=True):
                item[definition.name] = answer
        return context

    def failing(self, rule: Rule, context: dict[str, Any]) -> tuple[bool, tuple[str, ...]]:
        """Return whether the rule fails, and the entries that fail it (none for a rule about the whole plan)."""
        found = [one for asked in self._rules[rule.code] for one in asked(context)]
        return (any(found), tuple(found)) if rule.each else (found[0], ())

    def applies(self, rule: Rule, context: dict[str, Any]) -> bool:
        """Return whether there is anything the rule is about: an entry of those it goes over, or the plan as it is."""
        return any(any(asked(context)) for asked in self._about[rule.code])


@cache
def engine() -> Engine:
    """The engine for the rules of this release."""
    return Engine(load())


def speaks(rule: Rule, stage: str) -> bool:
    """Whether the rule has begun to speak at this stage of a plan; the stops on an ending only then."""
    return STAGES.index(rule.stage) <= STAGES.index(stage)


class Asking:
    """One plan's facts with every definition answered, so that the stops, the advice and the card are of the same."""

    def __init__(self, facts: Facts, using: Engine | None = None) -> None:
        self._using = using or engine()
        self._context = self._using.context(facts)
        self.facts: Facts = {name: self._context[name] for name in facts}
        """The facts, and what the definitions say of each item: the one place that says what stands or protects."""

    def stops(self, changed_entry: str) -> list[Result]:
        """Return the stops that the entry just changed runs into, at whatever stage the plan is."""
        return [
            Result(rule.code, "not_met", (changed_entry,))
            for rule in self._using.book.rules
            if rule.stop and changed_entry in self._using.failing(rule, self._context)[1]
        ]

    def results(self, held: Iterable[str]) -> list[Result]:
        """Return one result for each rule, in the order they are asked.

        `held` are the compartment classes whose entries are in the facts; a rule that needs another one answers
        `cannot`, a rule whose stage has not come answers `unchecked`, and one that is about nothing here answers
        `none`: whoever looks over many plans must not take an empty one for a good one.
        """
        has, stage = set(held), self.facts["stage"]
        results = []
        for rule in self._using.book.rules:
            if not has.issuperset(rule.needs):
                results.append(Result(rule.code, "cannot"))
            elif not speaks(rule, stage):
                results.append(Result(rule.code, "unchecked"))
            else:
                fails, items = self._using.failing(rule, self._context)
                if fails or self._using.applies(rule, self._context):
                    results.append(_result(rule, fails, items, self.facts["answers"]))
                else:
                    results.append(Result(rule.code, "none"))
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


def evaluate(facts: Facts, held: Iterable[str], stage: str, with_engine: Engine | None = None) -> list[Result]:
    """Return one result for each rule at a stage, in the order they are asked, as the browser gives them.

    What does not apply is met here: to whoever writes in a plan, nothing is left to do.
    """
    found = Asking({**facts, "stage": stage}, with_engine).results(held)
    return [Result(one.rule, "met") if one.state == "none" else one for one in found]


def stops(facts: Facts, changed_entry: str) -> list[Result]:
    """Return the stops that the entry just changed runs into, at whatever stage the plan is."""
    return Asking(facts).stops(changed_entry)
