"""Heads do not depend on the order in which revisions arrive, and a conflict ends only by being settled."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeplan import crypto
from safeplan.plans.log.tally import MODULUS, Tally
from safeplan.plans.rules import heads_after, heads_next

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Log = list[tuple[str, list[str]]]


@st.composite
def logs(draw: st.DrawFn, most: int = 9) -> Log:
    """Draw an entry's revisions as people make them: each names some that were there when it was written."""
    count = draw(st.integers(1, most))
    found: Log = []
    for number in range(count):
        before = [one for one, _ in found]
        parents = draw(st.lists(st.sampled_from(before), unique=True, max_size=3)) if before else []
        found.append((f"{number:032x}", parents))
    return found


@QUICK
@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(log, chance):
    shuffled = chance.sample(log, len(log))
    assert heads_after(shuffled, set()) == heads_after(log, set())


@QUICK
@given(logs(), st.randoms(use_true_random=False))
def test_a_repeat_changes_nothing(log, chance):
    again = [*log, *chance.choices(log, k=3)]
    assert heads_after(again, set()) == heads_after(log, set())


@QUICK
@given(logs())
def test_a_head_is_what_stands_and_nobody_replaced(log):
    named = {parent for _, parents in log for parent in parents}
    assert heads_after(log, set()) == {one for one, _ in log} - named


@QUICK
@given(logs())
def test_an_entry_that_was_written_never_loses_its_last_head(log):
    assert heads_after(log, set())


@QUICK
@given(logs(), st.sets(st.integers(0, 8)), st.data())
def test_what_replaces_heads_needs_no_more_than_the_heads(log, gone, data):
    unfiled = {one for number, (one, _) in enumerate(log) if number in gone}
    heads = heads_after(log, unfiled)
    parents = data.draw(st.lists(st.sampled_from([one for one, _ in log]), unique=True, max_size=4))
    new = "f" * 32
    if set(parents) <= heads:
        assert heads_next(heads, new, parents) == heads_after([*log, (new, parents)], unfiled)
    else:
        assert heads_next(heads, new, parents) is None


@QUICK
@given(logs(), st.data())
def test_a_conflict_shrinks_only_through_a_revision_that_names_what_goes(log, data):
    before = heads_after(log, set())
    known = [one for one, _ in log]
    parents = data.draw(st.lists(st.sampled_from(known), unique=True, max_size=4))
    new = "f" * 32
    after = heads_after([*log, (new, parents)], set())
    assert new in after
    assert before - after <= set(parents), "a head went that nobody named"
    assert before - set(parents) <= after


@QUICK
@given(logs(), st.data())
def test_unfiling_brings_back_what_was_replaced_and_takes_nothing_else(log, data):
    gone = data.draw(st.sampled_from([one for one, _ in log]))
    before, after = heads_after(log, set()), heads_after(log, {gone})
    parents = dict(log)[gone]
    assert gone not in after
    assert before - {gone} <= after, "unfiling one took another with it"
    assert after - before <= set(parents), "something else stands that was not replaced by what was unfiled"
    if before == {gone} and parents:
        assert after, "taking an address away must not take the entry"


@QUICK
@given(logs(), st.data())
def test_unfiling_in_any_order_gives_the_same(log, data):
    known = [one for one, _ in log]
    gone = set(data.draw(st.lists(st.sampled_from(known), unique=True)))
    assert not heads_after(log, gone) & gone
    assert heads_after(list(reversed(log)), gone) == heads_after(log, gone)


@pytest.mark.parametrize("gone", [set(), {"b"}])
def test_a_parent_that_has_not_arrived_yet_is_waited_for(gone):
    late = [("c", ["b"]), ("b", ["a"]), ("a", [])]
    for count in range(1, 4):
        assert heads_after(late[:count], gone) == {"c"}


ids = st.lists(st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}"), unique=True, max_size=8)


@QUICK
@given(ids, ids)
def test_a_tally_knows_exactly_its_heads(held, others):
    tally = Tally().after(bytes(32), held, ())
    assert tally.covers(held)
    assert tally.covers(reversed(held))
    assert tally.covers(others) == (set(others) == set(held))


@QUICK
@given(ids, st.data())
def test_a_tally_does_not_depend_on_how_it_came_about(held, data):
    stays = set(data.draw(st.lists(st.sampled_from(held), unique=True))) if held else set()
    goes = set(held) - stays
    slowly = Tally()
    for one in held:
        slowly = slowly.moved([one], ())
    for one in goes:
        slowly = slowly.moved((), [one])
    assert slowly.heads == Tally().moved(stays, ()).heads
    assert 0 <= slowly.heads < MODULUS


@QUICK
@given(ids, st.integers(0, 2**40), st.binary(min_size=32, max_size=32))
def test_a_tally_opens_only_where_it_belongs(held, seq, chain):
    key, (plan, compartment, other) = crypto.new_key(), (crypto.new_id() for _ in range(3))
    tally = Tally(seq, chain, Tally().moved(held, ()).heads)
    sealed = tally.sealed(key, plan, compartment, 1)
    assert Tally.open(key, plan, compartment, 1, sealed) == tally
    for place in ((other, compartment, 1), (plan, other, 1), (plan, compartment, 2)):
        with pytest.raises(crypto.CryptoError):
            Tally.open(key, *place, sealed)
