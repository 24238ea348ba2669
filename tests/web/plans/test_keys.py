"""Keys follow people: who must say why, and who knows the next key once somebody has gone."""

from __future__ import annotations

from sqlalchemy import func, select

from safeplan import db
from safeplan.plans.models import Epoch


def test_somebody_who_stands_in_for_the_night_desk_must_say_why_too(as_person, cast):
    plan = as_person("priya").new_plan(staff_know="yes", excluded=[cast.people["omar"]])
    leah = as_person("leah")
    refused = leah.get(f"/api/1/plans/{plan}")
    assert (refused.status_code, refused.json["reason"]) == (403, "say-why")
    leah.post(f"/api/1/plans/{plan}/emergency", {"reason": "child_in_danger"})
    assert leah.get(f"/api/1/plans/{plan}").status_code == 200
    assert as_person("omar").get(f"/api/1/plans/{plan}").status_code == 404


def test_the_next_save_of_a_lead_renews_keys_somebody_who_left_still_knows(as_person, app, cast):
    priya, tom = as_person("priya"), as_person("tom")
    plan = priya.new_plan()
    handed = priya.post(f"/api/1/plans/{plan}/lead", {"person": cast.people["leah"]})
    assert handed.status_code == 204
    assert (
        as_person("edith")
        .submit(
            f"/agency/people/{cast.people['priya']}/end",
            {"checked": "y"},
            page=f"/agency/people/{cast.people['priya']}",
        )
        .status_code
        == 303
    )
    assert priya.get("/api/1/plans").status_code == 401

    def epochs() -> int:
        with app.extensions[db.EXTENSION].sessions() as session:
            return session.scalar(select(func.max(Epoch.number))) or 0

    before = epochs()
    tom.write(plan, "note", {"words": "Priya has left; Tom reads on."})
    assert epochs() == before + 1
    assert tom.open(plan)["entries"]


def test_a_rules_since_is_when_it_began_to_stand_like_that(as_person, app):
    priya = as_person("priya")
    plan = priya.new_plan()
    priya.write(plan, "note", {"words": "First"})
    first = priya.open(plan)["rules"]["no_contingency"]
    priya.write(plan, "note", {"words": "Second"})
    assert priya.open(plan)["rules"]["no_contingency"] == first
