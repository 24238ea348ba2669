"""What is sealed opens only whole, only under its key and only in its place."""

from __future__ import annotations

import secrets
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplan.crypto import (
    CryptoError,
    Tampered,
    UnknownFormat,
    bound,
    new_id,
    new_key,
    open_sealed,
    padded_size,
    seal,
    unwrap,
    wrap,
)
from safeplan.crypto import envelope as formats
from safeplan.crypto.envelope import MAX_INFLATED, _encrypt

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
AAD = bound("sp/example", 1, "a" * 32)


@given(st.binary(max_size=3000), st.binary(max_size=40), st.booleans(), st.booleans())
def test_round_trip(content: bytes, aad: bytes, pad: bool, deflate: bool) -> None:
    blob = seal(KEY, content, aad, pad=pad, deflate=deflate)
    assert open_sealed(KEY, blob, aad) == content


@given(st.data())
def test_any_changed_bit_is_noticed(data: st.DataObject) -> None:
    blob = bytearray(seal(KEY, b"the den under the stairs", AAD))
    at = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[at // 8] ^= 1 << at % 8
    with pytest.raises(CryptoError):
        open_sealed(KEY, bytes(blob), AAD)


def test_every_length_cut_short_is_noticed() -> None:
    blob = seal(KEY, b"", AAD, pad=False)
    for length in range(len(blob)):
        expected = UnknownFormat if length < formats.HEADER_LENGTH else Tampered
        with pytest.raises(expected):
            open_sealed(KEY, blob[:length], AAD)
    with pytest.raises(Tampered):
        open_sealed(KEY, blob + b"\0", AAD)


@pytest.mark.parametrize(("key", "aad"), [(OTHER, AAD), (KEY, b""), (KEY, bound("sp/other", 1, "a" * 32))])
def test_wrong_key_and_wrong_place_say_the_same(key: bytes, aad: bytes) -> None:
    with pytest.raises(Tampered) as caught:
        open_sealed(key, seal(KEY, b"words", AAD), aad)
    assert str(caught.value) == str(Tampered())
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, 0), (1, 0), (2, 2), (2, 3), (2, 9), (3, 0), (3, 2), (4, 0), (4, 2), (4, 3), (5, 0b100), (5, 0x80)],
)
def test_an_unknown_header_byte_is_a_hard_error(at: int, value: int) -> None:
    blob = bytearray(seal(KEY, b"words", AAD))
    blob[at] = value
    with pytest.raises(UnknownFormat):
        open_sealed(KEY, bytes(blob), AAD)


@pytest.mark.parametrize("flags", [0, formats.DEFLATED, formats.DEFLATED | formats.PADDED])
def test_flags_are_authenticated(flags: int) -> None:
    blob = bytearray(seal(KEY, b"words", AAD))
    assert blob[5] == formats.PADDED
    blob[5] = flags
    with pytest.raises(Tampered):
        open_sealed(KEY, bytes(blob), AAD)


@pytest.mark.parametrize(
    ("length", "step"),
    [
        (0, 256),
        (252, 256),
        (253, 1024),
        (1020, 1024),
        (1021, 4096),
        (4092, 4096),
        (16380, 16384),
        (16381, 65536),
        (65532, 65536),
        (65533, 131072),
        (131068, 131072),
        (131069, 196608),
    ],
)
def test_a_size_says_only_its_step(length: int, step: int) -> None:
    assert padded_size(length) == step
    blob = seal(KEY, bytes(length), AAD)
    assert len(blob) == formats.HEADER_LENGTH + 12 + step + 16
    assert open_sealed(KEY, blob, AAD) == bytes(length)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\0\0\0",
        b"\0\0\0\0",
        (300).to_bytes(4, "big") + bytes(252),
        bytes(4) + b"x" + bytes(251),
        bytes(1024),
        b"\xff" * 256,
    ],
    ids=["empty", "no-prefix", "no-filler", "length-beyond", "words-in-filler", "wrong-step", "all-ones"],
)
def test_padding_that_we_would_not_have_made_is_refused(packed: bytes) -> None:
    blob = _encrypt(KEY, formats.write_header(formats.SEALED, formats.PADDED), packed, AAD)
    with pytest.raises(Tampered):
        open_sealed(KEY, blob, AAD)


def sealed_as_deflated(packed: bytes) -> bytes:
    return _encrypt(KEY, formats.write_header(formats.SEALED, formats.DEFLATED), packed, AAD)


def test_a_small_blob_cannot_inflate_without_end() -> None:
    assert len(open_sealed(KEY, sealed_as_deflated(zlib.compress(bytes(MAX_INFLATED))), AAD)) == MAX_INFLATED
    with pytest.raises(Tampered):
        open_sealed(KEY, sealed_as_deflated(zlib.compress(bytes(MAX_INFLATED + 1))), AAD)
    with pytest.raises(ValueError, match="too large"):
        seal(KEY, bytes(MAX_INFLATED + 1), AAD, deflate=True)


@pytest.mark.parametrize(
    "packed", [b"", b"not deflated", zlib.compress(b"words")[:-1], zlib.compress(b"words") + b"more"]
)
def test_what_does_not_inflate_whole_is_refused(packed: bytes) -> None:
    with pytest.raises(Tampered):
        open_sealed(KEY, sealed_as_deflated(packed), AAD)


def test_the_same_words_never_look_the_same() -> None:
    assert len({seal(KEY, b"words", AAD)[6:18] for _ in range(100)}) == 100


def test_a_key_wrapped_here_does_not_open_there() -> None:
    inner = new_key()
    blob = wrap(KEY, inner, AAD)
    assert unwrap(KEY, blob, AAD) == inner
    for under, aad in ((OTHER, AAD), (KEY, AAD + b" ")):
        with pytest.raises(Tampered):
            unwrap(under, blob, aad)


def test_a_sealed_text_is_never_taken_for_a_key_nor_a_key_for_text() -> None:
    with pytest.raises(UnknownFormat):
        unwrap(KEY, seal(KEY, secrets.token_bytes(32), AAD, pad=False), AAD)
    with pytest.raises(UnknownFormat):
        open_sealed(KEY, wrap(KEY, new_key(), AAD), AAD)


def test_a_wrapped_key_of_another_length_is_refused() -> None:
    blob = _encrypt(KEY, formats.write_header(formats.WRAPPED_KEY), bytes(16), AAD)
    with pytest.raises(Tampered):
        unwrap(KEY, blob, AAD)


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_a_key_of_another_length_is_never_used(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(bytes(length), b"", AAD)
    with pytest.raises(ValueError, match="32 bytes"):
        wrap(KEY, bytes(length), AAD)


def test_new_keys_and_ids_are_fresh() -> None:
    assert len({new_key() for _ in range(50)}) == len({new_id() for _ in range(50)}) == 50
    assert len(new_key()) == 32
    assert len(new_id()) == 32
