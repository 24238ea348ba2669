"""What holds for tablets whatever stores them: kinds, how long and how many plans, what stays behind; pure."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

KINDS = ("ipad", "android", "other")
MOST_PLANS = 100
MOST_DRAFTS = 50
MOST_HOURS, USUAL_HOURS = 72, 24
MOST_UNSENT = 1_000_000
ALWAYS_TAKEN = ("plan",)
CHOSEN: dict[str, tuple[str, ...]] = {"risk": ("risk",), "child": ("child", "kept", "spare"), "place": ("place",)}
"""What may be left behind, plan by plan, and the classes it stands for: behaviours, what children said, addresses.
With what children said go the rooms made for children who are only named on the visit.
What staff say among themselves never goes along."""
USUALLY = {"risk": True, "child": True, "place": False}


def classes_taken(chosen: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the classes of compartment that go along."""
    return (*ALWAYS_TAKEN, *(one for name, classes in CHOSEN.items() if chosen[name] for one in classes))


def left_behind(chosen: Mapping[str, bool]) -> str:
    """Return what was left behind as codes with a comma between them, to be left behind again."""
    return ",".join(name for name in CHOSEN if not chosen[name])


def chosen_before(left: str) -> dict[str, bool]:
    """Return what was chosen, from what was left behind."""
    return {name: name not in left.split(",") for name in CHOSEN}


def hash_of(have: Mapping[str, str]) -> str:
    """Return what a tablet says it has, in 64 hex digits: SHA-256 over "plan:digest" lines in order."""
    lines = sorted(f"{plan}:{digest}\n" for plan, digest in have.items())
    return sha256("".join(lines).encode("ascii")).hexdigest()
