"""Clocks that are wrong, and two tabs on one tablet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from safeplan.demo.making import WORDS
from tests.sync.machine import DAY, Visits

NO_LOCK = {
    "file": "vault/sending.js",
    "from": "const lock = outside.lock ?? ((name, run) => navigator.locks.request(name, run));",
    "to": "const lock = (_, run) => run();",
}


@pytest.fixture
def visits(request: pytest.FixtureRequest) -> Iterator[Visits]:
    """Return three tablets at the beginning: each has something written without signal."""
    made = type("Begun", (Visits,), {"faults": getattr(request, "param", ())})()
    made.begin()
    made.no_word_is_lost_and_none_is_there_twice()
    yield made
    made.teardown()
    if made.faults:
        made.house.end_tablets()


def sent(visits: Visits) -> Counter[str]:
    """Count how often each letter was sent from now on."""
    count: Counter[str] = Counter()
    carry = visits.road.carry

    def counted(call):  # type: ignore[no-untyped-def]
        count.update(letter["id"] for letter in call.letters)
        return carry(call)

    visits.road.carry = counted  # type: ignore[method-assign]
    return count


def two_tabs_send(visits: Visits) -> Counter[str]:
    name = visits._name("hall")
    # A page sends as it begins: this one begins without signal.
    visits.road.weather = ["no-signal"] * 9
    visits.node.do("load", name, tab=1)
    visits.road.weather = []
    count = sent(visits)
    visits.node.do("pages", name, name="flush")
    return count


def test_two_tabs_send_each_letter_once(visits: Visits) -> None:
    waiting = set(visits.on_tablets["hall"])
    assert waiting
    assert two_tabs_send(visits) == dict.fromkeys(waiting, 1)
    visits.no_word_is_lost_and_none_is_there_twice()
    assert visits.on_tablets["hall"] == {}


@pytest.mark.parametrize("visits", [(NO_LOCK,)], indirect=True, ids=["no lock"])
def test_two_tabs_that_do_not_take_turns_are_noticed(visits: Visits) -> None:
    assert set(two_tabs_send(visits).values()) == {2}
    visits.no_word_is_lost_and_none_is_there_twice()


def test_a_tab_that_ends_while_it_sends_lets_the_other_send(visits: Visits) -> None:
    name = visits._name("hall")
    waiting = set(visits.on_tablets["hall"])
    visits.road.weather = ["killed-after"]
    visits._do("hall", "flush")
    visits.road.weather = ["no-signal"] * 9
    visits.node.do("load", name, tab=0)
    assert two_tabs_send(visits) == dict.fromkeys(waiting, 1), "each is sent once more, by its token"
    visits.no_word_is_lost_and_none_is_there_twice()
    assert waiting <= set(visits.before.log), "it had arrived before the tab ended"


@pytest.mark.parametrize("days", [-400, -365, 365, 400])
def test_a_clock_that_is_a_year_out_ends_reading_and_loses_nothing(visits: Visits, days: int) -> None:
    before = set(visits.on_tablets["hall"])
    visits.clock_is_set(tablet="hall", days=days)
    visits.road.weather = ["no-signal"] * 9
    visits._do("hall", "lock")
    [row] = visits.node.do("stored", visits._name("hall"))
    assert row["wiped"], "more than a day late, or set back: what can be read here goes"
    visits.no_word_is_lost_and_none_is_there_twice()
    assert set(visits.on_tablets["hall"]) == before
    # Nobody is signed in on it any more, and it is sent all the same.
    visits.road.browsers.pop(visits._name("hall"))
    visits.road.weather = []
    visits._do("hall", "lock")
    visits._do("hall", "flush")
    visits.no_word_is_lost_and_none_is_there_twice()
    assert all(one["state"] == "posted" for one in visits.on_tablets["hall"].values()), "its token is enough to send it"
    assert before <= set(visits.before.letters)


def test_what_is_written_by_a_wrong_clock_says_so_and_stands_where_it_arrived(visits: Visits) -> None:
    for days in (400, -400):
        visits.clock_is_set(tablet="hall", days=days)
        visits._do("hall", "lock")
        assert visits._at_work("hall"), "a tablet with a wrong clock is set up again and written on"
        visits._write("hall", [visits._new()], [])
    visits.no_word_is_lost_and_none_is_there_twice()
    late, early = sorted(visits.before.log.values(), key=lambda one: one.seq)[-2:]
    assert late.authored_at - late.received_at > 399 * DAY
    assert early.authored_at - early.received_at < -399 * DAY


@pytest.mark.parametrize("turned", ["2026-10-25T00:59:59", "2027-03-28T00:59:59"])
def test_the_hour_that_comes_twice_or_never_is_an_hour_like_any_other(visits: Visits, turned: str) -> None:
    name = visits._name("hall")
    at = int(datetime.fromisoformat(turned).replace(tzinfo=UTC).timestamp() * 1000)
    now = int(datetime.now(UTC).timestamp() * 1000)
    visits.node.do("clock", name, skew=at - now)
    visits._do("hall", "lock")
    assert visits._at_work("hall")
    visits._write("hall", [visits._new()], ["no-signal"])
    visits.node.do("pass", name, ms=3_600_000)
    visits._write("hall", [visits._new()], [])
    visits._do("hall", "flush")
    visits.no_word_is_lost_and_none_is_there_twice()
    first, second = sorted(visits.before.log.values(), key=lambda one: one.seq)[-2:]
    assert 3_600_000 <= second.authored_at - first.authored_at < 3_700_000


def test_the_words_that_open_are_the_ones_of_this_person(visits: Visits) -> None:
    visits._do("hall", "lock")
    assert visits._do("hall", "unlock", "umbrella gravel puddle picnic harbour") is None
    assert not visits._state("hall")["open"]
    visits.node.do("pass", visits._name("hall"), ms=2000)
    visits._do("hall", "unlock", WORDS)
    assert visits._state("hall")["open"]
