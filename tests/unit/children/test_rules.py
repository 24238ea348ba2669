"""When a page may be used and who may see it; the browser reads the same vectors.

What the gate comes to is worked out in the browser alone: tests/unit/js/board_rules.mjs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safeplan import children, rules

HERE = Path(__file__).parent
CHECKS = json.loads((HERE / "check_vectors.json").read_text())
BOARDS = children.load()


def test_the_gate_and_the_advice_mean_the_same_children_by_little() -> None:
    [little] = [one.expression for one in rules.load().definitions if one.name == "little"]
    assert f"days(item.born, today) < {BOARDS.gate.youngest_days}" in little


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: case["name"])
def test_checks(case: dict[str, Any]) -> None:
    assert [item.words for item in children.unchecked(case["page"])] == case["left"]
    assert children.next_state(case["page"]) == case["next"]
    assert children.next_state(case["page"], use=True) == case["used"]


def test_until_it_is_checked_only_its_maker_and_the_lead_see_a_page() -> None:
    page = {"page": "hand", "people": [{"name": "Mark"}], "checks": [], "state": "made"}
    assert children.may_see(page, maker="priya", reader="priya", lead="tom")
    assert children.may_see(page, maker="priya", reader="tom", lead="tom")
    assert not children.may_see(page, maker="priya", reader="ruth", lead="tom")
    assert not children.may_see(page, maker="priya", reader="ruth", lead=None)
    page |= {"checks": [{"what": "person_safe", "outcome": "no"}], "state": "checked"}
    assert children.may_see(page, maker="priya", reader="ruth", lead="tom")


def test_a_state_that_says_more_than_the_checks_shows_nothing() -> None:
    page = {"page": "hand", "people": [{"name": "Mark"}], "checks": [], "state": "in_use"}
    assert not children.may_see(page, maker="priya", reader="ruth", lead="tom")
