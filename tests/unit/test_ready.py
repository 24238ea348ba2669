"""A statement given straight to the driver: what it finds is what SQLAlchemy's own way finds, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    event,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from safeplan import db
from safeplan.db import Ready

# Of no model: what stands on the models' base would be looked for in every database.
THING = Table(
    "ready_thing",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("count", Integer),
    Column("sealed", LargeBinary),
)
ADD = Ready(insert(THING))
SOME = select(THING.c.id, THING.c.count, THING.c.sealed, literal("fixed")).where(
    THING.c.id.in_(bindparam("wanted", expanding=True)), THING.c.count < bindparam("most")
)
READ = Ready(SOME)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    database = db.Database(database_url)
    THING.create(database.engine)
    with database.sessions() as opened:
        yield opened
    database.engine.dispose()


def _fill(session: Session) -> None:
    ADD.run(session, {"id": "a", "count": 1, "sealed": b"\0one"})
    ADD.run(session, *({"id": name, "count": at, "sealed": None} for at, name in enumerate("bc", 2)))


@pytest.mark.parametrize("wanted", [["a"], ["a", "b", "c"], [], ["a", "nobody"]])
def test_finds_what_the_long_way_finds(session: Session, wanted: list[str]) -> None:
    _fill(session)
    for most in (3, 9):
        long = session.execute(SOME, {"wanted": wanted, "most": most}).all()
        assert sorted(READ.rows(session, wanted=wanted, most=most)) == sorted(tuple(row) for row in long)


def test_what_is_written_is_of_the_same_transaction(session: Session) -> None:
    _fill(session)
    Ready(update(THING).where(THING.c.id == bindparam("of")).values(sealed=bindparam("sealed"))).run(
        session, {"of": "a", "sealed": b"two"}
    )
    assert READ.rows(session, wanted=["a"], most=9) == [("a", 1, b"two", "fixed")]
    session.rollback()
    assert session.execute(select(func.count()).select_from(THING)).scalar_one() == 0


def test_whoever_watches_the_engine_hears_of_it(session: Session) -> None:
    heard: list[tuple[str, str]] = []
    engine = session.get_bind()
    for moment in ("before", "after"):
        event.listen(
            engine, f"{moment}_cursor_execute", lambda *told, at=moment: heard.append((at, told[2].split()[0]))
        )
    _fill(session)
    told = [("before", "INSERT"), ("after", "INSERT")]
    assert [one for one in heard if one[1] == "INSERT"] == told + told
