"""Turns the tree of a rule into Python, so that a whole plan is asked in the milliseconds a save has for it.

An engine for the full language has to be handed every field of every entry first, and that took ten times as long as
the asking. The small CEL has a dozen kinds of node and each is one of Python's own; the full language's engine
remains the referee in the tests. Only trees that `small_cel.parse` made come here, from files of this package.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from safeplan.rules.small_cel import Node, parse

Asked = Callable[..., list[Any]]

_COMPARES: dict[str, type[ast.cmpop]] = {"==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, ">": ast.Gt, "in": ast.In}
_CALLS = {"size": "len", "exists": "any", "all": "all"}
# What the language has of its own; everything else a rule may name is handed to it.
_OWN = {"__builtins__": {"len": len, "any": any, "all": all}}


def failing(when: str, test: str, names: Sequence[str], each: str = "") -> Asked:
    """Return a function of `names` that lists the entries of `each` that fail; without `each`, [whether it fails]."""
    fails = ast.BoolOp(ast.And(), [_python(parse(when)), ast.UnaryOp(ast.Not(), _python(parse(test)))])
    found = _walk(each, _item("id"), [fails]) if each else ast.List([fails], ast.Load())
    return _function(found, names)


def answers(expression: str, names: Sequence[str], each: str) -> Asked:
    """Return a function of `names` that answers the expression for every entry of `each`, in order."""
    return _function(_walk(each, _python(parse(expression)), []), names)


def _function(body: ast.expr, names: Sequence[str]) -> Asked:
    given = ast.arguments([], [], None, [ast.arg(name) for name in names], [None for _ in names], None, [])
    whole = ast.fix_missing_locations(ast.Expression(ast.Lambda(given, body)))
    return eval(compile(whole, "<rule>", "eval"), dict(_OWN))  # noqa: S307


def _walk(each: str, found: ast.expr, conditions: list[ast.expr]) -> ast.expr:
    turn = ast.comprehension(ast.Name("item", ast.Store()), ast.Name(each, ast.Load()), conditions, 0)
    return ast.ListComp(found, [turn])


def _item(field: str) -> ast.expr:
    return _python(Node("field", field, (Node("name", "item"),)))


def _python(node: Node) -> ast.expr:
    match node.kind:
        case "string":
            return ast.Constant(node.word)
        case "number":
            return ast.Constant(int(node.word))
        case "bool":
            return ast.Constant(node.word == "true")
        case "name":
            return ast.Name(node.word, ast.Load())
        case "field":
            return ast.Subscript(_python(node.parts[0]), ast.Constant(node.word), ast.Load())
        case "not":
            return ast.UnaryOp(ast.Not(), _python(node.parts[0]))
        case "list":
            return ast.List([_python(part) for part in node.parts], ast.Load())
        case "&&" | "||":
            joined: ast.boolop = ast.And() if node.kind == "&&" else ast.Or()
            return ast.BoolOp(joined, [_python(part) for part in node.parts])
        case "choice":
            test, yes, no = (_python(part) for part in node.parts)
            return ast.IfExp(test, yes, no)
        case "macro":
            return _macro(node)
        case "call":
            return _call(node)
    left, right = (_python(part) for part in node.parts)
    return ast.Compare(left, [_COMPARES[node.kind]()], [right])


def _macro(node: Node) -> ast.expr:
    over, variable, test = node.parts
    turn = ast.comprehension(ast.Name(variable.word, ast.Store()), _python(over), [], 0)
    return ast.Call(ast.Name(_CALLS[node.word], ast.Load()), [ast.GeneratorExp(_python(test), [turn])], [])


def _call(node: Node) -> ast.expr:
    if node.word == "has":
        [asked] = node.parts
        return ast.Compare(ast.Constant(asked.word), [ast.In()], [_python(asked.parts[0])])
    return ast.Call(ast.Name(_CALLS.get(node.word, node.word), ast.Load()), [_python(one) for one in node.parts], [])
