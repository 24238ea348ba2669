"""What tablets of a release that is out had in their outboxes, and installations whose keys fit it.

    python -m tests.sync.released released-2

writes tests/vectors/outbox/released-2.json with today's browser modules. One that stands is never made anew.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from flask import Flask

from safeplan import crypto, db, entries
from safeplan.accounts import people, unlocking
from safeplan.config import Settings
from safeplan.crypto import Bundle
from safeplan.demo.making import WORDS
from safeplan.plans.access import creating
from safeplan.web.app import create_app
from tests.client import PersonClient
from tests.heist.conftest import first_withdrawal
from tests.installation import cheap_words, copy_to
from tests.sync.tablets import ROOT, Call, Road, Tablets

FOLDER = ROOT / "tests/vectors/outbox"
EMAIL = "released@demo.example"


def fresh_keys() -> dict[str, str]:
    """Return keys for a fixture: they open nothing but what is in it."""
    bundle, _, _ = crypto.new_bundle()
    ids = {name: crypto.new_id() for name in ("author", "plan", "compartment")}
    return {**ids, "private": bundle.private.hex(), "signing": bundle.signing.hex(), "key": crypto.new_key().hex()}


def move_in(app: Flask, settings: Settings, agency: str, keys: dict[str, str]) -> PersonClient:
    """Make the fixture's author and plan, with its ids and keys; return the author, signed in."""
    bundle = Bundle(bytes.fromhex(keys["private"]), bytes.fromhex(keys["signing"]))
    public = crypto.KeyPair.from_private(bundle.private).public
    made = people.prepare(settings, agency, "Priya of that release", EMAIL, "practitioner", None, WORDS)
    unlock = unlocking.new_unlock(settings.pepper, keys["author"], bundle, WORDS, generated=True)
    person = {**made.person, "id": keys["author"], "public_key": public}
    with app.extensions[db.EXTENSION].sessions() as session:
        people.store(session, people.NewPerson(keys["author"], WORDS, public, person, unlock))
        session.commit()
    author = PersonClient(app, keys["author"]).sign_in(EMAIL, WORDS)
    with _known_compartment(keys):
        author.new_plan(id=keys["plan"])
    return author


@contextmanager
def _known_compartment(keys: dict[str, str]) -> Iterator[None]:
    """Let the next plan's own compartment have the fixture's id and key."""
    usual, new_id = creating.make_compartment, crypto.new_id

    def make(*given):  # type: ignore[no-untyped-def]
        label = next(one for one in given if isinstance(one, dict) and "class" in one)
        if label["class"] != "plan":
            return usual(*given)
        ids, key = [keys["compartment"]], bytes.fromhex(keys["key"])
        known = {"new_id": lambda: ids.pop() if ids else new_id(), "new_key": lambda: key}
        with mock.patch.multiple(crypto, **known):
            return usual(*given)

    with mock.patch.object(creating, "make_compartment", make):
        yield


def write_offline(app: Flask, author: PersonClient, plan: str) -> dict[str, Any]:
    """Write without signal on a tablet, and on a page that has no vault; return what each would send."""
    letters: list[dict[str, Any]] = []
    revisions: list[dict[str, Any]] = []
    road, seen = Road(app), crypto.new_id()
    tablets = Tablets(road)
    try:
        for name in ("tablet", "desk"):
            tablets.do("tablet", name, seed=seen[:20] + name[:1].encode().hex())
            tablets.do("load", name)
            tablets.page(name, "signIn", EMAIL, WORDS)
        tablets.page("tablet", "setUp", WORDS, "402913")
        tablets.page("tablet", "take", plan, 24)
        road.carry = lambda call: _noted(call, letters, revisions)  # type: ignore[method-assign]
        for name in ("tablet", "desk"):
            _story(tablets, name, plan)
        tablets.page("tablet", "flush")
        tablets.page("desk", "sendMemory")
    finally:
        tablets.end()
    return {"letters": letters, "revisions": revisions}


def _noted(call: Call, letters: list[dict[str, Any]], revisions: list[dict[str, Any]]) -> dict[str, Any]:
    into = letters if call.path.endswith("/letters") else revisions if call.path.endswith("/revisions") else []
    known = {one["id"] for one in into}
    into.extend(one for one in call.letters if one["id"] not in known)
    return {"gone": True}


def _story(tablets: Tablets, name: str, plan: str) -> None:
    """A new entry, a change of it, another one, and its withdrawal."""
    heads: dict[str, list[str]] = {}
    for entry, words, gone in (
        ("a", "Ana was at home", ""),
        ("a", "Ana and Theo were at home", ""),
        ("b", "a slip", ""),
        ("b", "a slip", "x"),
    ):
        data = {**entries.schema()["note"]["empty"], "words": f"{words} ({name})"}
        why = {"withdrawn": first_withdrawal(), "why": "another family"} if gone else {"withdrawn": "", "why": ""}
        document = {"v": entries.schema()["note"]["v"], "kind": "note", "data": data, **why, "known_to_parent": False}
        identity = heads.setdefault(entry, [crypto.new_id(), ""])
        change = {
            "plan": plan,
            "entry": identity[0],
            "parents": [identity[1]] if identity[1] else [],
            "document": document,
        }
        [answer] = tablets.page(name, "append", [change])
        assert answer["state"] == "waiting", answer
        identity[1] = answer["id"]


def main(name: str) -> None:
    target = FOLDER / f"{name}.json"
    if target.exists():
        raise SystemExit(f"{target.name} stands: it is what a release did, and is never made anew.")
    with cheap_words(), tempfile.TemporaryDirectory() as folder:
        settings = copy_to(Path(folder), "cast")
        app = create_app(settings)
        with app.extensions[db.EXTENSION].sessions() as session:
            agency = session.execute(db.Base.metadata.tables["agency"].select()).first().id
        keys = fresh_keys()
        author = move_in(app, settings, agency, keys)
        made = {"release": name, "keys": keys, **write_offline(app, author, keys["plan"])}
        app.extensions[db.EXTENSION].engine.dispose()
    target.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
