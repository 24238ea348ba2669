"""Loads the rules, the definitions and the phrase lists once, and says what each of them reads."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from safeplan import entries
from safeplan.rules.small_cel import NotSmallCel, Uses, parse, uses

#: The lists a rule may read, and the kind of entry each is made of: the kinds name them.
LISTS: Mapping[str, str] = entries.lists()
#: Facts about the plan itself.
PLAN_FACTS = frozenset({"today", "stage", "plan_agencies"})
#: When a rule begins to speak, in order; one of `ending` speaks only while an ending is on the table.
STAGES = ("tonight", "full", "review", "ending")
#: Fields that every item has besides those of its form.
ITEM_FACTS = frozenset({"id", "author_agency", "conflicted", "partly_withdrawn", "differs", "all_text"})


@dataclass(frozen=True)
class Definition:
    """A yes/no field that every item of `list` gains: its name, what it is, and why it is so."""

    list: str
    name: str
    why: str
    expression: str


@dataclass(frozen=True)
class Rule:
    """One question the plan is asked, the inspectors' sentence behind it, and how it is mended.

    `group` is the table a manager reads it in (groups.toml); "" for a stop.
    """

    code: str
    group: str
    title: str
    short: str
    answers: str
    stage: str
    order: int
    needs: tuple[str, ...]
    each: tuple[str, ...]
    when: str
    test: str
    ask: str
    words: str
    button: Mapping[str, Any]
    mends: tuple[str, ...]
    hurt: str
    seen_with: str = "me"
    stop: bool = False


@dataclass(frozen=True)
class Book:
    """Every rule in the order it is asked; `reads` are the fields of each list that rules ask for.

    `groups` are the manager's tables in their order, code to title.
    """

    rules: tuple[Rule, ...]
    definitions: tuple[Definition, ...]
    phrases: Mapping[str, tuple[str, ...]]
    reads: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str] = field(default_factory=dict)


def read_rule(row: Mapping[str, Any]) -> Rule:
    """Return the rule in one `[[rule]]` table; raise TypeError for a key that is missing or not known."""
    plain = dict(row)
    each = plain.pop("each")
    plain["each"] = tuple(each) if isinstance(each, list) else (each,) if each else ()
    for name in ("needs", "mends"):
        plain[name] = tuple(plain[name])
    return Rule(**plain)


def make_book(
    rules: tuple[Rule, ...],
    definitions: tuple[Definition, ...],
    phrases: Mapping[str, tuple[str, ...]],
    groups: Mapping[str, str] | None = None,
) -> Book:
    """Return the book; raise NotSmallCel or ValueError for a rule that cannot be trusted in both engines."""
    defined, ruled = Uses(), Uses()
    for definition in definitions:
        defined.add(_uses(definition.expression, definition.list))
    for rule in rules:
        if rule.stage not in STAGES or any(name not in LISTS for name in rule.each):
            raise ValueError(f"{rule.code}: no such stage or list")
        if groups is not None and rule.group not in ([""] if rule.stop else groups):
            raise ValueError(f"{rule.code}: `group` is a table of groups.toml, and empty for a stop alone")
        for name in rule.each or ("",):
            ruled.add(_uses(rule.when, name))
            ruled.add(_uses(rule.test, name))
    if unknown := (defined.facts | ruled.facts) - PLAN_FACTS - set(LISTS):
        raise NotSmallCel(f"not a fact: {', '.join(sorted(unknown))}")
    if unknown := (defined.phrases | ruled.phrases) - set(phrases):
        raise NotSmallCel(f"no such phrase list: {', '.join(sorted(unknown))}")
    if empty := [name for name, words in phrases.items() if not all(words) or not words]:
        raise ValueError(f"an empty phrase would be found in every text: {', '.join(empty)}")
    ordered = tuple(sorted(rules, key=lambda rule: (rule.order, rule.code)))
    reads = {name: ("id", *sorted(f - {"id"})) for name, f in ruled.fields.items()}
    return Book(ordered, definitions, phrases, reads, groups or {})


def _uses(expression: str, each: str) -> Uses:
    """What an expression reads; the list that `item` walks through is read even when no field of it is."""
    found = uses(parse(expression), frozenset(LISTS), each)
    if each:
        found.fields.setdefault(each, set())
    return found


@cache
def load() -> Book:
    """The book that ships with this release."""
    rules: list[Rule] = []
    definitions: list[Definition] = []
    phrases: dict[str, tuple[str, ...]] = {}
    groups: dict[str, str] = {}
    for path in sorted(resources.files("safeplan.rules").iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".toml"):
            continue
        body = tomllib.loads(path.read_text(encoding="utf-8"))
        rules += [read_rule(row) for row in body.pop("rule", [])]
        groups |= {row["code"]: row["title"] for row in body.pop("group", [])}
        definitions += [Definition(r["list"], r["name"], r["why"], r["is"]) for r in body.pop("definition", [])]
        phrases |= {name: tuple(words) for name, words in body.items()}
    if len({rule.code for rule in rules}) != len(rules):
        raise ValueError("two rules have the same code")
    return make_book(tuple(rules), tuple(definitions), phrases, groups)


# Said to whoever writes rules, or to managers by the server: a child's tablet need not load it.
_NOT_SENT = ("hurt", "short", "why", "group")


def _sent(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in _NOT_SENT}


def export() -> dict[str, Any]:
    """Rules, definitions and phrase lists as JSON values for the browser: nothing personal, no floats."""
    book = load()
    return {
        "rules": [_sent(asdict(rule) | {"button": dict(rule.button)}) for rule in book.rules],
        "definitions": [_sent(asdict(definition)) for definition in book.definitions],
        "phrases": {name: list(words) for name, words in book.phrases.items()},
        "reads": {name: list(fields) for name, fields in book.reads.items()},
        "lists": dict(LISTS),
        "stages": list(STAGES),
    }
