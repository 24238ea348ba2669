"""How a deed (audit event) is hashed into its chains; pure, so that a verifier elsewhere can do the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

GENESIS = bytes(32)
NOBODY = "0" * 32
"""The actor of what nobody signed in did: a refused sign-in, a command at the server."""


@dataclass(frozen=True)
class Deed:
    """What happened, in ids and codes: `object` is what it was done to, `code` how or why."""

    agency: str
    plan: str | None
    at: int
    actor: str
    action: str
    object: str
    code: str


def link(previous: bytes, stream: str, seq: int, deed: Deed) -> bytes:
    """Return the 32-byte chain value of the row at `seq` (from 1) in `stream` ("agency" or "plan")."""
    row = [
        "sp/audit",
        1,
        stream,
        seq,
        deed.agency,
        deed.plan,
        deed.at,
        deed.actor,
        deed.action,
        deed.object,
        deed.code,
    ]
    return sha256(previous + json.dumps(row, separators=(",", ":")).encode()).digest()
