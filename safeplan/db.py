"""Opens the database: SQLite in WAL with full durability, or PostgreSQL; one unit of work a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Generic, TypeVar, cast, overload

from flask import current_app, g
from sqlalchemy import ClauseElement, Connection, Engine, Text, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

EXTENSION = "safeplan.db"
READING = "safeplan_reading"
Row = TypeVar("Row")

WAIT_MS = 15_000
LOG_WAIT_MS = 200


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
        # The connection used last first: SQLite's others must read their pages anew after each of its writes.
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_use_lifo=True,
            connect_args={"timeout": WAIT_MS / 1000, "check_same_thread": False},
        )
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
        f"busy_timeout={WAIT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT" and READING not in options:
        # Straight to the driver: SQLAlchemy's own way to say these two words takes longer than beginning.
        connection.connection.cursor().execute("BEGIN IMMEDIATE").close()


def forget_soon(session: Session) -> None:
    """Once this is committed, empty SQLite's write-ahead log: it still holds the key that was destroyed."""
    cast(Database, session.info[EXTENSION]).log_is_due = True


class Ready(Generic[Row]):
    """A statement written out once for each sort of database, and from then on given straight to its driver.

    For the few that stand before every opening and every save: there SQLAlchemy's own way from a statement to its rows
    takes several times what the database does. Values go in and come out as the driver has them, so it is for text,
    whole numbers and bytes; a list stands for as many values. Rows come as `row` makes them of what was selected, in
    that order: give a NamedTuple's `_make`.
    """

    @overload
    def __init__(self: Ready[tuple[Any, ...]], statement: ClauseElement) -> None: ...

    @overload
    def __init__(self, statement: ClauseElement, row: Callable[[tuple[Any, ...]], Row]) -> None: ...

    def __init__(self, statement: ClauseElement, row: Callable[[tuple[Any, ...]], Any] = tuple) -> None:
        self._statement = statement
        self._row = row
        self._written: dict[tuple[object, ...], Written] = {}

    def rows(self, session: Session | Connection, **given: Any) -> list[Row]:
        """Return every row found."""
        with closing(self._run(session, [given])) as cursor:
            return list(map(self._row, cursor.fetchall()))

    def run(self, session: Session | Connection, *given: Mapping[str, Any]) -> None:
        """Do what finds nothing, once for each of `given`: they have the same names."""
        self._run(session, given).close()

    def _run(self, session: Session | Connection, given: Sequence[Mapping[str, Any]]) -> Any:
        connection = session.connection() if isinstance(session, Session) else session
        shape = (connection.dialect.name, *[len(one) if type(one) is list else 0 for one in given[0].values()])
        written = self._written.get(shape)
        if written is None:
            written = self._written[shape] = Written(self._statement, connection.dialect, given[0])
        many, values = len(given) > 1, [written.values(one) for one in given]
        told = (connection, cursor := connection.connection.cursor(), written.text, values, None, many)
        # Whoever counts or watches what is asked of the database hears of this as of everything else.
        for hear in connection.dispatch.before_cursor_execute:
            hear(*told)
        if many:
            cursor.executemany(written.text, values)
        else:
            cursor.execute(written.text, values[0])
        for hear in connection.dispatch.after_cursor_execute:
            hear(*told)
        return cursor


class Written:
    """A statement's text for one sort of database and values of one shape, and how to put such values in."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, given: Mapping[str, Any]) -> None:
        made = cast(SQLCompiler, statement.compile(dialect=dialect, column_keys=list(given)))
        ready = made.construct_expanded_state(given)
        self.text = ready.statement
        self._order = ready.positiontup
        self._fixed = {name: value for name, value in ready.parameters.items() if name not in given}
        self._spread = {name: names for name, names in ready.parameter_expansion.items() if name in given}

    def values(self, given: Mapping[str, Any]) -> Any:
        """Return the values as the driver takes them."""
        found = {**self._fixed, **given}
        for name, names in self._spread.items():
            found.update(zip(names, found.pop(name), strict=True))
        return found if self._order is None else [found[name] for name in self._order]


class Database:
    """An engine and the sessions made from it; held by the application, never by a module."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.sessions = sessionmaker(self.engine, autoflush=False, expire_on_commit=False, info={EXTENSION: self})
        self.log_is_due = self.engine.dialect.name == "sqlite"
        """Whether the write-ahead log may hold what was destroyed: it is emptied after the next commit, or the first at
        which nobody reads. It is due at the start: nobody knows how the last one ended."""
        event.listen(self.sessions, "after_commit", self._empty_log)
        # Without a transaction: PostgreSQL is asked for that, SQLite is simply not told to begin one.
        alone = {READING: True} if url.startswith("sqlite") else {"isolation_level": "AUTOCOMMIT"}
        self._reader = self.engine.execution_options(**alone)

    def _empty_log(self, session: Session) -> None:
        # A savepoint ends nothing: its own transaction would be the reader that is waited for.
        if not self.log_is_due or session.in_nested_transaction():
            return
        self.log_is_due = False
        if self.engine.dialect.name == "sqlite":
            with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                # Not for long: whoever reads holds up one that unfiles, and every save after it.
                connection.exec_driver_sql(f"PRAGMA busy_timeout={LOG_WAIT_MS}")
                busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
                connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT_MS}")
            self.log_is_due = bool(busy)

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
