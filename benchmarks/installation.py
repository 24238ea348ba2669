"""Makes a folder with an installation to measure: the demo's cast, and plans of known sizes led by Priya."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from safeplan import clock, crypto, db
from safeplan.accounts.service import Actor, sign_in
from safeplan.config import Settings, write_settings
from safeplan.demo.families import Row, family_a, pointers, resolved
from safeplan.demo.making import WORDS, make_cast
from safeplan.demo.plans import DEVICE, make_family
from safeplan.plans import service
from safeplan.schema import upgrade

EMAIL = "priya@demo.example"
# The family and enough of what is done for it to be 4 KB of documents: the size the limits were measured at.
FOUR_KB = 4096
COPIED = ("action", "behaviour", "contingency")


@dataclass
class Installation:
    """A data folder and the ids of its plans, by name."""

    data: Path
    plans: dict[str, str] = field(default_factory=dict)

    def settings(self) -> Settings:
        return Settings.load({"SAFEPLAN_DATA": str(self.data)})


def make(folder: Path, plans_in_list: int) -> Installation:
    """Make an installation with a 4 KB plan, one of 200 entries, one of 300, and empty ones up to a number."""
    made = Installation(folder)
    write_settings(folder)
    settings = made.settings()
    database = db.Database(settings.database_url)
    upgrade(database.engine)
    with database.sessions() as session:
        cast = make_cast(session, settings)
        session.commit()
        actor = sign_in(session, settings, EMAIL, WORDS, "127.0.0.1", DEVICE).actor
        rows = family_a(date.fromisoformat(clock.today()))
        for name, wanted in (("4kb", _four_kb(rows)), ("200", _of_length(rows, 200)), ("300", _of_length(rows, 300))):
            made.plans[name] = _plan(session, settings, actor, cast.people, wanted)
            session.commit()
        _fill(session, settings, actor, plans_in_list - len(made.plans))
    database.engine.dispose()
    return made


def many(folder: Path, count: int) -> Installation:
    """Make an installation whose list holds `count` plans of 4 KB."""
    made = Installation(folder)
    write_settings(folder)
    settings = made.settings()
    database = db.Database(settings.database_url)
    upgrade(database.engine)
    with database.sessions() as session:
        cast = make_cast(session, settings)
        session.commit()
        actor = sign_in(session, settings, EMAIL, WORDS, "127.0.0.1", DEVICE).actor
        rows = family_a(date.fromisoformat(clock.today()))
        for number in range(count):
            made.plans[str(number)] = _plan(session, settings, actor, cast.people, _four_kb(rows))
            session.commit()
    database.engine.dispose()
    return made


def larger(small: Installation, folder: Path, more: int) -> Installation:
    """Return a copy of an installation with `more` plans in the list."""
    shutil.copytree(small.data, folder)
    made = Installation(folder, dict(small.plans))
    settings = made.settings()
    database = db.Database(settings.database_url)
    with database.sessions() as session:
        actor = sign_in(session, settings, EMAIL, WORDS, "127.0.0.1", DEVICE).actor
        _fill(session, settings, actor, more)
    database.engine.dispose()
    return made


def _fill(session: Session, settings: Settings, actor: Actor, count: int) -> None:
    for _ in range(count):
        service.make_plan(session, actor, settings.secret, crypto.new_id(), "no", [])
        session.commit()


def _plan(session: Session, settings: Settings, actor: Actor, people: dict[str, str], rows: list[Row]) -> str:
    """Make a plan of these rows; a push takes 200 revisions at most, so a larger one comes in two."""
    first, rest = rows[:150], rows[150:]
    ids = {name: crypto.new_id() for name in {row[1] for row in rows} | pointers(rows)} | people
    plan = make_family(session, settings, actor, ids, first)
    for name, kind, data in ((row[1], row[0], row[2]) for row in resolved(rest, ids)):
        service.append(session, actor, [revision(plan, kind, ids[name], data)])
    return plan


def revision(plan: str, kind: str, entry: str, data: dict[str, Any], parents: Sequence[str] = ()) -> dict[str, Any]:
    """Return a revision ready to push."""
    document = {"v": 1, "kind": kind, "data": data, "withdrawn": "", "why": "", "known_to_parent": False}
    return {
        "id": crypto.new_id(),
        "plan": plan,
        "compartment": "",
        "entry": entry,
        "parents": list(parents),
        "document": document,
        "device": DEVICE,
        "authored_at": clock.now_ms(),
    }


class Saver:
    """The actions of a plan, written again in turn: its size stays as it is, and no head is left in conflict."""

    def __init__(self, opened: dict[str, Any]) -> None:
        """Take the actions of an opened plan's JSON."""
        actions = [one for one in opened["entries"] if one["kind"] == "action"]
        self.plan = opened["plan"]["id"]
        self.heads = {one["entry"]: (one["heads"][0]["revision"], one["heads"][0]["data"]) for one in actions}
        self.turn = cycle(self.heads)

    def next(self) -> dict[str, Any]:
        """Return the next revision; the caller pushes it."""
        entry = next(self.turn)
        head, data = self.heads[entry]
        made = revision(self.plan, "action", entry, data, [head])
        self.heads[entry] = (made["id"], data)
        return made


def _four_kb(rows: list[Row]) -> list[Row]:
    chosen: list[Row] = [row for row in rows if row[0] == "family_member"]
    for row in rows:
        if row[0] in COPIED and sum(len(json.dumps(one[2])) for one in chosen) < FOUR_KB:
            chosen.append(row)
    return chosen


def _of_length(rows: list[Row], count: int) -> list[Row]:
    """Return the family's rows, with its protective steps written again and again up to a number of entries."""
    copies = _again([row for row in rows if row[0] in COPIED])
    return [*rows, *(next(copies) for _ in range(count - len(rows)))]


def _again(rows: list[Row]) -> Iterator[Row]:
    number = 0
    while True:
        number += 1
        for kind, name, data in rows:
            yield kind, f"{name}_{number}", data
