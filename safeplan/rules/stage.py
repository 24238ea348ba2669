"""Says which rules have begun to speak, from where a plan is in its life; static/js/plan/asking.js says the same.

What each stage asks stands in the catalogue. An ending on the table brings its own questions at any stage: `facts`.
"""

from __future__ import annotations

from safeplan import catalogue
from safeplan.rules.functions import days


def stage_of(stage: str, review_due: str, today: str) -> str:
    """Return the rules' stage for a plan's own; close to its review, the review's."""
    details = catalogue.load().item("stages", stage).details
    near = details.get("near")
    if near and review_due and days(today, review_due) <= near:
        return "review"
    return str(details["rules"])
