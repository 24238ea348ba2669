"""What the tests make on a PostgreSQL server goes again: with its run, or with the next one if that was killed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.postgres import POSTGRES, Server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not POSTGRES, reason="SAFEPLAN_TEST_POSTGRES_URL names no server"),
]


@pytest.fixture
def begin() -> Iterator[Callable[[], Server]]:
    """Return what begins a run; whatever one has left is dropped after the test."""
    runs: list[str] = []

    def run() -> Server:
        runs.append(secrets.token_hex(4))
        return Server(runs[-1])

    yield run
    for one in runs:
        with closing(Server(one)) as again:
            again.drop_all()


@pytest.fixture
def running(begin: Callable[[], Server]) -> Iterator[Server]:
    with closing(begin()) as made:
        yield made


@pytest.fixture
def killed(begin: Callable[[], Server]) -> Server:
    """A run whose end a test brings about: once it is closed nobody works at it."""
    return begin()


def there(url: str) -> bool:
    server = create_engine(POSTGRES)
    with server.connect() as connection:
        named = text("SELECT count(*) FROM pg_database WHERE datname = :name")
        found = connection.scalar(named, {"name": make_url(url).database})
    server.dispose()
    return bool(found)


def test_what_a_killed_run_left_is_dropped_and_what_another_uses_stays(
    begin: Callable[[], Server], killed: Server, running: Server
) -> None:
    left, used = killed.create("left"), running.create("used")
    killed.close()
    with closing(begin()) as this:
        this.drop_left_behind()
    assert (there(left), there(used)) == (False, True)


def test_the_end_of_a_run_drops_what_it_made_and_nothing_else(killed: Server, running: Server) -> None:
    mine, others = killed.create("mine"), running.create("others")
    with closing(killed):
        killed.drop_all()
    assert (there(mine), there(others)) == (False, True)


def test_what_is_dropped_behind_the_next_test_is_gone_when_work_ends(killed: Server) -> None:
    made = killed.create("made")
    killed.drop_soon(made)
    killed.close()
    assert not there(made)


def test_a_copy_has_what_its_original_has(running: Server) -> None:
    engine = create_engine(running.create("original"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE thing AS SELECT 'kept' AS words"))
    engine.dispose()
    # The first is made now, the second was made ahead: what happens to one is not in the other.
    copies = [running.copy("original") for _ in range(2)]
    assert len(set(copies)) == 2
    for url in copies:
        engine = create_engine(url)
        with engine.begin() as connection:
            assert connection.scalars(text("SELECT words FROM thing")).all() == ["kept"]
            connection.execute(text("DELETE FROM thing"))
        engine.dispose()


def test_a_server_that_makes_no_databases_is_named_in_the_failure(running: Server) -> None:
    running.create("once")
    with pytest.raises(pytest.fail.Exception, match="CREATEDB"):
        running.create("once")
