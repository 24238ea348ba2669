"""What holds for tablets whatever stores them: kinds, how long and how many plans, what stays behind; pure."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

KINDS = ("ipad", "android", "other")
TOKEN_LENGTH = 32
MOST_PLANS = 100
MOST_DRAFTS = 50
MOST_HOURS, USUAL_HOURS = 72, 24
MOST_UNSENT = 1_000_000
ALWAYS_TAKEN = ("plan", "risk", "child", "kept")
PLACE = "place"
"""What finds somebody is taken only when it is asked for; what staff say among themselves never is."""


def classes_taken(place: bool) -> tuple[str, ...]:
    """Return the classes of compartment that go along."""
    return (*ALWAYS_TAKEN, PLACE) if place else ALWAYS_TAKEN


def hash_of(have: Mapping[str, str]) -> str:
    """Return what a tablet says it has, in 64 hex digits: SHA-256 over "plan:digest" lines in order."""
    lines = sorted(f"{plan}:{digest}\n" for plan, digest in have.items())
    return sha256("".join(lines).encode("ascii")).hexdigest()
