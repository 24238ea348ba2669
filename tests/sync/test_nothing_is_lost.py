"""Several tablets, two people, a road that is cut anywhere: nothing is lost or there twice, and all see the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.postgres import POSTGRES
from tests.sync.machine import Visits

# The same few each time: what is new is looked for by `make test-cuts`.
QUICK = settings(
    max_examples=8,
    stateful_step_count=12,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

Visits.TestCase.settings = QUICK
test_visits = Visits.TestCase


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES, reason="SAFEPLAN_TEST_POSTGRES_URL names no server")
def test_visits_with_postgresql() -> None:
    machine = type("VisitsWithPostgreSQL", (Visits,), {"engine": "postgres"})
    run_state_machine_as_test(machine, settings=settings(QUICK, max_examples=3, phases=(Phase.generate,)))
