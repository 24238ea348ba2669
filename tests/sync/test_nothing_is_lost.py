"""Several tablets, two people, a road that is cut anywhere: nothing is lost or there twice, and all see the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import POSTGRES
from tests.sync.machine import Visits

QUICK = settings(max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))

Visits.TestCase.settings = QUICK
test_visits = Visits.TestCase


@pytest.mark.postgres
@pytest.mark.skipif(not POSTGRES, reason="SAFEPLAN_TEST_POSTGRES_URL names no server")
def test_visits_with_postgresql() -> None:
    machine = type("VisitsWithPostgreSQL", (Visits,), {"engine": "postgres"})
    run_state_machine_as_test(machine, settings=settings(QUICK, max_examples=4, phases=(Phase.generate,)))
