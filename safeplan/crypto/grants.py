"""Hands a compartment's key to one key holder, with the right they were given bound in."""

from __future__ import annotations

from hashlib import sha256

from .canonical import bound, opaque_id
from .envelope import KEY_LENGTH
from .errors import Tampered
from .keypairs import KeyPair, open_from, seal_to


def grant_info(
    plan: str,
    compartment: str,
    epoch: int,
    holder_kind: str,
    holder: str,
    public_key: bytes,
    right: str,
) -> bytes:
    """Return the info a grant is sealed with.

    `holder_kind` is person, desk or recovery; `right` is read, contribute or
    lead. Raising a right, or giving the row to somebody else, breaks the seal.
    """
    return bound(
        "sp/grant",
        1,
        opaque_id(plan),
        opaque_id(compartment),
        epoch,
        holder_kind,
        opaque_id(holder),
        sha256(public_key).hexdigest(),
        right,
    )


def seal_grant(
    public: bytes,
    key: bytes,
    plan: str,
    compartment: str,
    epoch: int,
    holder_kind: str,
    holder: str,
    right: str,
) -> bytes:
    """Seal a compartment's 32-byte key to a holder's public key."""
    if len(key) != KEY_LENGTH:
        raise ValueError("a compartment key is 32 bytes")
    info = grant_info(plan, compartment, epoch, holder_kind, holder, public, right)
    return seal_to(public, key, info, pad=False)


def open_grant(
    pair: KeyPair,
    sealed: bytes,
    plan: str,
    compartment: str,
    epoch: int,
    holder_kind: str,
    holder: str,
    right: str,
) -> bytes:
    """Return the compartment's key; Tampered or UnknownFormat if the grant was not given like this."""
    info = grant_info(plan, compartment, epoch, holder_kind, holder, pair.public, right)
    key = open_from(pair, sealed, info)
    if len(key) != KEY_LENGTH:
        raise Tampered
    return key
