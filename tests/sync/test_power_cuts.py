"""The server is killed at named points of a batch: after a restart the same batch puts every revision there once."""

from __future__ import annotations

import http.client
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from safeplan import crypto, db
from safeplan.audit.service import verify
from safeplan.config import Settings
from safeplan.plans.log.reading import read_heads
from safeplan.plans.models import Letter, Revision
from safeplan.web.app import create_app
from tests.client import PersonClient
from tests.sync.conftest import Server, letter
from tests.unit.plans.test_log import held_open, verified

SIGKILL = -9
# Where, the how manieth time, and whether everything was on the disk by then.
IN_A_PUSH = (
    ("before INSERT INTO revision", 1, False),
    ("after INSERT INTO revision", 1, False),
    ("after INSERT INTO head", 1, False),
    ("before UPDATE head", 1, False),
    ("after UPDATE head", 2, False),
    ("before UPDATE compartment SET tally", 1, False),
    ("before INSERT INTO revision", 3, False),
    ("before UPDATE card", 1, False),
    ("after UPDATE card", 1, False),
    ("before INSERT INTO audit", 1, False),
    ("after INSERT INTO audit", 1, False),
    ("before commit", 1, False),
    ("after commit", 1, True),
)
BY_TOKEN = (
    ("before INSERT INTO letter", 1, False),
    ("after INSERT INTO letter", 2, False),
    ("before commit", 1, False),
    ("after commit", 1, True),
)
WHEN_SETTLED = (
    ("before INSERT INTO revision", 2, False),
    ("before UPDATE letter", 1, False),
    ("after UPDATE letter", 2, False),
    ("before UPDATE card", 1, False),
    ("before commit", 1, False),
    ("after commit", 1, True),
)


@dataclass
class World:
    """One plan, three revisions of it that are not sent yet, and the same as letters from Priya's tablet."""

    settings: Settings
    app: Flask
    priya: PersonClient
    plan: str
    made: list[dict[str, Any]]
    letters: list[dict[str, Any]]
    device: str
    token: str
    server: Server

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"__Host-s={self.priya.http.get_cookie('__Host-s').value}", "X-CSRFToken": self.priya.token}

    @property
    def by_token(self) -> dict[str, str]:
        return {"Authorization": f"Device {self.device}.{self.token}"}

    def dies(self, at: str, nth: int, path: str, body: Any, headers: dict[str, str]) -> None:
        """Send it to a server that dies at this point; fails if it came through."""
        environ = {"SAFEPLAN_DATA": str(self.settings.data), "SAFEPLAN_DATABASE_URL": self.settings.database_url}

        def post(port: int) -> None:
            about = {"Content-Type": "application/json", "Accept": "application/json", **headers}
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as road:
                road.request("POST", path, json.dumps(body), about)
                raise AssertionError(f"it did not die at {at}: {road.getresponse().read()!r}")

        # Nobody else has the database open while the server dies, or when it is started again.
        self.app.extensions[db.EXTENSION].engine.dispose()
        assert self.server.dies(environ, at, nth, post) == SIGKILL

    def send(self, path: str, body: Any, headers: dict[str, str]) -> list[dict[str, Any]]:
        """Send it to a server that was started again."""
        again = create_app(self.settings)
        answer = again.test_client(use_cookies=False).post(
            path, json=body, headers=headers, base_url="http://localhost"
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)
        again.extensions[db.EXTENSION].engine.dispose()
        return list(answer.json["receipts"])

    def count(self, model: Any) -> int:
        with self.app.extensions[db.EXTENSION].sessions() as session:
            return session.scalar(select(func.count()).select_from(model).where(model.plan == self.plan)) or 0

    def holds(self) -> None:
        """Every revision is there once, what stands is what was written, and every chain and tally holds."""
        assert self.count(Revision) == len(self.made) + 1
        with held_open(self.app, self.priya, self.plan) as (session, opened):
            assert verified(session, opened) == len(self.made) + 1
            heads = {one.id for one in read_heads(session, opened)}
            assert heads == {self.made[0]["id"], self.made[2]["id"]}
        with self.app.extensions[db.EXTENSION].sessions() as session:
            assert verify(session) is None
        # The next one is taken as if nothing had been.
        assert self.priya.write(self.plan, "note", {"words": "afterwards"})


@pytest.fixture
def world(settings: Settings, app: Flask, as_person: Callable[[str], PersonClient], server: Server) -> World:
    priya = as_person("priya")
    plan = priya.new_plan()
    first = priya.write(plan, "note", {"words": "first"})
    new = priya.revision(plan, "note", {"words": "new"})
    edit = priya.revision(plan, "note", {"words": "edited"}, entry=first["entry"], parents=[first["id"]])
    last = priya.revision(plan, "note", {"words": "edited again"}, entry=first["entry"], parents=[edit["id"]])
    device, pair = crypto.new_id(), crypto.new_keypair()
    body = {"id": device, "public": b64encode(pair.public).decode(), "kind": "android"}
    enrolled = priya.post("/api/1/devices", body).json
    token = enrolled["token"].translate(str.maketrans("+/", "-_")).rstrip("=")
    own, part = (
        b64decode(enrolled["author"]["public"]),
        next(p for p in priya.open(plan)["compartments"] if p["class"] == "plan"),
    )
    letters = [letter(one, priya.id, own, part, device) for one in (new, edit, last)]
    return World(settings, app, priya, plan, [new, edit, last], letters, device, token, server)


@pytest.mark.parametrize(("at", "nth", "kept"), IN_A_PUSH)
def test_a_push_of_revisions_is_whole_after_a_power_cut(world: World, at: str, nth: int, kept: bool) -> None:
    body = {"revisions": world.made}
    world.dies(at, nth, "/api/1/revisions", body, world.cookie)
    assert world.count(Revision) == (4 if kept else 1), "half a batch is on the disk"
    states = [one["state"] for one in world.send("/api/1/revisions", body, world.cookie)]
    assert states == (["repeat"] if kept else ["accepted"]) * 3
    world.holds()


@pytest.mark.parametrize(("at", "nth", "kept"), IN_A_PUSH[1::3])
def test_letters_of_somebody_signed_in_are_whole_after_a_power_cut(world: World, at: str, nth: int, kept: bool) -> None:
    body = {"letters": world.letters}
    world.dies(at, nth, "/api/1/letters", body, world.cookie)
    states = [one["state"] for one in world.send("/api/1/letters", body, world.cookie)]
    assert states == (["repeat"] if kept else ["accepted"]) * 3
    world.holds()


@pytest.mark.parametrize(("at", "nth", "kept"), BY_TOKEN)
def test_letters_of_a_locked_tablet_are_stored_once_whatever_is_cut(
    world: World, at: str, nth: int, kept: bool
) -> None:
    body = {"letters": world.letters}
    world.dies(at, nth, "/api/1/letters", body, world.by_token)
    assert world.count(Letter) == (3 if kept else 0)
    assert [one["state"] for one in world.send("/api/1/letters", body, world.by_token)] == ["waiting"] * 3
    assert world.count(Letter) == 3
    ids = {"ids": [one["id"] for one in world.made]}
    assert [one["state"] for one in world.send("/api/1/letters/settle", ids, world.cookie)] == ["accepted"] * 3
    world.holds()


@pytest.mark.parametrize(("at", "nth", "kept"), WHEN_SETTLED)
def test_what_was_stored_is_filed_once_whatever_is_cut(world: World, at: str, nth: int, kept: bool) -> None:
    world.send("/api/1/letters", {"letters": world.letters}, world.by_token)
    ids = {"ids": [one["id"] for one in world.made]}
    world.dies(at, nth, "/api/1/letters/settle", ids, world.cookie)
    assert world.count(Revision) == (4 if kept else 1)
    # A tablet that heard nothing sends the letters themselves again, and then asks.
    again = world.send("/api/1/letters", {"letters": world.letters}, world.by_token)
    assert {one["state"] for one in again} == ({"repeat"} if kept else {"waiting"})
    assert [one["state"] for one in world.send("/api/1/letters/settle", ids, world.cookie)] == ["accepted"] * 3
    world.holds()


def test_a_point_that_is_never_reached_is_noticed(world: World) -> None:
    with pytest.raises(AssertionError, match="did not die"):
        world.dies("before INSERT INTO nowhere", 1, "/api/1/revisions", {"revisions": world.made}, world.cookie)
