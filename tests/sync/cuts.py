"""Ten thousand cuts, counted as they befall calls. Takes minutes: `make test-cuts` runs it, `make test` does not."""

from __future__ import annotations

import os
import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine import Visits
from tests.sync.tablets import CUTS

WANTED = int(os.environ.get("SAFEPLAN_CUTS", "10000"))
MINUTES = 30
SEARCH = settings(
    max_examples=10,
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


def test_ten_thousand_cuts_lose_nothing() -> None:
    class Valleys(Visits):
        longest = 40

    Visits.counted.clear()
    began = time.monotonic()
    while Visits.counted["cuts"] < WANTED:
        assert time.monotonic() - began < MINUTES * 60, f"too slow: {Visits.counted}"
        run_state_machine_as_test(Valleys, settings=SEARCH)
    print(f"{time.monotonic() - began:.0f} s", dict(sorted(Visits.counted.items())))
    assert Visits.counted["cuts"] >= WANTED
    assert [one for one in (*CUTS, *MET) if not Visits.counted[one]] == []
