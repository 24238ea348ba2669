"""Turns the tree of a rule into functions, so that a whole plan is asked in the milliseconds a save has for it.

An engine for the full language has to be handed every field of every entry first, and that took ten times as long as
the asking. The small CEL has a dozen kinds of node and each is one of Python's own; the full language's engine
remains the referee in the tests. Nothing is made from text but by `small_cel.parse`.

A scope is what a rule may name: {name: value}. A macro's variable stands in it while its list is walked.

A rule that walks one list for every entry of another ("no action answers this behaviour") first asks what does not
depend on that entry, once: which actions protect at all. What was found is kept in the scope under KEPT, so a scope is
asked of only while what it holds stays as it is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from itertools import takewhile
from typing import Any

from safeplan.rules.small_cel import Node, parse

Scope = dict[str, Any]
Asked = Callable[[Scope], Any]

ITEM = "item"
KEPT = "kept between questions"
_COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}


def failing(when: str, test: str, each: str = "") -> Callable[[Scope], list[Any]]:
    """Return a function that lists the ids of `each` that fail; without `each`, [whether it fails]."""
    applies, holds = _asked(parse(when)), _asked(parse(test))
    if not each:
        return lambda scope: [applies(scope) and not holds(scope)]
    fails = _walked(each, lambda scope: applies(scope) and not holds(scope))
    return lambda scope: [item["id"] for item, failed in zip(scope[each], fails(scope), strict=True) if failed]


def answers(expression: str, each: str) -> Callable[[Scope], list[Any]]:
    """Return a function that answers the expression for every entry of `each`, in order; without it, [one answer]."""
    asked = _asked(parse(expression))
    return _walked(each, asked) if each else lambda scope: [asked(scope)]


def _walked(each: str, asked: Asked) -> Callable[[Scope], list[Any]]:
    def walk(scope: Scope) -> list[Any]:
        inner = {**scope, KEPT: {}}
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
            name = node.parts[0].word if node.parts[0].kind == "name" else ""
            return (lambda scope: scope[name][word]) if name else (lambda scope: of(scope)[word])
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
            return reduce(_both, parts)
        case "||":
            return reduce(_either, parts)
    left, right = parts
    if node.kind == "in":
        return lambda scope: left(scope) in right(scope)
    compare = _COMPARES[node.kind]
    if node.parts[1].kind == "string":
        value = node.parts[1].word
        return lambda scope: compare(left(scope), value)
    return lambda scope: compare(left(scope), right(scope))


def _both(left: Asked, right: Asked) -> Asked:
    return lambda scope: left(scope) and right(scope)


def _either(left: Asked, right: Asked) -> Asked:
    return lambda scope: left(scope) or right(scope)


def _macro(node: Node) -> Asked:
    listed, variable, body = node.parts[0], node.parts[1].word, node.parts[2]
    some = node.word == "exists"
    before, after = _apart(body, "&&" if some else "||", variable) if listed.kind == "name" else ((), (body,))
    over = _sieved(_asked(listed), variable, before, some) if before else _asked(listed)
    if not after:
        return lambda scope: bool(over(scope)) is some
    test = _asked(after[0] if len(after) == 1 else Node(body.kind, body.word, after))

    def walk(scope: Scope) -> bool:
        inner = dict(scope)
        for inner[variable] in over(scope):
            if bool(test(inner)) is some:
                return some
        return not some

    return walk


def _apart(body: Node, joined_by: str, variable: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Split a macro's test into what it asks of its own variable alone, and the rest. Their order stays."""
    parts = body.parts if body.kind == joined_by else (body,)
    own = tuple(takewhile(lambda part: _names(part) <= {variable}, parts))
    return own, parts[len(own) :]


def _names(node: Node) -> set[str]:
    """Return every name in an expression, a macro's own variable too: more than are free, which does no harm."""
    if node.kind == "name":
        return {node.word}
    return set().union(*(_names(part) for part in node.parts))


def _sieved(over: Asked, variable: str, before: tuple[Node, ...], some: bool) -> Asked:
    """Return a function that lists what is left of a list to be asked about, worked out once for each walk."""
    sieve, key = [_asked(part) for part in before], object()

    def left(scope: Scope) -> list[Any]:
        kept = scope.get(KEPT)
        if kept is None:
            return sift(scope)
        if key not in kept:
            kept[key] = sift(scope)
        return kept[key]

    def sift(scope: Scope) -> list[Any]:
        inner = dict(scope)
        found = []
        for inner[variable] in over(scope):
            if all(bool(part(inner)) is some for part in sieve):
                found.append(inner[variable])
        return found

    return left


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
