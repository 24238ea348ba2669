"""One installation, made once a run and copied for every test that wants one: the migrations and the cast cost most.

A run is one call of pytest, whichever worker asks first makes what is wanted and the others wait for it. For SQLite
the file is copied, on PostgreSQL the database (`CREATE DATABASE … TEMPLATE`). An installation's secrets belong to its
database, so they are copied with it: they are fresh in every run, and the same in all its tests.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from safeplan import crypto, db
from safeplan.accounts import unlocking
from safeplan.config import SETTINGS_FILE, Settings, write_settings
from safeplan.demo.making import WORDS, Cast, make_cast
from safeplan.demo.plans import make_families
from safeplan.schema import upgrade
from tests.postgres import Server

# Where the run keeps its originals; workers inherit it from whoever started them.
RUN = "SAFEPLAN_TEST_RUN"
QUICK = crypto.KdfParams(m_kib=64, t=1, p=1)
DATABASE_FILE = "safeplan.db"
IN_MEMORY = "/dev/shm"  # noqa: S108
ROOM = 4 * 2**30
# Stands in the run's folder once one of its workers has been on the server.
ON_SERVER = "on-server"
_servers: list[Server] = []


@contextmanager
def cheap_words() -> Iterator[None]:
    """Let passphrases cost little inside the block; the true cost has tests of its own."""
    usual, unlocking.COST = unlocking.COST, QUICK
    try:
        with crypto.weak_parameters_for_tests():
            yield
    finally:
        unlocking.COST = usual


@dataclass
class Filled:
    """What was put into an installation besides its tables: the cast, and plans by name."""

    cast: Cast = field(default_factory=Cast)
    plans: dict[str, str] = field(default_factory=dict)


def _nobody(_session: Session, _settings: Settings) -> Filled:
    return Filled()


def _the_cast(session: Session, settings: Settings) -> Filled:
    return Filled(make_cast(session, settings))


def _the_families(session: Session, settings: Settings) -> Filled:
    cast = make_cast(session, settings)
    session.commit()
    return Filled(cast, make_families(session, settings, cast.people, WORDS))


FILLINGS: dict[str, Callable[[Session, Settings], Filled]] = {
    "empty": _nobody,
    "cast": _the_cast,
    "families": _the_families,
}


def run_folder() -> Path:
    """Return the folder of this run's originals; what runs without pytest has one until it ends."""
    if RUN not in os.environ:
        begin_run()
        atexit.register(end_run)
    return Path(os.environ[RUN])


def begin_run() -> None:
    """Begin a run, for this process and those it starts; whoever calls this calls `end_run`."""
    where = in_memory()
    os.environ[RUN] = tempfile.mkdtemp(prefix="safeplan-test-", suffix=f"-{secrets.token_hex(4)}", dir=where)
    if where:
        # Where pytest keeps each test's own folder.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", where)


def in_memory() -> str | None:
    """Return a folder in memory with room, if there is one: no test asks whether a disk keeps what it was told."""
    roomy = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM
    return IN_MEMORY if roomy else None


def end_run() -> None:
    """Take down everything the run has made, here and on the server."""
    if (run_folder() / ON_SERVER).exists():
        server().drop_all()
    end_work()
    shutil.rmtree(os.environ.pop(RUN), ignore_errors=True)


def server() -> Server:
    """Return this process's way to the PostgreSQL server; `end_work` ends it."""
    if not _servers:
        _servers.append(Server(run_folder().name.rpartition("-")[2]))
        (run_folder() / ON_SERVER).touch()
    return _servers[0]


def end_work() -> None:
    """End what this process, one of the run's workers, holds open."""
    while _servers:
        _servers.pop().close()


def copy_to(data: Path, filling: str, engine: str = "sqlite") -> Settings:
    """Copy the installation with this filling into `data`; return its settings.

    On PostgreSQL its database is the caller's to drop: `server().drop_soon(settings.database_url)`.
    """
    original = _original(filling, engine)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy2(original / SETTINGS_FILE, data)
    if engine == "sqlite":
        shutil.copyfile(original / DATABASE_FILE, data / DATABASE_FILE)
        return _settings(data, _file_url(data))
    return _settings(data, server().copy(filling))


def filled(filling: str, engine: str = "sqlite") -> Filled:
    """Return what is in every copy of this installation."""
    found = json.loads((_original(filling, engine) / "filled.json").read_text("utf-8"))
    cast = found["cast"]
    teams = {(agency, team): made for agency, team, made in cast["teams"]}
    return Filled(Cast(cast["people"], cast["agencies"], teams, cast["desks"]), found["plans"])


def _original(filling: str, engine: str) -> Path:
    """Return the folder of the original, which is made now if this run has none yet."""
    folder = run_folder() / f"{engine}-{filling}"
    with _alone(folder.with_suffix(".lock")):
        if not folder.exists():
            making = folder.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            _make(making, filling, engine)
            # What broke off half-way is not taken for an installation.
            making.rename(folder)
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make(data: Path, filling: str, engine: str) -> None:
    write_settings(data)
    if engine == "postgres":
        server().drop_left_behind()
    url = _file_url(data) if engine == "sqlite" else server().create(filling)
    settings = _settings(data, url)
    database = db.Database(url)
    upgrade(database.engine)
    with cheap_words(), database.sessions() as session:
        made = FILLINGS[filling](session, settings)
        session.commit()
    # The last connection to close writes SQLite's log into the file: the file alone is then the database.
    database.engine.dispose()
    assert engine != "sqlite" or sorted(os.listdir(data)) == [DATABASE_FILE, SETTINGS_FILE]
    teams = [[*place, team] for place, team in made.cast.teams.items()]
    said = {"cast": {**asdict(made.cast), "teams": teams}, "plans": made.plans}
    (data / "filled.json").write_text(json.dumps(said), encoding="utf-8")


def _file_url(data: Path) -> str:
    return f"sqlite:///{data / DATABASE_FILE}"


def _settings(data: Path, url: str) -> Settings:
    return Settings.load({"SAFEPLAN_DATA": str(data), "SAFEPLAN_DATABASE_URL": url})
