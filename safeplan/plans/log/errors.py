"""What can go wrong with what a plan is sealed in."""

from __future__ import annotations

from safeplan import crypto


class Damaged(crypto.Tampered):
    """A row that does not open, does not fit its chain or is not there; `row` names it. Never half a plan."""

    def __init__(self, row: str) -> None:
        super().__init__()
        self.row = row


class NoKey(Exception):
    """Nobody here holds the key that was asked for."""
