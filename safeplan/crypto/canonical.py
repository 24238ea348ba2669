"""One exact spelling of a JSON value, so that Python and the browser bind the same bytes.

Keys are sorted, separators compact, text is UTF-8 and unescaped. What the two
languages would write differently is refused rather than guessed: floats,
whole numbers beyond 2**53 - 1, and keys that are not ASCII or are only digits
(Python and JavaScript put those in different orders).
"""

from __future__ import annotations

import json

import orjson

LARGEST_INTEGER = 2**53 - 1

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: object) -> bytes:
    """Return `value` as canonical JSON; TypeError for what JSON cannot bind exactly."""
    _check(value)
    try:
        # Of what was just checked orjson writes the same bytes (a test compares them), several times as quickly.
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)
    except TypeError:
        return _ENCODER.encode(value).encode("utf-8")  # Half an emoji, or too deep: the general way says so.


def _check(value: object) -> None:
    if value is None or isinstance(value, (bool, str)):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError("a whole number too large for the browser to hold exactly")
    elif isinstance(value, (list, tuple)):
        for item in value:
            if type(item) is not str:
                _check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii() or key.isdigit():
                raise TypeError("keys must be ASCII text and not only digits")
            _check(item)
    else:
        raise TypeError(f"cannot bind a value of type {type(value).__name__}")
