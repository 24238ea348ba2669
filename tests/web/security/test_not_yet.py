"""Weaknesses that are known and not mended yet: each test says what should hold, and fails until it does.

When one of these passes, the run fails: take the mark away, and the row in docs/threat-model.md.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text

from safeplan import db


def not_yet(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason, raises=(AssertionError, pytest.fail.Exception))


@pytest.fixture
def sql(app):
    def run(statement: str, **values: object) -> list:
        with app.extensions[db.EXTENSION].engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return found.all() if found.returns_rows else [found.rowcount]

    return run


@not_yet("nothing sealed says which compartments a plan has: taking one's grants away leaves a shorter plan")
def test_a_whole_compartment_taken_away_is_noticed(as_person, sql):
    priya = as_person("priya")
    plan = priya.new_plan()
    risk = next(part["id"] for part in priya.open(plan)["compartments"] if part["class"] == "risk")
    assert sql("DELETE FROM key_grant WHERE compartment = :c AND holder = :p", c=risk, p=priya.id) == [1]
    answer = priya.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json.get("reason")) == (500, "damaged")
