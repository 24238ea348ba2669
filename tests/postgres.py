"""Databases on the server that SAFEPLAN_TEST_POSTGRES_URL names: made, copied, and dropped, also after a killed run.

Whatever a run makes carries the run's number, and each of its workers holds a lock of that number as long as it lives.
So the next run can tell what a killed one left behind from what another is using now, and drops it.
"""

from __future__ import annotations

import os
import re
import secrets
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

POSTGRES = os.environ.get("SAFEPLAN_TEST_POSTGRES_URL", "")
NAME = re.compile(r"safeplan_test_([0-9a-f]{8})_\w+")
# What stands before a run's number in the name of its lock, so that it is nobody else's.
LOCKS = 0x5AFE << 32
NOT_ALLOWED = (
    "The tests make databases of their own on the server that SAFEPLAN_TEST_POSTGRES_URL names, and it refuses: {why}"
    "Allow it (ALTER ROLE … CREATEDB), or unset the variable: what needs PostgreSQL is then left out, and said to be."
)


class Server:
    """The server as one worker of a run uses it. Copying and dropping take a while: they are done ahead, or after."""

    def __init__(self, run: str) -> None:
        self._run = run
        self._engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
        self._alive = self._engine.connect()
        self._alive.execute(text("SELECT pg_advisory_lock_shared(:lock)"), {"lock": _lock(run)})
        self._behind = ThreadPoolExecutor(1)
        self._dropping: list[Future[None]] = []
        self._ahead: dict[str, Future[str]] = {}

    def create(self, name: str) -> str:
        """Make an empty database; return its address."""
        with self._engine.connect() as connection:
            try:
                connection.execute(text(f"CREATE DATABASE {self._named(name)}"))
            except ProgrammingError as refused:
                pytest.fail(NOT_ALLOWED.format(why=refused.orig), pytrace=False)
        return make_url(POSTGRES).set(database=self._named(name)).render_as_string(hide_password=False)

    def copy(self, original: str) -> str:
        """Return the address of a new copy of `original`: the one made ahead, while the test before this one ran."""
        ready = self._ahead.pop(original, None)
        self._ahead[original] = self._behind.submit(self._copy, original)
        return ready.result() if ready else self._copy(original)

    def drop_soon(self, url: str) -> None:
        """Drop the database at this address while the next test goes on."""
        self._dropping.append(self._behind.submit(self._drop, str(make_url(url).database)))

    def drop_left_behind(self) -> None:
        """Drop what runs that nobody works at any more have left here."""
        for name in self._found():
            run = _run_of(name)
            if run != self._run and self._is_over(run):
                self._drop(name)

    def drop_all(self) -> None:
        """Drop everything this run has made and not dropped yet; nothing is made after it."""
        self._behind.shutdown()
        for name in self._found():
            if _run_of(name) == self._run:
                self._drop(name)

    def close(self) -> None:
        """Wait until what was to be dropped is gone, and let the run's lock go."""
        self._behind.shutdown()
        self._alive.close()
        self._engine.dispose()
        for one in (*self._dropping, *self._ahead.values()):
            one.result()

    def _copy(self, original: str) -> str:
        made = self._named(secrets.token_hex(8))
        with self._engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made} TEMPLATE {self._named(original)}"))
        return make_url(POSTGRES).set(database=made).render_as_string(hide_password=False)

    def _named(self, name: str) -> str:
        return f"safeplan_test_{self._run}_{name}"

    def _found(self) -> list[str]:
        with self._engine.connect() as connection:
            names = connection.scalars(text("SELECT datname FROM pg_database")).all()
        return [name for name in names if NAME.fullmatch(name)]

    def _is_over(self, run: str) -> bool:
        with self._engine.connect() as connection:
            # Let go at once: who tries to take it is not at work there.
            ours = "pg_try_advisory_lock(:lock) AND pg_advisory_unlock(:lock)"
            return bool(connection.scalar(text(f"SELECT {ours}"), {"lock": _lock(run)}))

    def _drop(self, name: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def _lock(run: str) -> int:
    return LOCKS | int(run, 16)


def _run_of(name: str) -> str:
    found = NAME.fullmatch(name)
    return found[1] if found else ""
