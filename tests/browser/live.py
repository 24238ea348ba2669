"""An installation of the tests' own: a fresh folder, the cast, their families, and a server beside the tests."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from safeplan import crypto, data_root, db
from safeplan.accounts.models import SessionRow
from safeplan.accounts.service import end_session, sign_in
from safeplan.config import Settings
from safeplan.demo.families import Row
from safeplan.demo.making import WORDS
from safeplan.demo.plans import make_family, share
from safeplan.plans.service import set_stage
from tests import installation

PATIENCE_S = 90


@dataclass
class Live:
    """Where the server answers, who may sign in, and a way to put a family in without typing it.

    `people` are ids by the cast's keys; `plans` are the demo's three plans by name: tests read them and leave
    them as they are, and make a plan of their own with `family` where they write.
    """

    url: str
    settings: Settings
    engine: Engine
    people: dict[str, str]
    plans: dict[str, str] = field(default_factory=dict)

    def family(self, rows: list[Row]) -> str:
        """Make a plan of these rows, led by Priya and shared with nobody; return its id."""
        with self._session() as session:
            begun = sign_in(session, self.settings, "priya@demo.example", WORDS, "127.0.0.1", "")
            plan = make_family(session, self.settings, begun.actor, self.people, rows)
            end_session(session, begun.actor)
            session.commit()
        return plan

    def share(self, plan: str, key: str, *classes: str) -> None:
        """Give one of the cast these parts of one of Priya's plans, to read and to add to."""
        with self._session() as session:
            begun = sign_in(session, self.settings, "priya@demo.example", WORDS, "127.0.0.1", "")
            share(session, begun.actor, plan, self.people, ((key, classes, "contribute"),))
            end_session(session, begun.actor)
            session.commit()

    def set_stage(self, plan: str, stage: str) -> None:
        """Move one of Priya's plans to another stage."""
        with self._session() as session:
            begun = sign_in(session, self.settings, "priya@demo.example", WORDS, "127.0.0.1", "")
            set_stage(session, begun.actor, plan, stage, "")
            end_session(session, begun.actor)
            session.commit()

    def end_sessions(self, key: str) -> int:
        """Take away every open session of one of the cast, as the idle limit would; return how many there were."""
        with self._session() as session:
            ended = session.execute(delete(SessionRow).where(SessionRow.person == self.people[key]))
            session.commit()
        return int(ended.rowcount)  # type: ignore[attr-defined]

    def sessions_of(self, key: str) -> list[str]:
        """Return the scopes of the open sessions of one of the cast."""
        with self._session() as session:
            found = select(SessionRow.scope).where(SessionRow.person == self.people[key])
            return list(session.scalars(found))

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with crypto.weak_parameters_for_tests(), Session(self.engine) as session:
            yield session


@contextmanager
def serving(data: Path, house: Path | None = None) -> Iterator[Live]:
    """Make an installation in `data` and serve it on a port of this machine alone, until the block ends.

    `house` is the checkout whose code serves it: this one, or a copy of it.
    """
    root = house or data_root()
    port = free_port()
    settings = replace(installation.copy_to(data, "families"), port=port)
    filled = installation.filled("families")
    environ = {"SAFEPLAN_DATA": str(data), "SAFEPLAN_PORT": str(port)}
    engine = db.make_engine(settings.database_url)
    live = Live(f"http://localhost:{port}", settings, engine, filled.cast.people, filled.plans)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.serve"],
        cwd=root,
        env={**os.environ, **environ, "PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{live.url}/healthz", server)
        yield live
    finally:
        server.terminate()
        server.wait(10)
        engine.dispose()


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError("the server did not start; run: python -m safeplan.cli assets")
        try:
            with urlopen(url, timeout=2):  # noqa: S310  (our own address)
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError("the server did not answer in time")
