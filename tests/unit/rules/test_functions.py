"""Our own three functions, on the edges of what people type."""

from __future__ import annotations

import pytest

from safeplan.rules.functions import before, days, mentions_of, sought_in


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        ("2026-11-22", "2026-12-06", 14),
        ("2026-12-06", "2026-11-22", -14),
        ("2028-02-28", "2028-03-01", 2),
        ("2026-03-28T23:59", "2026-03-30T00:01", 2),
        ("2026-10-24", "2026-10-26", 2),
        ("", "2026-11-22", 0),
        ("2026-11", "2026-11-22", 0),
        ("2026-02-30", "2026-11-22", 0),
        ("22/11/2026", "2026-11-22", 0),
    ],
)
def test_days_counts_whole_days(start: str, end: str, whole: int) -> None:
    assert days(start, end) == whole


def test_an_empty_day_is_before_nothing_and_nothing_is_before_it() -> None:
    assert before("2026-11-21T18:00", "2026-11-22")
    assert not before("2026-11-22T08:00", "2026-11-22T18:00")
    assert not before("", "2026-11-22")
    assert not before("2026-11-22", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Will not let Mark in", True),
        ("WILL  NOT\nLET  him", True),
        ("She won’t let him in.", True),
        ("Supervises contact (Saturdays)", True),
        ("supervised", False),
        ("The non-compliant one", True),
        ("unstoppable", False),
        ("", False),
        ("İSTANBUL … été 🙂", False),
    ],
)
def test_mentions_finds_whole_words_whatever_the_case_and_the_punctuation(text: str, found: bool) -> None:
    phrases = ("will not let", "won't let", "supervises contact", "non-compliant", "stop")
    assert mentions_of(sought_in({"p": phrases}))(text, "p") is found


def test_a_star_stands_for_any_ending_of_the_last_word() -> None:
    mentions = mentions_of(sought_in({"p": ("domestic incident*",)}))
    assert mentions("Two domestic incidents", "p")
    assert mentions("a domestic incident", "p")
    assert not mentions("domestics, incident", "p")
