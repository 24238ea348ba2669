"""The cookie by which a browser is known to have held a tablet's vault, after it emptied its own store.

A browser that runs out of room, or is told to, takes everything that scripts kept: the vault, what waited in it,
and every trace that there was one. Cookies are kept apart from that. This one opens nothing: it is the names of
enrolments, and says to somebody who signs in that something was here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Request, Response

from safeplan import clock

COOKIE = "__Host-t"
# Each person on a shared tablet has an enrolment of their own; the oldest is forgotten first.
MOST = 4
KEPT_S = 400 * clock.DAY // 1000
_FLAGS: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}
_NAMES = re.compile(r"[0-9a-f]{32}(\.[0-9a-f]{32})*")


def known(request: Request) -> tuple[str, ...]:
    """Return the ids of the enrolments this browser is known by; none for a cookie that is not ours."""
    kept = request.cookies.get(COOKIE, "")
    return tuple(kept.split(".")[-MOST:]) if _NAMES.fullmatch(kept) else ()


def remember(response: Response, request: Request, device: str) -> None:
    """Let the browser that sent `request` be known by an enrolment more."""
    _write(response, [one for one in known(request) if one != device] + [device])


def forget(response: Response, request: Request, device: str) -> None:
    """Let it be known by that enrolment no longer."""
    _write(response, [one for one in known(request) if one != device])


def _write(response: Response, devices: Sequence[str]) -> None:
    if devices:
        response.set_cookie(COOKIE, ".".join(devices[-MOST:]), max_age=KEPT_S, **_FLAGS)
    else:
        response.delete_cookie(COOKIE, **_FLAGS)
