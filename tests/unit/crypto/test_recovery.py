"""Two halves together, nothing alone, and a sheet that says when it was typed wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplan.crypto import CryptoError, MistypedSheet, from_sheet, join, new_keypair, split, to_sheet
from safeplan.crypto.recovery import ALPHABET

HALF = bytes.fromhex("c70a11e5f00dbeadc0ffee123456789abcdef0fedcba98765432100112233445")
SHEET = to_sheet(HALF).replace(" ", "")


def test_two_halves_make_the_key_in_either_order() -> None:
    private = new_keypair().private
    a, b = split(private)
    assert join(a, b) == join(b, a) == private
    assert private not in (a, b)
    assert split(private) != (a, b)


def test_the_same_half_twice_is_refused() -> None:
    with pytest.raises(MistypedSheet):
        join(HALF, HALF)


@given(st.binary(min_size=32, max_size=32))
def test_a_sheet_reads_back(half: bytes) -> None:
    assert from_sheet(to_sheet(half)) == half


def test_a_sheet_is_thirteen_groups_of_four_and_one_of_two() -> None:
    groups = to_sheet(HALF).split(" ")
    assert [len(group) for group in groups] == [4] * 13 + [2]
    assert not set("".join(groups)) & set("ILOU")


def test_a_sheet_is_read_kindly() -> None:
    half = bytes(16) + b"\x08\x42" * 8
    sheet = to_sheet(half)
    assert "0" in sheet
    assert "1" in sheet
    for typed in (
        sheet.lower(),
        sheet.replace(" ", ""),
        sheet.replace(" ", "-"),
        sheet.replace(" ", "\n"),
        f"  {sheet}\t",
        sheet.replace("0", "O").replace("1", "I"),
        sheet.replace("0", "o").replace("1", "l"),
    ):
        assert from_sheet(typed) == half


def test_every_single_wrong_character_is_noticed() -> None:
    for at, right in enumerate(SHEET):
        for wrong in ALPHABET.replace(right, ""):
            with pytest.raises(MistypedSheet):
                from_sheet(SHEET[:at] + wrong + SHEET[at + 1 :])


def test_any_two_characters_swapped_are_noticed() -> None:
    for i in range(52):
        for j in range(i + 1, 52):
            if SHEET[i] != SHEET[j]:
                typed = list(SHEET)
                typed[i], typed[j] = typed[j], typed[i]
                with pytest.raises(MistypedSheet):
                    from_sheet("".join(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        SHEET[:-1],
        SHEET + "0",
        SHEET[:52],
        "U" + SHEET[1:],
        "é" + SHEET[1:],
        "ﬀ" + SHEET[1:],
        "²" + SHEET[1:],
    ],
)
def test_what_is_not_a_sheet_is_refused(typed: str) -> None:
    with pytest.raises(MistypedSheet):
        from_sheet(typed)


def test_a_mistyped_sheet_is_both_a_refusal_and_a_wrong_value() -> None:
    assert issubclass(MistypedSheet, CryptoError)
    assert issubclass(MistypedSheet, ValueError)


@pytest.mark.parametrize("use", [split, to_sheet, lambda half: join(half, HALF)])
def test_a_half_is_whole(use: object) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        use(HALF[:-1])  # type: ignore[operator]
