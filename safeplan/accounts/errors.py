"""What signing in and looking after people refuses."""

from __future__ import annotations


class NotOpened(Exception):
    """Wrong words, unknown name, delayed or ended: one answer, so that names cannot be collected."""


class RateLimited(Exception):
    """Too many attempts from one place; `seconds` until the next may be made."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many attempts")
        self.seconds = seconds


class EmailTaken(Exception):
    """Somebody already signs in with this address."""


class NoKeys(Exception):
    """This session holds no keys: a child's session, or one that has ended."""
