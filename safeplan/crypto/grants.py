"""Hands compartments' keys to one key holder, with the right they were given bound in.

What is handed to a holder at one moment is a bunch: one fresh key sealed to their public key, and each compartment's
key wrapped under it. A grant is both, one after the other, so it stands alone in its row; whoever opens a whole
plan does the slow half once. A bunch's key is never used again: a later key must not open with an earlier bunch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from .envelope import KEY_LENGTH, bound, new_key, unwrap_bound, wrap
from .errors import Tampered
from .keypairs import KeyPair, open_from, seal_to

LETTER_LENGTH = 6 + 32 + 32 + 16
"""Header, encapsulated key, the bunch's key, tag: keys are not padded, so every letter is as long."""


@dataclass(frozen=True)
class Bunch:
    """What one holder is handed at one moment; `letter` is its key, sealed to them."""

    plan: str
    holder_kind: str
    holder: str
    public: bytes
    letter: bytes
    key: bytes = field(repr=False)


def new_bunch(public: bytes, plan: str, holder_kind: str, holder: str) -> Bunch:
    """Seal a fresh key to a holder; `holder_kind` is person, desk or recovery."""
    key = new_key()
    letter = seal_to(public, key, _bunch_info(plan, holder_kind, holder, public), pad=False)
    return Bunch(plan, holder_kind, holder, public, letter, key)


def seal_grant(bunch: Bunch, key: bytes, compartment: str, epoch: int, right: str) -> bytes:
    """Put a compartment's 32-byte key into a bunch; `right` is read, contribute or lead.

    Raising a right, or giving the row to somebody else, breaks the seal.
    """
    fingerprint = sha256(bunch.public).hexdigest()
    parts = _bound_to(bunch.plan, compartment, epoch, bunch.holder_kind, bunch.holder, fingerprint, right)
    aad = bound(*parts, ids=(bunch.plan, compartment, bunch.holder))
    return bunch.letter + wrap(bunch.key, key, aad)


def open_grant(
    pair: KeyPair,
    sealed: bytes,
    plan: str,
    compartment: str,
    epoch: int,
    holder_kind: str,
    holder: str,
    right: str,
    bunches: dict[bytes, bytes] | None = None,
) -> bytes:
    """Return the compartment's key; Tampered or UnknownFormat if the grant was not given like this.

    `bunches` remembers letters opened before, while one request lasts.
    """
    letter, wrapped = sealed[:LETTER_LENGTH], sealed[LETTER_LENGTH:]
    opened = {} if bunches is None else bunches
    if letter not in opened:
        key = open_from(pair, letter, _bunch_info(plan, holder_kind, holder, pair.public))
        if len(key) != KEY_LENGTH:
            raise Tampered
        opened[letter] = key
    parts = _bound_to(plan, compartment, epoch, holder_kind, holder, pair.fingerprint, right)
    return unwrap_bound(opened[letter], wrapped, *parts, ids=(plan, compartment, holder))


def _bunch_info(plan: str, holder_kind: str, holder: str, public: bytes) -> bytes:
    return bound("sp/bunch", 1, plan, holder_kind, holder, sha256(public).hexdigest(), ids=(plan, holder))


def _bound_to(*parts: object) -> tuple[object, ...]:
    return ("sp/grant", 1, *parts)
