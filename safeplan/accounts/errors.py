"""What signing in and looking after people refuses."""

from __future__ import annotations

from safeplan import refusals


class NotOpened(refusals.NotSignedIn):
    """Wrong words, unknown name, delayed or ended: one answer, so that names cannot be collected."""

    reasons = ("not-opened",)


class EmailTaken(refusals.Conflict):
    """Somebody already signs in with this address."""

    reasons = ("email-taken",)


class NoKeys(Exception):
    """This session holds no keys: a child's session, or one that has ended."""
