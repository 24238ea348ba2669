"""Reads one revision as it was pushed, and refuses what is not of that shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from safeplan import crypto

ID = re.compile(r"[0-9a-f]{32}")
FIELDS = {"id", "plan", "compartment", "entry", "parents", "document", "device", "authored_at"}
MOST_PARENTS = 16


class Malformed(Exception):
    """Not a revision; `id` is the one it claimed, if it claimed a usable one."""

    def __init__(self, reason: str, claimed: object = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.id = claimed if isinstance(claimed, str) and ID.fullmatch(claimed) else ""


@dataclass(frozen=True)
class Submission:
    """One pushed revision. `compartment` may be "" where the kind decides; times are ms UTC."""

    id: str
    plan: str
    compartment: str
    entry: str
    parents: tuple[str, ...]
    document: dict[str, Any]
    device: str | None
    authored_at: int
    hash: str

    @classmethod
    def read(cls, raw: object) -> Submission:
        """Return the submission in `raw` (parsed JSON); Malformed otherwise."""
        if not isinstance(raw, Mapping):
            raise Malformed("wrong-shape")
        claimed = raw.get("id")
        if set(raw) != FIELDS:
            raise Malformed("unknown-field" if set(raw) - FIELDS else "wrong-shape", claimed)
        for name in ("id", "plan", "entry"):
            if not _is_id(raw[name]):
                raise Malformed("wrong-shape", claimed)
        for name in ("compartment", "device"):
            if raw[name] != "" and not _is_id(raw[name]):
                raise Malformed("wrong-shape", claimed)
        parents = raw["parents"]
        if not isinstance(parents, list) or len(parents) > MOST_PARENTS or not all(map(_is_id, parents)):
            raise Malformed("wrong-shape", claimed)
        if len(set(parents)) != len(parents) or raw["id"] in parents:
            raise Malformed("wrong-shape", claimed)
        authored = raw["authored_at"]
        if isinstance(authored, bool) or not isinstance(authored, int) or not 0 <= authored < 2**53:
            raise Malformed("wrong-shape", claimed)
        if not isinstance(raw["document"], dict):
            raise Malformed("wrong-shape", claimed)
        try:
            digest = sha256(crypto.canonical(dict(raw))).hexdigest()
        except (TypeError, ValueError):
            # Half an emoji, a float, a number beyond what the browser holds exactly.
            raise Malformed("wrong-shape", claimed) from None
        return cls(
            raw["id"],
            raw["plan"],
            raw["compartment"],
            raw["entry"],
            tuple(parents),
            raw["document"],
            raw["device"] or None,
            authored,
            digest,
        )


def _is_id(value: object) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None
