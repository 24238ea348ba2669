"""A row that was changed, moved, swapped or taken out is named; nobody is shown half a plan."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from safeplan import db

ACTION = {"owner": "agency", "agency": "police", "what": "Police patrol at pick-up", "state": "accepted"}


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


def noted(person, plan: str, words: str, of: dict, *parents: dict) -> dict:
    ids = [one["id"] for one in parents]
    return person.write(plan, "note", {"words": words}, entry=of["entry"], parents=ids)


@pytest.fixture
def chain(priya):
    """Return a plan and three revisions of one note, each in the place of the one before."""
    plan = priya.new_plan()
    first = priya.write(plan, "note", {"words": "a"})
    second = noted(priya, plan, "b", first, first)
    return plan, first, second, noted(priya, plan, "c", first, second)


@pytest.mark.parametrize(
    ("which", "column", "wrong"),
    [(3, "unfiled_at", 1), (2, "parents", '["third"]'), (2, "entry", "e" * 32), (2, "key", None)],
)
def test_what_is_changed_for_a_moment_is_not_sealed_by_the_next_save(priya, chain, sql, which, column, wrong):
    """Heads are worked out from old rows when something comes late, or is unfiled: the log is looked at first."""
    plan, first, _, third = chain
    [(was,)] = sql(f"SELECT {column} FROM revision WHERE id = :id", id=chain[which]["id"])
    wrong = wrong.replace("third", third["id"]) if isinstance(wrong, str) else wrong
    sql(f"UPDATE revision SET {column} = :wrong WHERE id = :id", wrong=wrong, id=chain[which]["id"])
    late = priya.revision(plan, "note", {"words": "d"}, entry=first["entry"], parents=[first["id"]])
    answer = priya.post("/api/1/revisions", {"revisions": [late]})
    assert (answer.status_code, answer.json["reason"]) == (500, "damaged")
    body = {"revision": first["id"], "reason": "wrong_place"}
    assert priya.post(f"/api/1/plans/{plan}/unfile", body).status_code == 500
    sql(f"UPDATE revision SET {column} = :was WHERE id = :id", was=was, id=chain[which]["id"])
    priya.push(late)
    [entry] = priya.open(plan)["entries"]
    assert sorted(head["data"]["words"] for head in entry["heads"]) == ["c", "d"]


def test_what_is_awaited_cannot_be_forgotten(priya, tamper):
    plan = priya.new_plan()
    late = priya.revision(plan, "note", {"words": "old"})
    new = noted(priya, plan, "new", late, late)
    tamper("DELETE FROM awaited WHERE revision = :r", r=late["id"])
    answer = priya.post("/api/1/revisions", {"revisions": [{**late, "parents": [new["id"]]}]})
    assert (answer.status_code, answer.json["reason"]) == (500, "damaged")


def test_a_head_named_twice_or_as_another_entry_s_is_noticed(priya, chain, tamper):
    plan, first, _, _ = chain
    again = (
        "INSERT INTO head (compartment, entry, revision) SELECT compartment, :e, revision FROM head WHERE entry = :o"
    )
    tamper(again, e="f" * 32, o=first["entry"])
    tamper("UPDATE head SET entry = :e WHERE entry = :o", e="d" * 32, o=first["entry"])
    assert priya.get(f"/api/1/plans/{plan}").json["reason"] == "damaged"


@pytest.mark.parametrize("with_words", [True, False])
def test_a_child_s_room_that_calls_itself_spare_again_is_noticed(priya, sql, tamper, with_words):
    plan = priya.new_plan()
    before = dict(sql("SELECT id, label FROM compartment WHERE plan = :p", p=plan))
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})
    rooms = [priya.part(plan, kind, noah["entry"])["id"] for kind in ("child", "kept")]
    if with_words:
        data = {"child": noah["entry"], "way": "words", "words": "What Noah said"}
        priya.write(plan, "voice", data, compartment=rooms[0])
        tamper("DELETE FROM head WHERE compartment = :c", c=rooms[0])
    for room in rooms:
        tamper("UPDATE compartment SET label = :l WHERE id = :c", l=before[room], c=room)
    assert priya.get(f"/api/1/plans/{plan}").json["reason"] == "damaged"
    second = priya.revision(plan, "family_member", {"name": "Una", "role": "child"})
    assert priya.post("/api/1/revisions", {"revisions": [second]}).status_code == 500


@pytest.mark.parametrize("database_url", [pytest.param("sqlite", marks=())], indirect=True)
@pytest.mark.parametrize("column", ["author", "parents", "sealed", "key", "seq"])
@pytest.mark.parametrize("value", ["X'00ff'", "1.5", "'text'"])
def test_a_column_that_is_not_even_of_its_type_is_named(priya, chain, tamper, column, value):
    plan, *_, third = chain
    tamper(f"UPDATE revision SET {column} = {value} WHERE id = :id", id=third["id"])
    answer = priya.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json) == (500, {"reason": "damaged", "row": third["id"]})
