"""Tells the time, in one place, so that a test can turn the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def _system_ms() -> int:
    return time.time_ns() // 1_000_000


_source: Callable[[], int] = _system_ms


def now_ms() -> int:
    """Return the time in whole milliseconds UTC."""
    return _source()


def today() -> str:
    """Return today's date in the United Kingdom as YYYY-MM-DD: a review is due on a British day."""
    return datetime.fromtimestamp(now_ms() / 1000, UK).date().isoformat()


@contextmanager
def set_for_tests(source: Callable[[], int]) -> Iterator[None]:
    """Let `source` tell the time (ms UTC) inside the block."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
