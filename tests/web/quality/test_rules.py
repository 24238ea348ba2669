"""What waits for a manager, and who may review: from clear facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from safeplan.clock import DAY
from safeplan.quality.rules import LEADS_IT, THEMES, WROTE_IN_IT, PlanFacts, may_review, waiting
from safeplan.quality.service import QUESTIONS

NOW = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp() * 1000)
TODAY = "2026-11-24"
CALM = PlanFacts(
    id="p",
    status="active",
    stage="full",
    created_at=NOW - 40 * DAY,
    review_due="2026-12-01",
    lead="priya",
    lead_left_at=None,
    held=None,
    emergencies=(),
    rules={"power_ends_soon": ("met", NOW), "harmer_unasked": ("not_met", NOW)},
    reviewed_at=None,
)


def test_every_question_stands_in_exactly_one_table() -> None:
    placed = [code for _, codes in THEMES for code in codes]
    assert sorted(placed) == sorted(rule.code for rule in QUESTIONS)


def kinds(facts: PlanFacts, now: int = NOW) -> list[str]:
    return [one.kind for one in waiting(facts, now, TODAY)]


def test_a_plan_in_good_order_waits_for_nothing() -> None:
    assert kinds(CALM) == []
    assert kinds(replace(CALM, stage="interim", created_at=NOW - 4 * DAY)) == []
    assert kinds(replace(CALM, review_due=TODAY)) == []


def test_each_reason_to_decide_is_one_sentence_with_its_day() -> None:
    interim = replace(CALM, stage="interim", created_at=NOW - 6 * DAY)
    [one] = waiting(interim, NOW, TODAY)
    assert (one.kind, one.since) == ("Interim past 5 days", NOW - DAY)
    assert one.sentence == "The plan for tonight is 6 days old. The full plan is not made yet."
    [late] = waiting(replace(CALM, review_due="2026-11-23"), NOW, TODAY)
    assert (late.kind, late.since) == ("Review overdue", int(datetime(2026, 11, 24, tzinfo=UTC).timestamp() * 1000))
    assert kinds(replace(CALM, lead="", lead_left_at=NOW)) == ["No lead"]
    assert kinds(replace(CALM, held=(2, NOW))) == ["Waiting to be filed"]
    assert kinds(replace(CALM, emergencies=((NOW, "Leah Brandt", "police are with the family"),))) == [
        "Opened in an emergency"
    ]
    for code, state, kind in (
        ("power_ends_soon", "not_met", "Order ends soon"),
        ("harmer_unasked", "answered", "Nothing asked"),
        ("ending_disagreement", "not_met", "Ending"),
        ("stop_ending", "not_met", "Ending"),
    ):
        assert kinds(replace(CALM, rules={code: (state, NOW)})) == [kind]


def test_an_ended_plan_waits_for_nothing() -> None:
    assert kinds(replace(CALM, status="ended", lead="", held=(1, NOW))) == []


def test_what_was_decided_is_left_out_and_asked_again_while_it_goes_on() -> None:
    overdue = replace(CALM, review_due="2026-11-10", reviewed_at=NOW)
    assert kinds(overdue) == []
    assert kinds(overdue, NOW + 6 * DAY) == ["Review overdue"]
    night = replace(CALM, emergencies=((NOW - DAY, "Leah Brandt", "a call"),), reviewed_at=NOW)
    assert kinds(night) == []
    assert kinds(night, NOW + 6 * DAY) == []
    assert kinds(replace(night, emergencies=((NOW + 1, "Leah Brandt", "a call"),)), NOW + 2) == [
        "Opened in an emergency"
    ]


def test_a_rule_computed_again_is_not_a_new_decision() -> None:
    answered = replace(CALM, rules={"harmer_unasked": ("answered", NOW + 5)}, reviewed_at=NOW)
    assert kinds(answered, NOW + 10) == []
    assert kinds(answered, NOW + 6 * DAY) == ["Nothing asked"]


def test_no_review_silences_an_ending_over_an_open_disagreement() -> None:
    for state in ("not_met", "answered"):
        proposed = replace(CALM, rules={"ending_disagreement": (state, NOW - DAY)}, reviewed_at=NOW)
        assert kinds(proposed, NOW + 1) == ["Ending"]
        assert kinds(replace(proposed, reviewed_at=NOW + 6 * DAY), NOW + 6 * DAY + 1) == ["Ending"]
    # Taken further is news once; the ending over and done with, or no disagreement at all, is none.
    further = replace(CALM, rules={"ending_disagreement": ("met", NOW)})
    assert kinds(replace(further, reviewed_at=NOW - 1)) == ["Ending"]
    assert kinds(replace(further, reviewed_at=NOW + 1), NOW + 2) == []
    assert kinds(replace(CALM, rules={"ending_disagreement": ("unchecked", NOW)})) == []


def test_neither_the_lead_nor_who_wrote_since_the_last_review_reviews() -> None:
    assert may_review("tom", "priya", ["priya", "sam"]) == ""
    assert may_review("tom", None, []) == ""
    assert may_review("priya", "priya", []) == LEADS_IT
    assert may_review("tom", "priya", ["tom"]) == WROTE_IN_IT
