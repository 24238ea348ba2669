"""Refuses to start with a secret that is missing or could be guessed."""

from __future__ import annotations

from .errors import WeakSecret

SHORTEST = 32


def check_secret(name: str, value: str | bytes | None) -> None:
    """Raise WeakSecret, naming the setting and never its value, unless it is fit for use."""
    raw = value.encode("utf-8") if isinstance(value, str) else value
    if not raw:
        raise WeakSecret(f"{name} is not set.")
    if len(raw) < SHORTEST:
        raise WeakSecret(f"{name} is shorter than {SHORTEST} bytes.")
    if len(set(raw)) == 1:
        raise WeakSecret(f"{name} is one byte repeated.")


def check_pepper(value: bytes | None) -> None:
    """Raise WeakSecret unless the pepper is fit for use.

    Without it, a stolen database is enough to try passphrases against.
    """
    check_secret("PEPPER", value)
