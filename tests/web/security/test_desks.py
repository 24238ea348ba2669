"""An administrator can name somebody for a desk; until a member lets them in, they find and steer nothing."""

from __future__ import annotations

import pytest


@pytest.fixture
def plan(as_person):
    return as_person("priya").new_plan()


@pytest.fixture
def named(as_person, cast):
    """Return Omar, of the night desk, whom the administrator has named for the managers' desk as well."""
    path = f"/agency/desks/{cast.desks['managers']}/members"
    page = as_person("edith").submit(path, {"person": cast.people["omar"]}, "/agency")
    assert page.status_code == 303
    return as_person("omar")


def test_somebody_named_and_not_let_in_is_still_asked_why_at_night(named, plan):
    answer = named.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json) == (403, {"reason": "say-why"})


def test_somebody_named_and_not_let_in_steers_nothing(named, plan, as_person, cast):
    for path, body in (
        ("stage", {"stage": "ended", "review_due": ""}),
        ("lead", {"person": cast.people["omar"]}),
        ("letters/file", {}),
    ):
        assert named.post(f"/api/1/plans/{plan}/{path}", body).status_code in (403, 404), path
    shown = as_person("priya").open(plan)["plan"]
    assert (shown["status"], shown["lead"]["name"]) == ("active", "Priya Nair")


def test_once_let_in_they_may(named, plan, as_person, cast):
    path = f"/agency/my-desks/{cast.desks['managers']}/let-in/{cast.people['omar']}"
    assert as_person("tom").submit(path, {}, "/agency/my-desks").status_code == 303
    assert named.open(plan)["compartments"]


def test_emergency_duty_says_why_even_when_one_of_them_is_kept_out(cast, as_person):
    plan = as_person("priya").new_plan(staff_know="yes", excluded=[cast.people["omar"]])
    answer = as_person("leah").get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json.get("reason")) == (403, "say-why")
