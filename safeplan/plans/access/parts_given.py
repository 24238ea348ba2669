"""Says, sealed, which parts a holder was given (access list), so that a grant taken out of the database is noticed.

A list is sealed under the key of a part its holder can open, so it is made by those who hold the plan and by nobody
else. It only grows: access that ends before its day ends whole, so whoever ends it needs no key to say so here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from safeplan import crypto

WITHOUT_END = 0


class SealedParts(NamedTuple):
    """A holder's list as it stands in the database; `compartment` is the part whose key opens it."""

    compartment: str
    epoch: int
    sealed: bytes


@dataclass(frozen=True)
class PartsGiven:
    """Compartment → when it ends (ms UTC), or WITHOUT_END: all that one holder was given of one plan."""

    ends: Mapping[str, int]

    def and_given(self, compartment: str, until: int | None) -> PartsGiven:
        """Return the list with one part more; given twice, it is held until the later end."""
        end, before = until or WITHOUT_END, self.ends.get(compartment)
        if before is not None:
            end = WITHOUT_END if WITHOUT_END in (before, end) else max(before, end)
        return PartsGiven({**self.ends, compartment: end})

    def at(self, now: int) -> PartsGiven:
        """Return the list without what had ended by `now`."""
        return PartsGiven({part: end for part, end in self.ends.items() if end == WITHOUT_END or end > now})

    def longest(self) -> set[str]:
        """Return the parts that are held for as long as any of them."""
        ends = set(self.ends.values())
        latest = WITHOUT_END if WITHOUT_END in ends else max(ends)
        return {part for part, end in self.ends.items() if end == latest}

    def sealed(self, key: bytes, plan: str, holder: str, compartment: str, epoch: int) -> bytes:
        """Return the list sealed for its column, under the key of a part the holder can open."""
        return crypto.seal(key, crypto.canonical(dict(self.ends)), _aad(plan, holder, compartment, epoch))

    @classmethod
    def open(cls, key: bytes, plan: str, holder: str, row: SealedParts) -> PartsGiven:
        """Read what `sealed` wrote; Tampered otherwise."""
        aad = _aad(plan, holder, row.compartment, row.epoch)
        return cls(orjson.loads(crypto.open_sealed(key, row.sealed, aad)))


def _aad(plan: str, holder: str, compartment: str, epoch: int) -> bytes:
    return crypto.bound("sp/parts-given", 1, plan, holder, compartment, epoch)
