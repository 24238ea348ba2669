"""One installation for many runs: the cast, who is signed in at a desk, and the process that plays the tablets."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

from safeplan import crypto, db
from safeplan.accounts.service import load_session
from safeplan.demo.making import WORDS
from safeplan.plans.access.opening import OpenPlan, get_plan
from safeplan.web.app import create_app
from tests import installation
from tests.client import PersonClient
from tests.heist.conftest import cookie_secret
from tests.sync.tablets import Road, Tablets

ENDS = ExitStack()
"""What has to be taken down again when the last test is over, last made first."""


@dataclass
class House:
    """What every run of a machine uses; each makes a plan of its own in it."""

    app: Flask
    people: dict[str, str]
    desks: dict[str, PersonClient] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)
    runs: int = 0
    _tablets: Tablets | None = None

    def desk(self, who: str) -> PersonClient:
        """Return somebody signed in at a desk, whose signal is never cut."""
        if who not in self.desks:
            self.desks[who] = PersonClient(self.app, self.people[who]).sign_in(f"{who}@demo.example", WORDS)
        return self.desks[who]

    def tablets(self, road: Road, faults: tuple[dict[str, str], ...] = ()) -> Tablets:
        """Return the process that plays the tablets, on a road of this run's own."""
        if self._tablets is None or self._tablets.faults != faults:
            self.end_tablets()
            self._tablets = Tablets(road, faults)
        self._tablets.road = road
        return self._tablets

    def end_tablets(self) -> None:
        """What broke in the middle of a sentence cannot be spoken with any more."""
        if self._tablets is not None:
            self._tablets.end()
            self._tablets = None

    @contextmanager
    def opened(self, who: str, plan: str) -> Iterator[tuple[Any, OpenPlan]]:
        """Open a plan through the service, and leave no trace of it."""
        with self.app.app_context(), db.session() as session:
            actor = load_session(session, cookie_secret(self.desk(who)))
            assert actor is not None
            yield session, get_plan(session, actor, plan)

    def pair(self, who: str) -> crypto.KeyPair:
        """Return somebody's own keys: a test may look into what only they can open."""
        if who not in self.private:
            with self.app.app_context(), db.session() as session:
                actor = load_session(session, cookie_secret(self.desk(who)))
                assert actor is not None
                assert actor.bundle_private is not None
                self.private[who] = actor.bundle_private
        return crypto.KeyPair.from_private(self.private[who])


@cache
def house(engine: str = "sqlite") -> House:
    """Return the one installation on this engine, made when it is first asked for."""
    data = Path(tempfile.mkdtemp(dir=installation.run_folder()))
    made = installation.copy_to(data, "cast", engine)
    if engine == "postgres":
        ENDS.callback(installation.server().drop_soon, made.database_url)
    app = create_app(made)
    people = installation.filled("cast", engine).cast.people
    found = House(app, people)
    ENDS.callback(app.extensions[db.EXTENSION].engine.dispose)
    ENDS.callback(found.end_tablets)
    return found
