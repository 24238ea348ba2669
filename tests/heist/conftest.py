"""A family on a plan in words nobody else uses, and everything a thief could carry off."""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from safeplan.accounts.actor import Actor
from safeplan.accounts.service import load_session
from tests.client import PersonClient, TabletClient

# One for each sort of thing that must never be readable: a name, an address, a number, what a child said.
CANARIES = {
    "parent": "Zephyrine Oakenquill",
    "child": "Thistledown",
    "perpetrator": "Bartholomew Vexgrave",
    "address": "47 Quarrelstone Mews",
    "number": "07700 900461",
    "words": "he hid in the wardrobe with Pomplamoose",
    "behaviour": "counts her petrol receipts xylographically",
    "withdrawn": "Sundays at Grubbleswick",
    "slip": "the refuge on Hollyhock Parade",
    "line": "told by Wimbledrake on the stairs",
}


@dataclass
class House:
    """A plan, who is signed in, and where things are."""

    plan: str
    child: str
    people: dict[str, PersonClient]
    revisions: int
    places: dict[str, str] = field(default_factory=dict)


def cookie_secret(person: PersonClient) -> bytes:
    """Return the 32 bytes in a browser's cookie: the one thing the server does not have."""
    found = person.http.get_cookie("__Host-s")
    assert found is not None
    return urlsafe_b64decode(found.value + "=")


@pytest.fixture
def actor_of(app) -> Callable[[PersonClient], Actor]:
    def load(person: PersonClient) -> Actor:
        with app.extensions["safeplan.db"].reading() as connection:
            actor = load_session(connection, cookie_secret(person))
        assert actor is not None
        return actor

    return load


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder where this test's temporary files go, and no others'."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def house(app, as_person, temporary, caplog) -> House:
    """Write a family's plan through the doors a browser uses; Priya and Tom stay signed in."""
    caplog.set_level(logging.DEBUG)
    priya, tom = as_person("priya"), as_person("tom")
    plan = priya.new_plan()
    child = fill(priya, plan)
    parts = {part["class"]: part for part in priya.open(plan)["compartments"]}
    tablet = TabletClient(app, priya)
    tablet.take(plan, place=True)
    post_a_page(tablet, plan, child, parts["kept"])
    tom.open(plan)
    for path in ("/api/1/plans", "/", f"/p/{plan}", f"/sharing/{plan}", f"/audit/{plan}", "/quality"):
        priya.get(path).close()
    places = {kind: part["id"] for kind, part in parts.items()}
    return House(plan, child, {"priya": priya, "tom": tom}, revisions=9, places=places)


def fill(priya: PersonClient, plan: str) -> str:
    """Write one entry of every sort of secret; withdraw one, unfile one; return the child's entry."""
    says = CANARIES
    parent = priya.write(plan, "family_member", {"name": says["parent"], "role": "parent"})["entry"]
    child = priya.write(plan, "family_member", {"name": says["child"], "role": "child"})["entry"]
    person = {"name": says["perpetrator"], "role": "perpetrator", "relation": ""}
    perpetrator = priya.write(plan, "family_member", person)["entry"]
    priya.write(plan, "place", {"about": parent, "kind": first_code("place", "kind"), "words": says["address"]})
    behaviour = {"category": first_code("behaviour", "category"), "who": perpetrator, "what": says["behaviour"]}
    priya.write(plan, "behaviour", behaviour)
    box = next(part for part in priya.open(plan)["compartments"] if part["class"] == "child")
    voice = {"child": child, "way": "words", "words": says["words"]}
    priya.write(plan, "voice", voice, compartment=box["id"])
    note = priya.write(plan, "note", {"words": f"{says['number']} {says['withdrawn']}"})
    gone = {"withdrawn": first_withdrawal(), "why": says["line"]}
    priya.write(plan, "note", {"words": "-"}, entry=note["entry"], parents=[note["id"]], document=gone)
    slip = priya.write(plan, "note", {"words": says["slip"]})
    answer = priya.post(f"/api/1/plans/{plan}/unfile", {"revision": slip["id"], "reason": "wrong_place"})
    assert answer.status_code == 204
    return child


def first_code(kind: str, name: str) -> str:
    from safeplan import catalogue, entries

    spec = next(one for one in entries.schema()[kind]["fields"] if one["name"] == name)
    return str(next(iter(catalogue.load().codes(spec["list"]))))


def first_withdrawal() -> str:
    from safeplan import catalogue

    return str(next(iter(catalogue.load().codes("withdraw_reasons"))))


def post_a_page(tablet: TabletClient, plan: str, child: str, box: dict[str, Any]) -> None:
    """Put a child's page into the letterbox as a locked tablet does, and leave it there, sealed twice and waiting."""
    page = {"child": child, "page": "tell", "words": CANARIES["words"], "state": "made"}
    [receipt] = tablet.deliver(tablet.letter(tablet.person.revision(plan, "page", page), box))
    assert receipt["state"] == "waiting", receipt


@pytest.fixture
def loot(settings, tmp_path, temporary, caplog, capfd) -> Callable[[], dict[str, bytes]]:
    """Return a function that carries everything off: name → bytes."""

    def carry_off() -> dict[str, bytes]:
        copied = tmp_path / "stolen"
        shutil.rmtree(copied, ignore_errors=True)
        shutil.copytree(settings.data, copied)
        found = {str(path.relative_to(copied)): path.read_bytes() for path in copied.rglob("*") if path.is_file()}
        found |= {f"tmp/{path.name}": path.read_bytes() for path in temporary.rglob("*") if path.is_file()}
        if settings.database_url.startswith("postgresql"):
            found["pg_dump"] = dump(settings.database_url)
        out, err = capfd.readouterr()
        return found | {"log": caplog.text.encode(), "stdout": out.encode(), "stderr": err.encode()}

    return carry_off


def dump(url: str) -> bytes:
    """Return what the database's own tool writes out."""
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    run = subprocess.run(["pg_dump", f"--dbname={plain}", "--inserts"], capture_output=True)
    if run.returncode:
        pytest.skip(f"pg_dump does not run here: {run.stderr.decode()[:200]}")
    return run.stdout
