"""The bytes bound into a seal are exact, and what two languages spell differently is refused."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplan.crypto import bound, canonical, opaque_id

KEYS = st.from_regex(r"[a-z_]{1,6}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=4) | st.dictionaries(KEYS, v, max_size=4))


@given(VALUES)
def test_nothing_is_lost_and_nothing_is_spelt_two_ways(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.lists(VALUES, max_size=4))
def test_it_is_what_python_s_own_json_would_write(parts: list[object]) -> None:
    own = json.dumps(["sp/x", *parts], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert bound("sp/x", *parts) == canonical(["sp/x", *parts]) == own


@pytest.mark.parametrize("text", ["\x00\x1f\x7f", "\u2028\u2029", '"\\/', "\b\f\n\r\t", "\U0001f9f8é"])
def test_signs_that_are_written_in_more_than_one_way(text: str) -> None:
    assert bound("sp/x", text) == json.dumps(["sp/x", text], separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize("way", [canonical, lambda text: bound("sp/x", text)])
def test_half_an_emoji_is_refused(way) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        way("\ud83e")


def test_keys_are_sorted_and_text_is_not_escaped() -> None:
    assert canonical({"b": 1, "a": {"d": "é", "c": []}}) == '{"a":{"c":[],"d":"é"},"b":1}'.encode()


def test_a_tuple_and_a_list_are_the_same() -> None:
    assert bound("sp/x", (1, 2)) == bound("sp/x", [1, 2]) == b'["sp/x",[1,2]]'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        b"x",
        {1: 2},
        {"é": 1},
        {"10": 1},
        {"a": [0.5]},
        datetime.datetime(2026, 11, 22),
        {1},
    ],
)
def test_what_cannot_be_bound_exactly_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        bound("sp/x", value)


def test_a_number_the_browser_would_round_is_refused() -> None:
    assert bound("sp/x", 2**53 - 1)
    with pytest.raises(ValueError, match="too large"):
        bound("sp/x", 2**53)


@pytest.mark.parametrize("parts", [(), (1,), (None, "sp/x"), ("",), (["sp/x"],)])
def test_the_domain_comes_first(parts: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="domain"):
        bound(*parts)


@pytest.mark.parametrize(
    "value",
    ["", "A" * 32, "a" * 31, "a" * 33, "g" * 32, "a" * 32 + "\n", "9f0c2f6e-3b1d-4a0e-8a53-6d6f1f7a2b3c"],
)
def test_an_id_has_one_spelling(value: str) -> None:
    assert opaque_id("0123456789abcdef" * 2)
    with pytest.raises(ValueError, match="32 lower-case hex"):
        opaque_id(value)
