"""A row that was changed, moved, swapped or taken out is named; nobody is shown half a plan."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from safeplan import db

ACTION = {"owner": "agency", "agency": "police", "what": "Police patrol at pick-up", "state": "accepted"}


@pytest.fixture
def priya(as_person):
    return as_person("priya")


@pytest.fixture
def written(priya):
    plan = priya.new_plan()
    return plan, [priya.write(plan, "action", ACTION), priya.write(plan, "action", {**ACTION, "state": "asked"})]


@pytest.fixture
def tamper(sql):
    def run(statement: str, **values: object) -> None:
        assert sql(statement, **values)

    return run


@pytest.mark.parametrize("column", ["sealed", "key"])
def test_a_changed_row_is_named(priya, written, tamper, column):
    plan, [first, _] = written
    other = f"(SELECT r.{column} FROM revision r WHERE r.id <> :id LIMIT 1)"
    tamper(f"UPDATE revision SET {column} = {other} WHERE id = :id", id=first["id"])
    answer = priya.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json) == (500, {"reason": "damaged", "row": first["id"]})


@pytest.mark.parametrize(
    ("column", "value"),
    [("author", "a" * 32), ("authored_at", 1), ("received_at", 1), ("device", "b" * 32), ("seq", 77)],
)
def test_a_changed_clear_column_is_named(priya, written, tamper, column, value):
    plan, [first, _] = written
    tamper(f"UPDATE revision SET {column} = :value WHERE id = :id", value=value, id=first["id"])
    answer = priya.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json) == (500, {"reason": "damaged", "row": first["id"]})


def test_a_missing_entry_is_noticed(priya, written, tamper):
    plan, [first, _] = written
    tamper("DELETE FROM head WHERE revision = :id", id=first["id"])
    tamper("DELETE FROM revision WHERE id = :id", id=first["id"])
    answer = priya.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json["reason"]) == (500, "damaged")
    assert "entries" not in answer.json


def test_a_right_raised_in_the_database_opens_nothing(priya, written, tamper):
    plan, _ = written
    tamper("UPDATE key_grant SET \"right\" = 'read' WHERE holder = :me", me=priya.id)
    answer = priya.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json["reason"]) == (500, "damaged")


def test_audit_rows_cannot_be_changed_or_deleted(app, written):
    for statement in ("UPDATE audit SET code = 'x'", "DELETE FROM audit"):
        with pytest.raises(Exception, match="audit rows stand"):
            with app.extensions[db.EXTENSION].engine.begin() as connection:
                connection.execute(text(statement))
