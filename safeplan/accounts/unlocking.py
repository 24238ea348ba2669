"""Turns words (a passphrase) into a person's keys, and seals a person's keys under words."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from safeplan import crypto
from safeplan.accounts.models import Unlock
from safeplan.accounts.throttle import key
from safeplan.crypto import Bundle, KdfParams

# The name of the pepper in the settings; a second pepper would be "p2".
PEPPER = "p1"
WORDS = "words"

UNLOCK: Table = Unlock.__table__  # type: ignore[assignment]

# What trying a passphrase costs from now on; older rows keep the cost they were made with.
COST = KdfParams()


def new_unlock(pepper: bytes, person_id: str, bundle: Bundle, words: str, *, generated: bool) -> dict[str, Any]:
    """Return the values of an unlock row that opens `bundle` with `words` (one KDF call).

    `generated` says that the words were picked at random and not chosen by somebody.
    """
    method, salt = crypto.new_id(), secrets.token_bytes(16)
    root = crypto.stretch(words, salt, pepper, person_id, COST)
    row_hash = crypto.kdf_row_hash(salt, COST, PEPPER)
    return {
        "id": method,
        "person": person_id,
        "method": WORDS,
        "salt": salt,
        "m_kib": COST.m_kib,
        "t": COST.t,
        "p": COST.p,
        "pepper": PEPPER,
        "generated": generated,
        "verifier": crypto.verifier(root),
        "sealed_bundle": crypto.seal_bundle(root.kek, bundle, person_id, method, row_hash),
    }


def open_unlock(pepper: bytes, row: Mapping[str, Any], words: str) -> Bundle | None:
    """Return the keys an unlock row holds, or None for wrong words (one KDF call either way)."""
    cost = KdfParams(row["m_kib"], row["t"], row["p"])
    root = crypto.stretch(words, row["salt"], pepper, row["person"], cost)
    if not crypto.matches(root, row["verifier"]):
        return None
    row_hash = crypto.kdf_row_hash(row["salt"], cost, row["pepper"])
    return crypto.open_bundle(root.kek, row["sealed_bundle"], row["person"], row["id"], row_hash)


def words_were_generated(session: Session, person_id: str) -> bool:
    """Say whether a person signs in with words that were picked at random; False where it is not known."""
    return session.scalar(select(UNLOCK.c.generated).where(UNLOCK.c.person == person_id)) is True


def stand_in(secret: bytes, email: str) -> dict[str, Any]:
    """Return an unlock row for somebody who does not exist: it costs the same and never opens."""
    digits = key(secret, "nobody", email)
    return {
        "id": digits[:32],
        "person": digits[32:],
        "salt": bytes.fromhex(digits[:32]),
        "m_kib": COST.m_kib,
        "t": COST.t,
        "p": COST.p,
        "pepper": PEPPER,
        "verifier": bytes(32),
        "sealed_bundle": b"",
    }
