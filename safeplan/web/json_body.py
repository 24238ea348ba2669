"""Reads a JSON body of exactly the keys an endpoint takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from safeplan import refusals
from safeplan.web.errors import NotJson

DEEPEST = 16
"""Levels of lists and objects. A plan's entries need eight; brackets without end need a stack without end."""


def _deeper_than(value: object, levels: int) -> bool:
    layer: list[object] = [value]
    for _ in range(levels):
        layer = [
            inner
            for one in layer
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not layer:
            return False
    return True


def json_body(shape: Mapping[str, type], optional: Mapping[str, type] | None = None) -> dict[str, Any]:
    """Return the body if it is an object with exactly `shape`'s keys and types; else refuse it.

    Keys of `optional` may be left out.
    """
    more = optional or {}
    if not request.is_json:
        raise NotJson
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        raise refusals.WrongShape from None
    if not isinstance(body, dict) or _deeper_than(body, DEEPEST):
        raise refusals.WrongShape
    if set(body) - set(shape) - set(more):
        raise refusals.WrongShape("unknown-field")
    if any(not isinstance(body.get(name), kind) for name, kind in shape.items()):
        raise refusals.WrongShape
    if any(not isinstance(body[name], kind) for name, kind in more.items() if name in body):
        raise refusals.WrongShape
    return body
