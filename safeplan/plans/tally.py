"""Says, sealed, what must be in a compartment, so that a row taken out of the database is noticed.

Heads are added up as numbers (a hash each, modulo 2**256): one save adds one and takes away those it
replaced, so the tally costs the same however old the plan is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import orjson

from safeplan import crypto

MODULUS = 2**256


@dataclass(frozen=True)
class Tally:
    """How many revisions a compartment has, its chain so far, and the sum over its heads."""

    seq: int = 0
    chain: bytes = crypto.GENESIS
    heads: int = 0

    def after(self, chain: bytes, added: Iterable[str], removed: Iterable[str]) -> Tally:
        """Return the tally after one more revision."""
        return Tally(self.seq + 1, chain, (self.heads + _sum(added) - _sum(removed)) % MODULUS)

    def moved(self, added: Iterable[str], removed: Iterable[str]) -> Tally:
        """Return the tally after heads changed without a new revision (unfiling)."""
        return Tally(self.seq, self.chain, (self.heads + _sum(added) - _sum(removed)) % MODULUS)

    def covers(self, heads: Iterable[str]) -> bool:
        """Say whether these are exactly the heads that must be there."""
        return _sum(heads) % MODULUS == self.heads

    def sealed(self, key: bytes, plan: str, compartment: str, epoch: int) -> bytes:
        """Return the tally sealed for its column."""
        value = {"seq": self.seq, "chain": self.chain.hex(), "heads": f"{self.heads:064x}"}
        return crypto.seal(key, crypto.canonical(value), _aad(plan, compartment, epoch), pad=False)

    @classmethod
    def open(cls, key: bytes, plan: str, compartment: str, epoch: int, sealed: bytes) -> Tally:
        """Read what `sealed` wrote; Tampered otherwise."""
        value = orjson.loads(crypto.open_sealed(key, sealed, _aad(plan, compartment, epoch)))
        return cls(int(value["seq"]), bytes.fromhex(value["chain"]), int(value["heads"], 16))


def _sum(heads: Iterable[str]) -> int:
    return sum(int.from_bytes(sha256(b"sp/head" + head.encode()).digest(), "big") for head in heads)


def _aad(plan: str, compartment: str, epoch: int) -> bytes:
    return crypto.bound("sp/tally", 1, plan, compartment, epoch)
