"""One exact spelling of a JSON value, so that Python and the browser bind the same bytes.

Keys are sorted, separators compact, text is UTF-8 and unescaped. What the two
languages would write differently is refused rather than guessed: floats,
whole numbers beyond 2**53 - 1, and keys that are not ASCII or are only digits
(Python and JavaScript put those in different orders).
"""

from __future__ import annotations

import json
import re

import orjson

LARGEST_INTEGER = 2**53 - 1

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
# What nearly every part is: an opening binds dozens of things, and these need no closer look.
_PLAIN = frozenset((str, int, type(None)))
_ID = re.compile(r"[0-9a-f]{32}")


def canonical(value: object) -> bytes:
    """Return `value` as canonical JSON; TypeError for what JSON cannot bind exactly."""
    _check(value)
    try:
        # Of what was just checked orjson writes the same bytes (a test compares them), several times as quickly.
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)
    except TypeError:
        return _ENCODER.encode(value).encode("utf-8")  # Half an emoji, or too deep: the general way says so.


def bound(*parts: object) -> bytes:
    """Return the bytes that tie a sealed thing to its place.

    The first part is the domain ("sp/grant"), which keeps a sealed thing of
    one sort from ever being opened as another.
    """
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        raise TypeError("the first part bound must be the domain, a string")
    if _PLAIN.issuperset(map(type, parts)):
        try:
            return orjson.dumps(parts, option=orjson.OPT_STRICT_INTEGER)
        except TypeError:
            pass
    return canonical(parts)


def opaque_id(value: str) -> str:
    """Return `value` if it is an id of ours (32 lower-case hex digits); else ValueError.

    The same id with dashes or capitals would bind different bytes, and a
    record sealed that way could never be opened again.
    """
    if not isinstance(value, str):
        raise TypeError(f"an id is text, not {type(value).__name__}")
    if not _ID.fullmatch(value):
        raise ValueError("an id is 32 lower-case hex digits")
    return value


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
