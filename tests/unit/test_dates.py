"""Days and times in words, from the table that plan_dates.test.mjs tries the browser with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safeplan import clock, dates

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/dates.json").read_text(encoding="utf-8"))
FUNCTIONS = {
    "day": dates.day_words,
    "month": dates.month_words,
    "moment": dates.moment_words,
    "at": dates.at_words,
    "birth": dates.is_birth,
}
CASES = [(name, row) for name, rows in VECTORS.items() for row in rows]


@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}: {row[-1]}, from {row[0]}" for name, row in CASES])
def test_a_day_has_one_spelling(name: str, row: list[Any]) -> None:
    *asked, words = row
    assert FUNCTIONS[name](*asked) == words


def test_without_a_today_every_day_and_year_is_named() -> None:
    assert dates.month_words("2026-09") == "September 2026"
    assert dates.moment_words("2024-11-24T18:00") == "Sun 24 Nov 2024, 18.00"
    assert dates.at_words(1732457100000) == "Sun 24 Nov 2024, 14.05"


def test_a_record_says_the_year_and_may_say_the_second() -> None:
    assert dates.dated_words(1795529100000) == "Tue 24 Nov 2026, 14.05"
    assert dates.dated_words(1795529100000 + 9 * clock.MINUTE // 60, seconds=True) == "Tue 24 Nov 2026, 14.05.09"
