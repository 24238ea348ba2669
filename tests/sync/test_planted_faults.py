"""Faults that lose words, planted on purpose: each must be found, or the proofs beside them prove nothing."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from safeplan import crypto
from safeplan.plans.letters import delivering
from safeplan.plans.log import append as appending
from safeplan.plans.log import filing
from tests.sync.machine import Visits

SEARCH = settings(
    # What is planted is found long before; where nothing is planted, all of them are walked.
    max_examples=12,
    stateful_step_count=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    # The first is enough: to look for a second one takes minutes.
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)

ON_TABLETS = {
    "an outbox that empties on any 200": {
        "file": "writing/delivery.js",
        "from": "const receipts = Array.isArray(answer?.receipts) ? answer.receipts : [];",
        "to": 'const receipts = batch.map(({ id, hash }) => ({ id, hash, state: "accepted" }));',
    },
    "stored is taken for filed": {
        "file": "writing/delivery.js",
        "from": '"accepted", "repeat", "held"',
        "to": '"accepted", "repeat", "held", "waiting"',
    },
    "wiping takes what still had to go": {
        "file": "vault/wiping.js",
        "from": "await alterRow(vault, (one) => ({ ...one, wiped: true }));",
        "to": 'await change(() => openStores(row.name), ["outbox"], (tx) => tx.objectStore("outbox").clear());',
    },
}
SENDING = ("write_and_drive_through_a_valley", "session_ends", "send", "sync")
WIPING = ("clock_is_set", "lock")
COMING_AND_GOING = ("dana_comes_and_goes", "sync", "send")
EVERY_RULE = [name for name, _ in inspect.getmembers(Visits, lambda one: hasattr(one, RULE_MARKER))]


# What the machine says where words are lost, or are there twice: nothing else it may come upon is a find.
LOST = (
    "is nowhere any more|left the tablet, and the server does not have it|said to be stored, and it is not"
    "|is in the log twice|other heads stand than were written|a head went that nobody named"
)


def must_be_found(rules: tuple[str, ...], **more: object) -> None:
    """Search with these rules alone: the fault must be found soon, and by what holds after each step."""
    assert set(rules) <= set(EVERY_RULE)
    machine = type("Faulty", (Visits,), {**dict.fromkeys(set(EVERY_RULE) - set(rules)), **more})
    with pytest.raises(AssertionError, match=LOST):
        run_state_machine_as_test(machine, settings=SEARCH)


@pytest.mark.parametrize(("name", "rules"), list(zip(ON_TABLETS, (SENDING, SENDING, WIPING))))
def test_a_fault_on_the_tablet_is_found(name: str, rules: tuple[str, ...]) -> None:
    must_be_found(rules, faults=(ON_TABLETS[name],))


@pytest.mark.parametrize("rules", [SENDING, WIPING, COMING_AND_GOING])
def test_where_nothing_is_planted_nothing_is_found(rules: tuple[str, ...]) -> None:
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        must_be_found(rules)


def test_a_push_that_stores_a_repeat_again_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    file, here = filing.file_revision, appending.already_here

    def anew(session, plan, part, submission, **more):  # type: ignore[no-untyped-def]
        if here(session, plan, more["author"], submission) is not None:
            submission = replace(submission, id=crypto.new_id())
        return file(session, plan, part, submission, **more)

    monkeypatch.setattr(appending, "already_here", lambda *_: None)
    monkeypatch.setattr(appending, "file_revision", anew)
    must_be_found(SENDING)


def test_a_view_in_which_the_last_write_wins_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "heads_after", lambda revisions, unfiled: {[one for one, _ in revisions][-1]})
    monkeypatch.setattr(filing, "heads_next", lambda standing, new, parents: {new})
    must_be_found(SENDING)


def test_a_letterbox_that_says_held_and_holds_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "hold", lambda *_: None)
    must_be_found(COMING_AND_GOING)
