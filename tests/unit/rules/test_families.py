"""The two families of the practice studies set off what their stories say, and nothing more."""

from __future__ import annotations

from typing import Any

import pytest

from safeplan.demo import families
from safeplan.demo.families import Row
from safeplan.rules import RULES, Asking, evaluate, facts

ALL = {"plan", "risk", "child"}
AT_THE_TABLE = ["council", "police", "school", "nursery", "health", "midwifery", "idva", "housing", "mental_health"]


def _advice(rows: list[Row], stage: str, agencies: list[str]) -> dict[str, list[str]]:
    """Rule to the entries that fail it, for every rule that is not met."""
    ids = {name: name for _, name, _ in rows} | {name: name for name in families.pointers(rows)}
    entries = [_entry(*row) for row in families.resolved(rows, ids)]
    plan = {"today": str(families.FIRST_DAY), "stage": stage, "plan_agencies": agencies}
    results = evaluate(facts(entries, plan), ALL, stage)
    return {result.rule: list(result.items) for result in results if result.state not in ("met", "unchecked")}


def _entry(kind: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "entry": name,
        "kind": kind,
        "heads": [{"seq": 1, "withdrawn": "", "author_agency": "council", "data": data}],
    }


@pytest.mark.parametrize("stage", ["tonight", "full", "review", "ending"])
def test_family_a_is_asked_nothing(stage: str) -> None:
    assert _advice(families.family_a(), stage, [*AT_THE_TABLE, "probation"]) == {}


def test_family_b_as_entered_is_asked_what_its_story_says() -> None:
    graces = ["grace_door", "grace_999", "grace_contact"]
    assert _advice(families.family_b_as_entered(), "ending", AT_THE_TABLE) == {
        "harmer_unasked": ["mark"],
        "coverage": ["volatile"],
        "who_else_acts": [],
        "parent_polices": graces,
        "realism": graces,
        "control_unexplored": [],
        "mutual_wording": ["volatile"],
        "licence_considered": ["mark"],
        "right_to_know": ["mark"],
        "police_powers_considered": ["mark"],
        "referral_not_start": ["mark_programme"],
        "child_unheard": ["noah", "ella"],
        "child_no_plan": ["noah", "ella"],
        "child_no_adult": ["noah"],
        "agency_missing": ["mark"],
        "ending_not_sustained": ["mark"],
        "ending_disagreement": ["joan_disagrees", "ruth_disagrees", "mina_disagrees"],
        "ending_others_depend": ["end_protection"],
    }


def test_family_b_tonight_is_asked_first_who_else_can_act() -> None:
    advice = _advice(families.family_b_as_entered(), "tonight", AT_THE_TABLE)
    assert list(advice) == ["who_else_acts", "harmer_unasked", "parent_polices"]


def test_family_b_mended_is_asked_nothing_until_an_ending_is_on_the_table() -> None:
    mended = families.family_b_mended()
    assert _advice(mended, "review", [*AT_THE_TABLE, "probation"]) == {}
    assert _advice(mended, "ending", [*AT_THE_TABLE, "probation"]) == {"ending_not_sustained": ["mark"]}


def test_family_b_mended_without_probation_says_who_cannot_see_it() -> None:
    assert _advice(families.family_b_mended(), "review", AT_THE_TABLE) == {"agency_missing": ["mark"]}


@pytest.mark.parametrize("stage", ["tonight", "ending"])
def test_a_rule_over_each_of_nothing_is_met_to_who_writes_and_none_to_who_looks_over_plans(stage: str) -> None:
    empty = facts([], {"today": str(families.FIRST_DAY), "stage": stage, "plan_agencies": []})
    spoken = {one.rule: one.state for one in evaluate(empty, ALL, stage) if one.state not in ("unchecked", "cannot")}
    stored = {one.rule: one.state for one in Asking(empty).results(ALL)}
    # About the plan as it is, and not about each of something: these alone have something to say of an empty one.
    whole = {rule.code for rule in RULES if not rule.each and rule.when == "true"} & spoken.keys()
    assert whole
    for code in spoken:
        assert (spoken[code], stored[code]) == (("not_met", "not_met") if code in whole else ("met", "none")), code
    # A list with nothing in it that the rule is about is nothing as well.
    only_mark = [_entry("family_member", "mark", {"name": "Mark", "role": "perpetrator"})]
    known = facts(only_mark, {"today": str(families.FIRST_DAY), "stage": stage, "plan_agencies": []})
    states = {one.rule: one.state for one in Asking(known).results(ALL)}
    assert (states["no_safe_contact"], states["harmer_unasked"]) == ("none", "not_met")
