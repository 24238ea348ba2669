"""The answer (acknowledgement) for each pushed revision, and why one is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Receipt:
    """The answer for one revision: accepted, repeat, held or refused.

    `hash` is the SHA-256 of the submission's canonical JSON: only a receipt for that very
    revision lets its author's outbox forget it.
    """

    id: str
    state: str
    hash: str = ""
    seq: int | None = None
    reason: str = ""
    fields: dict[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "state": self.state, "hash": self.hash, "seq": self.seq}
        if self.reason:
            shown["reason"] = self.reason
        if self.fields:
            shown["fields"] = self.fields
        return shown


class Refusal(Exception):
    """One revision that is not taken, with its reason code and, where it helps, words per field."""

    def __init__(self, reason: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields
