"""Turns the tree of a rule into functions, so that a whole plan is asked in the milliseconds a save has for it.

An engine for the full language has to be handed every field of every entry first, and that took ten times as long as
the asking. The small CEL has a dozen kinds of node and each is one of Python's own; the full language's engine
remains the referee in the tests. Nothing is made from text but by `small_cel.parse`.

A scope is what a rule may name: {name: value}. A macro's variable stands in it while its list is walked.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from safeplan.rules.small_cel import Node, parse

Scope = dict[str, Any]
Asked = Callable[[Scope], Any]

ITEM = "item"
_COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "in": lambda one, many: one in many,
}


def failing(when: str, test: str, each: str = "") -> Callable[[Scope], list[Any]]:
    """Return a function that lists the ids of `each` that fail; without `each`, [whether it fails]."""
    applies, holds = _asked(parse(when)), _asked(parse(test))
    if not each:
        return lambda scope: [applies(scope) and not holds(scope)]
    fails = _walked(each, lambda scope: applies(scope) and not holds(scope))
    return lambda scope: [item["id"] for item, failed in zip(scope[each], fails(scope), strict=True) if failed]


def answers(expression: str, each: str) -> Callable[[Scope], list[Any]]:
    """Return a function that answers the expression for every entry of `each`, in order."""
    return _walked(each, _asked(parse(expression)))


def _walked(each: str, asked: Asked) -> Callable[[Scope], list[Any]]:
    def walk(scope: Scope) -> list[Any]:
        inner = dict(scope)
        found = []
        for inner[ITEM] in scope[each]:
            found.append(asked(inner))
        return found

    return walk


def _asked(node: Node) -> Asked:
    word, parts = node.word, [_asked(part) for part in node.parts] if node.kind not in ("macro", "call") else []
    match node.kind:
        case "string":
            return lambda _: word
        case "number":
            number = int(word)
            return lambda _: number
        case "bool":
            truth = word == "true"
            return lambda _: truth
        case "name":
            return operator.itemgetter(word)
        case "field":
            [of] = parts
            return lambda scope: of(scope)[word]
        case "not":
            [denied] = parts
            return lambda scope: not denied(scope)
        case "list":
            return lambda scope: [part(scope) for part in parts]
        case "choice":
            test, yes, no = parts
            return lambda scope: yes(scope) if test(scope) else no(scope)
        case "macro":
            return _macro(node)
        case "call":
            return _call(node)
        case "&&":
            return lambda scope: all(part(scope) for part in parts)
        case "||":
            return lambda scope: any(part(scope) for part in parts)
    left, right = parts
    compare = _COMPARES[node.kind]
    return lambda scope: compare(left(scope), right(scope))


def _macro(node: Node) -> Asked:
    over, variable, test = _asked(node.parts[0]), node.parts[1].word, _asked(node.parts[2])
    some = node.word == "exists"

    def walk(scope: Scope) -> bool:
        inner = dict(scope)
        for inner[variable] in over(scope):
            if bool(test(inner)) is some:
                return some
        return not some

    return walk


def _call(node: Node) -> Asked:
    word = node.word
    if word == "has":
        [asked] = node.parts
        of, field = _asked(asked.parts[0]), asked.word
        return lambda scope: field in of(scope)
    given = [_asked(part) for part in node.parts]
    if word == "size":
        [counted] = given
        return lambda scope: len(counted(scope))
    return lambda scope: scope[word](*(one(scope) for one in given))
