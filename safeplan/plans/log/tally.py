"""Says, sealed, what must be in a compartment (integrity check), so that a row taken out of the database is noticed.

Ids are added up as numbers (a hash each, modulo 2**256): one save adds one and takes away those it
replaced, so the tally costs the same however old the plan is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

import orjson

from safeplan import crypto

MODULUS = 2**256
_DOMAIN = ("sp/tally", 1)


class Context(NamedTuple):
    """A compartment's key, and what it is the key of: what is sealed under it is bound to these."""

    key: bytes
    plan: str
    compartment: str
    epoch: int


@dataclass(frozen=True)
class Tally:
    """How many revisions a compartment has and its chain so far; then four sums over ids.

    `heads`: its current revisions. `unfiled`: those whose words were taken out. `awaited`: "revision entry" of those
    that were named and have not come. `rooms`, in a plan's own part alone: the compartments that children were given.
    """

    seq: int = 0
    chain: bytes = crypto.GENESIS
    heads: int = 0
    unfiled: int = 0
    awaited: int = 0
    rooms: int = 0

    def after(self, chain: bytes, added: Iterable[str], removed: Iterable[str]) -> Tally:
        """Return the tally after one more revision."""
        return replace(self.moved(added, removed), seq=self.seq + 1, chain=chain)

    def moved(self, added: Iterable[str], removed: Iterable[str]) -> Tally:
        """Return the tally after heads changed without a new revision (unfiling)."""
        return replace(self, heads=(self.heads + total(added) - total(removed)) % MODULUS)

    def and_unfiled(self, revision: str) -> Tally:
        """Return the tally after one revision's words were taken out."""
        return replace(self, unfiled=(self.unfiled + total([revision])) % MODULUS)

    def awaiting(self, added: Iterable[str], come: Iterable[str]) -> Tally:
        """Return the tally after revisions were named that are not here, and others came; each as "revision entry"."""
        return replace(self, awaited=(self.awaited + total(added) - total(come)) % MODULUS)

    def and_rooms(self, given: Iterable[str]) -> Tally:
        """Return the tally after a child was given rooms."""
        return replace(self, rooms=(self.rooms + total(given)) % MODULUS)

    def covers(self, heads: Iterable[str]) -> bool:
        """Say whether these are exactly the heads that must be there; one named twice is not."""
        return total(heads) == self.heads

    def sealed(self, key: bytes, plan: str, compartment: str, epoch: int) -> bytes:
        """Return the tally sealed for its column; it is always as long."""
        sums = {name: f"{getattr(self, name):064x}" for name in _SUMS}
        value = {"seq": f"{self.seq:016x}", "chain": self.chain.hex(), **sums}
        return crypto.seal(key, orjson.dumps(value), crypto.bound(*_DOMAIN, plan, compartment, epoch), pad=False)

    @classmethod
    def open(cls, key: bytes, plan: str, compartment: str, epoch: int, sealed: bytes) -> Tally:
        """Read what `sealed` wrote; Tampered otherwise."""
        value = orjson.loads(crypto.open_bound(key, sealed, *_DOMAIN, plan, compartment, epoch))
        sums = (int(value[name], 16) for name in _SUMS)
        return cls(int(value["seq"], 16), bytes.fromhex(value["chain"]), *sums)


_SUMS = ("heads", "unfiled", "awaited", "rooms")


def total(ids: Iterable[str]) -> int:
    """Return the sum over some ids, whatever their order."""
    return sum(int.from_bytes(sha256(b"sp/head" + one.encode()).digest(), "big") for one in ids) % MODULUS
