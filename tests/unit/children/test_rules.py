"""What the gate allows and when a page may be used; the browser reads the same vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplan import children, rules

HERE = Path(__file__).parent
GATE = json.loads((HERE / "gate_vectors.json").read_text())
CHECKS = json.loads((HERE / "check_vectors.json").read_text())
BOARDS = children.load()

answers = st.fixed_dictionaries(
    {row.id: st.sampled_from([answer.code for answer in row.answers]) for row in BOARDS.gate.rows if row.answers}
)


@pytest.mark.parametrize("case", GATE, ids=lambda case: case["name"])
def test_gate(case: dict[str, Any]) -> None:
    came = children.outcome(BOARDS, "5-7", case["answers"])
    assert list(came.pages) == case["pages"]
    assert list(came.missing) == case["missing"]
    assert (came.paper, came.stops, came.may_give) == (case["paper"], case["stops"], case["may_give"])


@given(answers)
def test_before_we_start_is_in_every_book_that_is_given(given_answers: dict[str, str]) -> None:
    came = children.outcome(BOARDS, "5-7", given_answers)
    assert came.may_give == bool(came.pages)
    assert not came.may_give or set(BOARDS.gate.always) <= set(came.pages)


@given(answers)
def test_a_child_who_may_soon_be_questioned_draws_nothing_and_takes_no_paper(given_answers: dict[str, str]) -> None:
    came = children.outcome(BOARDS, "5-7", given_answers)
    if given_answers["next_contact"] != "after_me":
        assert "tell" not in came.pages
        assert not came.paper


def test_getting_help_needs_every_check() -> None:
    everything = [code for code, _ in BOARDS.gate.readiness]
    assert len(everything) == 4
    assert children.ready_for_help(BOARDS.gate, everything)
    for one in everything:
        assert not children.ready_for_help(BOARDS.gate, [code for code in everything if code != one])


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
