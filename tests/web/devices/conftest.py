"""A practitioner with a tablet of hers, and a plan with something in every part of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import TabletClient


@pytest.fixture
def tablet(app, priya) -> TabletClient:
    return TabletClient(app, priya)


@pytest.fixture
def plan(priya) -> str:
    made = priya.new_plan()
    priya.write(made, "family_member", {"name": "Grace", "role": "parent"})
    return made


@pytest.fixture
def part(priya, plan) -> dict[str, Any]:
    """Return the plan's own compartment, as the browser sees it."""
    return priya.part(plan, "plan")
