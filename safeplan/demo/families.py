"""The two families of the demo, the tests and the pictures, as lists of entries that check() accepts."""

from __future__ import annotations

from datetime import date

from safeplan.demo.rows import FIRST_DAY, Row, pointers, read, resolved

__all__ = ["FIRST_DAY", "Row", "family_a", "family_b_as_entered", "family_b_mended", "pointers", "resolved"]


def family_a(first: date = FIRST_DAY) -> list[Row]:
    """Thornquist, the plan that works, after twelve weeks: `first` is the day it is looked at."""
    return read("thornquist.toml", first)


def family_b_as_entered(first: date = FIRST_DAY) -> list[Row]:
    """Bellwether as first entered: it rests on Grace, asks nothing of Mark, and no child has been heard."""
    return read("bellwether.toml", first) + read("bellwether_entered.toml", first)


def family_b_mended(first: date = FIRST_DAY) -> list[Row]:
    """Bellwether after the work: the whole plan as it stands.

    A name that family_b_as_entered() has too is the same entry, written again. One that is only there has been
    withdrawn as "replaced".
    """
    return read("bellwether.toml", first) + read("bellwether_mended.toml", first)
