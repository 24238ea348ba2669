"""Every clear column of a revision is bound, and the chain outlives unfiling."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplan.crypto import (
    GENESIS,
    Tampered,
    UnknownFormat,
    bound,
    canonical,
    chain,
    letter_info,
    new_key,
    new_keypair,
    open_from,
    open_label,
    open_revision,
    open_sealed,
    revision_aad,
    seal_label,
    seal_revision,
    seal_to,
)

KEY = bytes(range(32))
ROW: dict[str, object] = {
    "plan": "1" * 32,
    "compartment": "2" * 32,
    "seq": 7,
    "id": "3" * 32,
    "entry": "4" * 32,
    "parents": ["c" * 32, "b" * 32],
    "epoch": 2,
    "author": "5" * 32,
    "desk": "6" * 32,
    "device": "7" * 32,
    "authored_at": 1795000000000,
    "received_at": 1795000000123,
}
CHANGED: list[tuple[str, object]] = [
    ("plan", "a" * 32),
    ("compartment", "a" * 32),
    ("seq", 8),
    ("id", "a" * 32),
    ("entry", "a" * 32),
    ("parents", ["b" * 32]),
    ("parents", []),
    ("parents", ["b" * 32, "c" * 32, "d" * 32]),
    ("epoch", 1),
    ("author", "a" * 32),
    ("desk", None),
    ("desk", "a" * 32),
    ("device", None),
    ("device", "a" * 32),
    ("authored_at", 1795000000001),
    ("received_at", 1795000000124),
]


def aad(**changed: object) -> bytes:
    return revision_aad(**{**ROW, **changed})  # type: ignore[arg-type]


def test_it_is_written_as_the_design_says() -> None:
    expected = (
        f'["sp/revision",1,"{"1" * 32}","{"2" * 32}",7,"{"3" * 32}","{"4" * 32}",'
        f'["{"b" * 32}","{"c" * 32}"],2,"{"5" * 32}","{"6" * 32}","{"7" * 32}",1795000000000,1795000000123]'
    )
    assert aad() == expected.encode()


def test_the_order_of_parents_does_not_matter() -> None:
    assert aad(parents=["b" * 32, "c" * 32]) == aad(parents=("c" * 32, "b" * 32))


def test_round_trip() -> None:
    wrapped, sealed = seal_revision(KEY, b"words", aad())
    assert open_revision(KEY, wrapped, sealed, aad()) == b"words"
    wrapped, sealed = seal_revision(KEY, b"words" * 300, aad(), deflate=True)
    assert len(sealed) < 300
    assert open_revision(KEY, wrapped, sealed, aad()) == b"words" * 300


def test_the_list_of_changes_covers_every_column() -> None:
    assert {field for field, _ in CHANGED} == set(ROW)


@pytest.mark.parametrize(("field", "value"), CHANGED)
def test_a_column_changed_in_the_database_closes_the_revision(field: str, value: object) -> None:
    wrapped, sealed = seal_revision(KEY, b"words", aad())
    with pytest.raises(Tampered):
        open_revision(KEY, wrapped, sealed, aad(**{field: value}))


def test_both_columns_are_bound_each_by_itself() -> None:
    wrapped, sealed = seal_revision(KEY, b"words", aad())
    other_wrapped, other_sealed = seal_revision(KEY, b"words", aad(seq=8))
    for pair in ((other_wrapped, sealed), (wrapped, other_sealed)):
        with pytest.raises(Tampered):
            open_revision(KEY, *pair, aad())
    with pytest.raises(Tampered):
        open_revision(new_key(), wrapped, sealed, aad())


def test_a_compartment_key_alone_does_not_open_the_words() -> None:
    _, sealed = seal_revision(KEY, b"words", aad())
    with pytest.raises(Tampered):
        open_sealed(KEY, sealed, aad())


def test_an_unfiled_revision_opens_for_nobody() -> None:
    _, sealed = seal_revision(KEY, b"words", aad())
    with pytest.raises(UnknownFormat):
        open_revision(KEY, b"", sealed, aad())


@pytest.mark.parametrize("field", ["seq", "epoch", "authored_at", "received_at"])
@pytest.mark.parametrize("value", [1.0, "7", None, True, datetime.datetime(2026, 11, 22)])
def test_numbers_are_whole_numbers(field: str, value: object) -> None:
    with pytest.raises(TypeError):
        aad(**{field: value})


@pytest.mark.parametrize("field", ["plan", "compartment", "id", "entry", "author", "desk", "device"])
def test_ids_have_one_spelling(field: str) -> None:
    with pytest.raises(ValueError, match="32 lower-case hex"):
        aad(**{field: "A" * 32})


def test_the_chain_tells_one_history_from_another() -> None:
    _, one = seal_revision(KEY, b"one", aad(seq=1))
    _, two = seal_revision(KEY, b"two", aad(seq=2))
    whole = chain(chain(GENESIS, aad(seq=1), one), aad(seq=2), two)
    assert len(whole) == 32
    others = {
        chain(GENESIS, aad(seq=2), two),
        chain(chain(GENESIS, aad(seq=2), two), aad(seq=1), one),
        chain(chain(GENESIS, aad(seq=1), two), aad(seq=2), one),
        chain(chain(GENESIS, aad(seq=1, author="a" * 32), one), aad(seq=2), two),
        chain(chain(GENESIS, aad(seq=1), one + b"\0"), aad(seq=2), two),
    }
    assert len(others) == 5
    assert whole not in others


def test_a_chain_value_is_whole() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        chain(b"", aad(), b"")


LABEL = {"class": "child", "about": "8" * 32}


def test_a_label_stays_with_its_compartment() -> None:
    sealed = seal_label(KEY, "1" * 32, "2" * 32, 1, LABEL)
    assert open_label(KEY, "1" * 32, "2" * 32, 1, sealed) == LABEL
    assert b"child" not in sealed
    assert len(seal_label(KEY, "1" * 32, "2" * 32, 1, {"class": "plan"})) == len(sealed)
    for place in (("a" * 32, "2" * 32, 1), ("1" * 32, "a" * 32, 1), ("1" * 32, "2" * 32, 2)):
        with pytest.raises(Tampered):
            open_label(KEY, *place, sealed)


LETTER: list[object] = ["1" * 32, "2" * 32, 1, "3" * 32, "4" * 32, "5" * 32]


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, "a" * 32), (1, "a" * 32), (2, 2), (3, "a" * 32), (4, "a" * 32), (5, "a" * 32), (5, None)],
)
def test_a_letter_moved_or_given_another_author_does_not_open(at: int, value: object) -> None:
    pair = new_keypair()
    letter = seal_to(pair.public, b"words", letter_info(*LETTER))  # type: ignore[arg-type]
    changed = [*LETTER[:at], value, *LETTER[at + 1 :]]
    assert open_from(pair.private, letter, letter_info(*LETTER)) == b"words"  # type: ignore[arg-type]
    with pytest.raises(Tampered):
        open_from(pair.private, letter, letter_info(*changed))  # type: ignore[arg-type]


IDS = st.text("0123456789abcdef", min_size=32, max_size=32)
WHOLE = st.integers(0, 2**53 - 1)


@given(
    ids=st.tuples(IDS, IDS, IDS, IDS, IDS),
    parents=st.lists(IDS, max_size=4),
    seq=WHOLE,
    times=st.tuples(WHOLE, WHOLE),
    desk=st.none() | IDS,
    device=st.none() | IDS,
)
def test_what_is_bound_is_spelled_as_everything_else_is(ids, parents, seq, times, desk, device) -> None:
    plan, compartment, one, entry, author = ids
    whole = ("sp/revision", 1, plan, compartment, seq, one, entry, sorted(parents), seq, author, desk, device, *times)
    spelled = revision_aad(plan, compartment, seq, one, entry, parents, seq, author, desk, device, *times)
    assert spelled == bound(*whole) == canonical(list(whole))


@given(st.lists(st.none() | st.booleans() | st.text() | WHOLE | st.integers(-(2**53) + 1, 0) | st.lists(st.text())))
def test_binding_spells_like_canonical_json(parts: list[object]) -> None:
    try:
        expected = canonical(["sp/x", *parts])
    except ValueError:
        with pytest.raises(ValueError, match=r"\w"):
            bound("sp/x", *parts)
        return
    assert bound("sp/x", *parts) == expected
