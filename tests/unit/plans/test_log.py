"""The log keeps every accepted revision once, whatever is repeated, reordered, cut short or sent at the same time."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
import threading
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from safeplan import crypto, db
from safeplan.accounts.service import load_session
from safeplan.demo.making import WORDS
from safeplan.plans.access.opening import get_plan
from safeplan.plans.log import append as appending
from safeplan.plans.log import filing
from safeplan.plans.log.reading import read_heads, read_history
from safeplan.plans.models import Revision
from safeplan.plans.rules import heads_after
from safeplan.web.app import create_app
from tests import installation
from tests.client import PersonClient
from tests.heist.conftest import cookie_secret


@contextmanager
def held_open(app, person: PersonClient, plan: str):
    """Open a plan through the service, as the person signed in at that client."""
    with app.app_context(), db.session() as session:
        actor = load_session(session, cookie_secret(person))
        assert actor is not None
        yield session, get_plan(session, actor, plan)


def verified(session, opened) -> int:
    """Check the chain of every compartment from its first revision to its tally; return how many revisions."""
    count = 0
    for part in opened.parts.values():
        value, seq = crypto.GENESIS, 0
        rows = session.scalars(select(Revision).where(Revision.compartment == part.id).order_by(Revision.seq)).all()
        for row in rows:
            seq += 1
            aad = crypto.revision_aad(
                row.plan,
                row.compartment,
                row.seq,
                row.id,
                row.entry,
                json.loads(row.parents),
                row.epoch,
                row.author,
                row.desk,
                row.device,
                row.authored_at,
                row.received_at,
            )
            value = crypto.chain(value, aad, row.sealed)
            assert (row.seq, row.chain) == (seq, value), "the chain does not hold"
        assert (part.tally.seq, part.tally.chain) == (seq, value), "the tally is of another log"
        count += seq
    return count


@lru_cache(maxsize=1)
def one_house():
    """Return an application and two people signed in at it; every run of the machine makes a plan of its own."""
    data = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    app = create_app(installation.copy_to(data, "cast"))
    people = installation.filled("cast").cast.people
    with installation.cheap_words():
        return app, [PersonClient(app, people[key]).sign_in(f"{key}@demo.example", WORDS) for key in ("priya", "tom")]


class Log(RuleBasedStateMachine):
    """Two people push notes about a few entries, in batches that are repeated, shuffled and cut short."""

    @initialize()
    def begin(self) -> None:
        self.app, self.people = one_house()
        self.plan = self.people[0].new_plan()
        # Fresh for every run, and in the same order in every run.
        self.prefix, self.made = crypto.new_id()[:16], 0
        self.entries = [self._id() for _ in range(3)]
        self.sent: dict[str, tuple[int, dict]] = {}
        self.accepted: dict[str, int] = {}
        self.unfiled: set[str] = set()

    def _id(self) -> str:
        self.made += 1
        return f"{self.prefix}{self.made:016x}"

    def _new(self, who: int, entry: str, parents: list[str]) -> dict:
        more = {"id": self._id(), "entry": entry, "parents": parents}
        made = self.people[who].revision(self.plan, "note", {"words": f"words {self.made}"}, **more)
        self.sent[made["id"]] = (who, made)
        return made

    @rule(who=st.integers(0, 1), which=st.lists(st.integers(0, 2), min_size=1, max_size=4), data=st.data())
    def push(self, who: int, which: list[int], data) -> None:
        batch = []
        for number in which:
            entry = self.entries[number]
            known = [one for one, (_, made) in self.sent.items() if made["entry"] == entry]
            parents = data.draw(st.lists(st.sampled_from(known), unique=True, max_size=2)) if known else []
            batch.append(self._new(who, entry, parents))
        self._send(who, data.draw(st.permutations(batch)))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def push_again(self, data) -> None:
        who = data.draw(st.integers(0, 1))
        mine = [made for author, made in self.sent.values() if author == who]
        if mine:
            self._send(who, data.draw(st.lists(st.sampled_from(mine), min_size=1, max_size=4)))

    @rule(who=st.integers(0, 1), data=st.data())
    def written_and_never_sent(self, who: int, data) -> None:
        """The tablet lost its signal: others may already name this one as a parent."""
        entry = data.draw(st.sampled_from(self.entries))
        self._new(who, entry, [])

    @precondition(lambda self: self.accepted)
    @rule(data=st.data())
    def somebody_else_uses_the_id(self, data) -> None:
        one = data.draw(st.sampled_from(list(self.accepted)))
        who, made = self.sent[one]
        [receipt] = self.people[1 - who].push(made)
        assert (receipt["state"], receipt["reason"]) == ("refused", "id-in-use")

    @precondition(lambda self: set(self.accepted) - self.unfiled)
    @rule(data=st.data())
    def unfile(self, data) -> None:
        one = data.draw(st.sampled_from([one for one in self.accepted if one not in self.unfiled]))
        body = {"revision": one, "reason": "wrong_place"}
        assert self.people[0].post(f"/api/1/plans/{self.plan}/unfile", body).status_code == 204
        self.unfiled.add(one)

    def _send(self, who: int, batch: list[dict]) -> None:
        receipts = self.people[who].push(*batch)
        assert [one["id"] for one in receipts] == [one["id"] for one in batch]
        for receipt in receipts:
            known = receipt["id"] in self.accepted
            assert receipt["state"] == ("repeat" if known else "accepted"), receipt
            assert self.accepted.setdefault(receipt["id"], receipt["seq"]) == receipt["seq"]

    @invariant()
    def nothing_is_lost_and_nothing_is_there_twice(self) -> None:
        with held_open(self.app, self.people[0], self.plan) as (session, opened):
            assert verified(session, opened) == len(self.accepted)
            said = {one.id: one.document for one in read_heads(session, opened)}
            heads, expected = set(said), set[str]()
            for entry in self.entries:
                mine = [
                    (i, m["parents"]) for i, (_, m) in self.sent.items() if i in self.accepted and m["entry"] == entry
                ]
                expected |= heads_after(mine, self.unfiled)
                history = read_history(session, opened, entry)
                assert sorted(one.id for one in history) == sorted(one for one, _ in mine)
                for one in history:
                    words = self.sent[one.id][1]["document"]["data"]["words"]
                    assert one.document is None if one.id in self.unfiled else one.document["data"]["words"] == words
                    # A snapshot says what the revision itself does.
                    assert said.get(one.id, one.document) == one.document
            assert heads == expected
        assert sorted(self.accepted.values()) == list(range(1, len(self.accepted) + 1)), "seq has a gap"


Log.TestCase.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
test_the_log = Log.TestCase


def last_write_wins(revisions, unfiled):
    return {max(one for one, _ in revisions if one not in unfiled)} if set(dict(revisions)) - unfiled else set()


@pytest.mark.parametrize(
    ("name", "bug"),
    [
        ("heads_after", last_write_wins),
        ("heads_next", lambda _standing, new, _parents: {new}),
        ("_same_words", lambda *_: False),
        ("already_here", lambda *_: None),
    ],
)
def test_a_planted_fault_in_the_log_is_found(monkeypatch, name, bug):
    monkeypatch.setattr(filing if hasattr(filing, name) else appending, name, bug)
    with pytest.raises((AssertionError, KeyError, ExceptionGroup)):
        run_state_machine_as_test(
            Log, settings=settings(Log.TestCase.settings, database=None, phases=(Phase.generate,))
        )


@pytest.mark.parametrize("many", [6])
def test_heads_written_at_the_same_time_all_stand(app, as_person, many):
    priya = as_person("priya")
    plan = priya.new_plan()
    first = priya.write(plan, "note", {"words": "first"})
    made = [
        priya.revision(plan, "note", {"words": f"{n}"}, entry=first["entry"], parents=[first["id"]])
        for n in range(many)
    ]
    states: list[tuple[int, object]] = []
    ready = threading.Barrier(many)

    def send(revision: dict) -> None:
        browser = app.test_client()
        browser.set_cookie("__Host-s", priya.http.get_cookie("__Host-s").value, domain="localhost", secure=True)
        headers = {"X-CSRFToken": priya.token, "Referer": "https://localhost/"}
        ready.wait(timeout=20)
        body = {"revisions": [revision, revision]}
        answer = browser.post("/api/1/revisions", json=body, headers=headers, base_url="https://localhost")
        states.append((answer.status_code, [one["state"] for one in answer.json["receipts"]]))

    threads = [threading.Thread(target=send, args=(one,)) for one in made]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert states == [(200, ["accepted", "repeat"])] * many
    [entry] = [one for one in priya.open(plan)["entries"] if one["entry"] == first["entry"]]
    assert {head["revision"] for head in entry["heads"]} == {one["id"] for one in made}
    with held_open(app, priya, plan) as (session, opened):
        assert verified(session, opened) == many + 1
    both = priya.write(plan, "note", {"words": "settled"}, entry=first["entry"], parents=[one["id"] for one in made])
    [entry] = [one for one in priya.open(plan)["entries"] if one["entry"] == first["entry"]]
    assert [head["revision"] for head in entry["heads"]] == [both["id"]]


def test_the_same_revision_sent_twice_at_the_same_time_is_kept_once(app, as_person):
    priya = as_person("priya")
    plan = priya.new_plan()
    revision = priya.revision(plan, "note", {"words": "once"})
    codes: list[int] = []
    ready = threading.Barrier(4)

    def send() -> None:
        browser = app.test_client()
        browser.set_cookie("__Host-s", priya.http.get_cookie("__Host-s").value, domain="localhost", secure=True)
        headers = {"X-CSRFToken": priya.token, "Referer": "https://localhost/"}
        ready.wait(timeout=20)
        body = {"revisions": [revision]}
        codes.append(
            browser.post("/api/1/revisions", json=body, headers=headers, base_url="https://localhost").status_code
        )

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert 200 in codes
    assert set(codes) <= {200, 500}, "a collision may ask for a repeat, and nothing else"
    assert [one["state"] for one in priya.push(revision)] == ["repeat"]
    with held_open(app, priya, plan) as (session, opened):
        assert verified(session, opened) == 1
