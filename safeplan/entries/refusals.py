"""Why an entry is not accepted: one reason a program reads, and words for each field a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "unknown-kind",
    "newer-version",
    "wrong-shape",
    "unknown-field",
    "too-long",
    "unknown-code",
    "missing",
    "dates",
]

# The first of these that occurs names the refusal: a wrong shape makes what comes after it meaningless.
ORDER: tuple[Reason, ...] = (
    "unknown-kind",
    "newer-version",
    "wrong-shape",
    "unknown-field",
    "too-long",
    "unknown-code",
    "missing",
    "dates",
)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one field. The words never repeat what was written: they may reach a log."""

    reason: Reason
    words: str


class Refused(ValueError):
    """An entry that is not accepted: `reason`, and `fields`, each field's name with words to show beside it."""

    def __init__(self, reason: Reason, fields: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = dict(fields or {})


def refuse(faults: dict[str, Fault]) -> Refused:
    """One refusal for all faults found, named by the one that comes first in ORDER."""
    reason = min((fault.reason for fault in faults.values()), key=ORDER.index)
    return Refused(reason, {name: fault.words for name, fault in faults.items()})
