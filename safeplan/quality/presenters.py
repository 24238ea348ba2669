"""What the manager's pages show: decisions in sentences, and plans by question in shapes with words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from safeplan import catalogue
from safeplan import rules as advice
from safeplan.accounts.service import Actor
from safeplan.dates import at_words, dated_words, day_words
from safeplan.plans.listing import list_plans
from safeplan.quality import service
from safeplan.quality.rules import ENDING, SHAPES, THEMES, PlanFacts
from safeplan.sharing.reading import listed, lowered

#: Where one question is looked at, what is open comes first.
ORDER = [SHAPES[state][0] for state in ("not_met", "answered", "unchecked", "cannot", "met", "none")]
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True)
class DecisionRow:
    """One decision in words: its sort, the sentence, whose plan, and since when."""

    plan: str
    kind: str
    sentence: str
    names: str
    who: str
    since: str
    opens: str


@dataclass(frozen=True)
class Table:
    """One table of the grid: its title, its columns, and a row a plan."""

    title: str
    questions: tuple[advice.Rule, ...]
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True)
class PlanRow:
    """One plan in the grid: first names, what tells it from others, and (rule, word, shape) in the columns' order."""

    id: str
    names: str
    about: str
    next: str
    cells: tuple[tuple[str, str, str], ...]


def decision_rows(session: Session, actor: Actor) -> list[DecisionRow]:
    """Return the decisions that wait, oldest first."""
    plans = _plans(session, actor)
    rows = []
    for one in service.decisions_waiting(session, actor):
        plan = plans.get(one.plan, {})
        opens = "Open and read" if one.kind == ENDING else "Open and agree"
        lead = plan["lead"]["name"] if plan.get("lead") else "no lead"
        rows.append(DecisionRow(one.plan, one.kind, one.sentence, _names(plan), lead, at_words(one.since), opens))
    return rows


def grid(session: Session, actor: Actor, rule: str) -> list[Table]:
    """Return the plans in use by question, a table a theme; filtered by `rule`, one column, what is open first."""
    by_code = {one.code: one for one in service.QUESTIONS}
    plans = _plans(session, actor)
    facts = [one for one in _managed(session, actor) if one.status == "active"]
    themes = [(by_code[rule].short, (rule,))] if rule else THEMES
    found = []
    for title, codes in themes:
        rows = [
            PlanRow(one.id, _names(plan), _about(one, plan), _next(plan), _cells(one.rules, codes))
            for one, plan in ((one, plans.get(one.id, {})) for one in facts)
        ]
        # Of several with the same first names the older one comes first.
        rows.sort(key=lambda row: (ORDER.index(row.cells[0][1]) if rule else 0, row.names))
        found.append(Table(title, tuple(by_code[code] for code in codes), tuple(rows)))
    return found


def themes() -> list[tuple[str, list[advice.Rule]]]:
    """Return every question under its theme, for picking one."""
    by_code = {one.code: one for one in service.QUESTIONS}
    return [(title, [by_code[code] for code in codes]) for title, codes in THEMES]


def ended(session: Session, actor: Actor) -> list[tuple[str, str, str]]:
    """Return (id, first names, what tells it from others) of the plans that have ended: kept to be read."""
    plans = _plans(session, actor)
    over = ((one, plans.get(one.id, {})) for one in _managed(session, actor) if one.status != "active")
    return sorted(((one.id, _names(plan), _about(one, plan)) for one, plan in over), key=lambda row: row[1])


def _managed(session: Session, actor: Actor) -> list[PlanFacts]:
    """Return what is known of every plan this manager answers for, the oldest first."""
    facts = service.plan_facts(session, service.managed(session, actor))
    return sorted(facts, key=lambda one: (one.created_at, one.id))


def about(session: Session, actor: Actor, plan: str) -> str:
    """Return what tells a plan from others with the same first names."""
    [facts] = service.plan_facts(session, [plan])
    return _about(facts, _plans(session, actor).get(plan, {}))


def _about(facts: PlanFacts, plan: Mapping[str, Any]) -> str:
    """Return "Priya Nair, full plan, made Fri 27 Nov 2026, 14.05": nothing of the family's."""
    lead = plan["lead"]["name"] if plan.get("lead") else "No lead"
    stage = lowered(catalogue.load().label("stages", facts.stage))
    return f"{lead}, {stage}, made {dated_words(facts.created_at)}"


def _cells(states: Mapping[str, tuple[str, int]], codes: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((code, *SHAPES[states.get(code, ("unchecked", 0))[0]]) for code in codes)


def heading(number: int) -> str:
    """Return "Seven decisions wait for you"."""
    if number == 1:
        return "One decision waits for you"
    return f"{_number(number)} decisions wait for you"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def open_them(number: int) -> str:
    """Return the key that leads to what is open: "Open all three"."""
    if number < 2:
        return "Open the disagreement" if number else "Open the plan"
    return "Open both" if number == 2 else f"Open all {_number(number).lower()}"


def names_of(session: Session, actor: Actor, plan: str) -> str:
    """Return a plan's first names, from its sealed card."""
    return _names(_plans(session, actor).get(plan, {}))


def shape(state: str) -> tuple[str, str]:
    """Return (word, shape) of a rule's state."""
    return SHAPES[state]


def _plans(session: Session, actor: Actor) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in list_plans(session, actor)}


def _names(plan: dict[str, Any]) -> str:
    return listed(plan.get("names") or ()) or "A plan without names yet"


def _next(plan: dict[str, Any]) -> str:
    return f"{plan['next']['words']} {day_words(plan['next']['date'])}" if plan.get("next") else ""
