"""Reads a JSON body of exactly the keys an endpoint takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from safeplan.web.errors import Problem


def json_body(shape: Mapping[str, type]) -> dict[str, Any]:
    """Return the body if it is an object with exactly `shape`'s keys and types; else 400 with a reason."""
    if not request.is_json:
        raise Problem(415, "wrong-shape")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Problem(400, "wrong-shape")
    if set(body) - set(shape):
        raise Problem(400, "unknown-field")
    if any(not isinstance(body.get(name), kind) for name, kind in shape.items()):
        raise Problem(400, "wrong-shape")
    return body
