"""Says which rules have begun to speak, from where a plan is in its life; static/js/plan/asking.js says the same.

What each stage asks stands in the catalogue. An ending on the table brings its own questions at any stage: `facts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeplan import catalogue
from safeplan.rules.functions import days


def given(stage: str, review_due: str | None, plan_agencies: Sequence[str], today: str) -> dict[str, Any]:
    """Return what `facts` is told of a plan besides its entries; `stage` is the plan's own."""
    rules_stage = stage_of(stage, review_due or "", today)
    return {"today": today, "stage": rules_stage, "plan_agencies": list(plan_agencies)}


def stage_of(stage: str, review_due: str, today: str) -> str:
    """Return the rules' stage for a plan's own; close to its review, the review's."""
    details = catalogue.load().item("stages", stage).details
    near = details.get("near")
    if near and review_due and days(today, review_due) <= near:
        return "review"
    return str(details["rules"])
