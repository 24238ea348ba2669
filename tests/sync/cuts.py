"""Cuts by the thousand, counted as they befall calls. Takes minutes: `make test-cuts` runs it, `make test` does not."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine import Visits
from tests.sync.tablets import CUTS


@dataclass(frozen=True)
class Profile:
    """How long to look: until there were so many cuts and each kind of them, or so many minutes have gone.

    When its minutes are over, a run that had `least` of them has still looked; with fewer it has failed. The clock is
    read after so many `visits`.
    """

    cuts: int
    minutes: float
    least: int
    visits: int


# The short one is for every automatic run: its visits are others each time, so that many runs look at much.
PROFILES = {"": Profile(10_000, 30, 10_000, 10), "short": Profile(1000, 3, 50, 3)}
PROFILE = PROFILES[os.environ.get("SAFEPLAN_CUTS", "")]
SEARCH = settings(
    max_examples=PROFILE.visits,
    stateful_step_count=40,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
# A run in which none of these happened would have proved nothing about them.
MET = (
    "conflicts",
    "settled",
    "withdrawn",
    "letters waiting",
    "letters held",
    "letters aside",
    "letters filed",
    "waiting on wiped tablets",
)


def test_cuts_lose_nothing() -> None:
    class Valleys(Visits):
        longest = 40

    Visits.counted.clear()
    began = time.monotonic()
    while not looked_enough() and time.monotonic() - began < PROFILE.minutes * 60:
        run_state_machine_as_test(Valleys, settings=SEARCH)
    print(f"{time.monotonic() - began:.0f} s", dict(sorted(Visits.counted.items())))
    print("did not happen:", ", ".join(unmet()) or "nothing")
    assert Visits.counted["cuts"] >= PROFILE.least, f"too slow: {Visits.counted}"
    # A short look may miss what is rare, and has said so.
    assert PROFILE is PROFILES["short"] or unmet() == []


def looked_enough() -> bool:
    return Visits.counted["cuts"] >= PROFILE.cuts and unmet() == []


def unmet() -> list[str]:
    """Return what has not happened yet."""
    return [one for one in (*CUTS, *MET) if not Visits.counted[one]]
