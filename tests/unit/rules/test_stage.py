"""A plan's stage in the rules' words, from the table that plan_stage.test.mjs tries the browser with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safeplan import catalogue
from safeplan.plans.rules import STAGES
from safeplan.rules import STAGES as RULES_STAGES
from safeplan.rules import stage_of

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/stages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", VECTORS, ids=[one["name"] for one in VECTORS])
def test_a_plan_near_its_review_or_ended_has_one_stage(one: dict[str, str]) -> None:
    assert stage_of(one["stage"], one["review_due"], one["today"]) == one["expect"]


def test_every_stage_is_tried_and_asks_what_rules_know() -> None:
    assert {one["stage"] for one in VECTORS} == set(STAGES)
    assert {item.details["rules"] for item in catalogue.load().items("stages")} == set(RULES_STAGES)
