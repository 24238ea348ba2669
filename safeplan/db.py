"""Opens the database: SQLite in WAL with full durability, or PostgreSQL; one unit of work a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import current_app, g
from sqlalchemy import Connection, Engine, Text, create_engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.sql.functions import GenericFunction

EXTENSION = "safeplan.db"
READING = "safeplan_reading"


class Base(DeclarativeBase):
    """Every table's base. A column that holds words of a plan must be sealed (tests/guards)."""


class json_rows(GenericFunction[str]):
    """The rows of a subquery as the text of one JSON list of lists: what stands beside a row, in the same statement.

    Clear columns only. It is NULL or an empty list where there are no rows.
    """

    type = Text()
    inherit_cache = True


@compiles(json_rows, "sqlite")
def _rows_in_sqlite(element: json_rows, compiler: Any, **more: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **more)}))"


@compiles(json_rows, "postgresql")
def _rows_in_postgres(element: json_rows, compiler: Any, **more: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **more)})) AS TEXT)"


def make_engine(url: str) -> Engine:
    """Return an engine for `url` with the durability safeguarding records need.

    Its errors do not say what was being written: they go to a log.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 15, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1), pool_pre_ping=True, hide_parameters=True
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN is deferred; two of those deadlock when both go on to write.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "busy_timeout=15000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT" and READING not in options:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def forget_soon(session: Session) -> None:
    """Once this is committed, empty SQLite's write-ahead log: it still holds the key that was destroyed."""
    if session.get_bind().dialect.name == "sqlite":
        event.listen(session, "after_commit", _empty_log, once=True)


def _empty_log(session: Session) -> None:
    engine = cast(Engine, session.get_bind()).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


class Database:
    """An engine and the sessions made from it; held by the application, never by a module."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.sessions = sessionmaker(self.engine, autoflush=False, expire_on_commit=False)
        # Without a transaction: PostgreSQL is asked for that, SQLite is simply not told to begin one.
        alone = {READING: True} if url.startswith("sqlite") else {"isolation_level": "AUTOCOMMIT"}
        self._reader = self.engine.execution_options(**alone)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection for one read outside the unit of work: it takes no write lock."""
        with self._reader.connect() as connection:
            yield connection


def database() -> Database:
    """Return the running application's database."""
    return cast(Database, current_app.extensions[EXTENSION])


def session() -> Session:
    """Return this request's unit of work; services flush, and web/unit_of_work.py commits, once."""
    if "db_session" not in g:
        g.db_session = database().sessions()
    return cast(Session, g.db_session)
