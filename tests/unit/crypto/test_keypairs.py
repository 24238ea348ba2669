"""Letters and grants: anybody may seal, only the holder opens, and RFC 9180 agrees with us."""

from __future__ import annotations

import hashlib
import hmac
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from safeplan.crypto import (
    Bunch,
    CryptoError,
    KeyPair,
    Tampered,
    UnknownFormat,
    UnusableKey,
    bound,
    letterbox,
    new_bunch,
    new_key,
    new_keypair,
    open_from,
    open_grant,
    open_sealed,
    seal_grant,
    seal_to,
)
from safeplan.crypto.grants import LETTER_LENGTH

PAIR, OTHER = new_keypair(), new_keypair()
INFO = b'["sp/example",1]'
KEY = bytes(range(32))


# An opener written from the text of RFC 9180 and nothing else, so that our use
# of the library is checked against the standard and not against itself.
def rfc9180_open(private: bytes, enc: bytes, ciphertext: bytes, info: bytes, aad: bytes, aead: int) -> bytes:
    key_length = {1: 16, 2: 32}[aead]
    kem = b"KEM" + (0x20).to_bytes(2, "big")
    hpke = b"HPKE" + (0x20).to_bytes(2, "big") + (1).to_bytes(2, "big") + aead.to_bytes(2, "big")

    def mac(key: bytes, data: bytes) -> bytes:
        return hmac.new(key, data, hashlib.sha256).digest()

    def extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
        return mac(salt or bytes(32), b"HPKE-v1" + suite + label + ikm)

    def expand(suite: bytes, prk: bytes, label: bytes, context: bytes, length: int) -> bytes:
        return mac(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context + b"\1")[:length]

    sk = X25519PrivateKey.from_private_bytes(private)
    dh = sk.exchange(X25519PublicKey.from_public_bytes(enc))
    kem_context = enc + sk.public_key().public_bytes_raw()
    shared = expand(kem, extract(kem, b"", b"eae_prk", dh), b"shared_secret", kem_context, 32)
    context = b"\0" + extract(hpke, b"", b"psk_id_hash", b"") + extract(hpke, b"", b"info_hash", info)
    secret = extract(hpke, shared, b"secret", b"")
    key, nonce = (
        expand(hpke, secret, b"key", context, key_length),
        expand(hpke, secret, b"base_nonce", context, 12),
    )
    return AESGCM(key).decrypt(nonce, ciphertext, aad)


def test_the_opener_agrees_with_appendix_a1_of_the_rfc() -> None:
    assert (
        rfc9180_open(
            private=bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
            enc=bytes.fromhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
            ciphertext=bytes.fromhex(
                "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
            ),
            info=b"Ode on a Grecian Urn",
            aad=b"Count-0",
            aead=1,
        )
        == b"Beauty is truth, truth beauty"
    )


def test_a_letter_is_hpke_as_the_rfc_says_behind_our_header() -> None:
    blob = seal_to(PAIR.public, b"words", INFO, pad=False)
    assert blob[:6] == b"SP\x03\x01\x02\x00"
    assert rfc9180_open(PAIR.private, blob[6:38], blob[38:], blob[:6] + INFO, b"", aead=2) == b"words"


@given(st.binary(max_size=2000), st.binary(max_size=60), st.booleans(), st.booleans())
def test_round_trip(content: bytes, info: bytes, pad: bool, deflate: bool) -> None:
    blob = seal_to(PAIR.public, content, info, pad=pad, deflate=deflate)
    assert open_from(PAIR.private, blob, info) == content


@given(st.data())
def test_any_changed_bit_is_noticed(data: st.DataObject) -> None:
    blob = bytearray(seal_to(PAIR.public, b"words", INFO))
    # X25519 ignores the top bit of a public key, yet HPKE binds it all the same.
    at = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[at // 8] ^= 1 << at % 8
    with pytest.raises(CryptoError):
        open_from(PAIR.private, bytes(blob), INFO)


def test_every_length_cut_short_is_noticed() -> None:
    blob = seal_to(PAIR.public, b"", INFO, pad=False)
    for length in range(len(blob)):
        with pytest.raises(UnknownFormat if length < 6 else Tampered):
            open_from(PAIR.private, blob[:length], INFO)


def test_only_the_holder_opens_and_only_in_its_place() -> None:
    blob = seal_to(PAIR.public, b"words", INFO)
    for private, info in ((OTHER.private, INFO), (PAIR.private, INFO + b" ")):
        with pytest.raises(Tampered):
            open_from(private, blob, info)


@pytest.mark.parametrize(
    "public",
    [
        bytes(32),
        b"\1" + bytes(31),
        bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        b"short",
        b"",
    ],
    ids=["zero", "one", "small-order", "short", "empty"],
)
def test_a_public_key_that_keeps_no_secret_is_refused(public: bytes) -> None:
    with pytest.raises(UnusableKey):
        seal_to(public, b"words", INFO)


def test_a_letter_whose_own_key_keeps_no_secret_is_refused() -> None:
    blob = seal_to(PAIR.public, b"words", INFO)
    with pytest.raises(Tampered):
        open_from(PAIR.private, blob[:6] + bytes(32) + blob[38:], INFO)


@pytest.mark.parametrize(("at", "value"), [(0, 0), (2, 1), (3, 2), (4, 1), (4, 3), (5, 4)])
def test_an_unknown_header_byte_is_a_hard_error(at: int, value: int) -> None:
    blob = bytearray(seal_to(PAIR.public, b"words", INFO))
    blob[at] = value
    with pytest.raises(UnknownFormat):
        open_from(PAIR.private, bytes(blob), INFO)


def test_a_letter_and_a_sealed_text_are_never_confused() -> None:
    with pytest.raises(UnknownFormat):
        open_sealed(KEY, seal_to(PAIR.public, b"words", INFO), INFO)


def test_every_holder_of_a_compartment_finds_the_same_letterbox() -> None:
    assert letterbox(KEY) == letterbox(KEY)
    assert letterbox(KEY).public != letterbox(new_key()).public
    assert letterbox(KEY).private != KEY
    blob = seal_to(letterbox(KEY).public, b"my tummy hurts", INFO)
    assert open_from(letterbox(KEY).private, blob, INFO) == b"my tummy hurts"


def test_a_private_half_does_not_show() -> None:
    assert repr(PAIR.private) not in repr(PAIR)
    assert KeyPair.from_private(PAIR.private) == PAIR


GRANT = {
    "plan": "1" * 32,
    "compartment": "2" * 32,
    "epoch": 3,
    "holder_kind": "person",
    "holder": "4" * 32,
    "right": "read",
}


def bunch(pair: KeyPair = PAIR) -> Bunch:
    return new_bunch(pair.public, *(GRANT[name] for name in ("plan", "holder_kind", "holder")))


def grant(key: bytes = KEY, of: Bunch | None = None, **changed: object) -> bytes:
    place = {name: GRANT[name] for name in ("compartment", "epoch", "right")}
    return seal_grant(of or bunch(), key, **{**place, **changed})


def test_a_grant_hands_over_the_key() -> None:
    blob = grant()
    assert len(blob) == LETTER_LENGTH + 6 + 12 + 32 + 16
    assert open_grant(PAIR, blob, **GRANT) == KEY


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("plan", "a" * 32),
        ("compartment", "a" * 32),
        ("epoch", 4),
        ("holder_kind", "desk"),
        ("holder", "a" * 32),
        ("right", "lead"),
    ],
)
def test_a_grant_altered_in_the_database_opens_nothing(field: str, value: object) -> None:
    one = bunch()
    remembered: dict[bytes, bytes] = {}
    assert open_grant(PAIR, grant(of=one), **GRANT, bunches=remembered) == KEY
    for bunches in (None, remembered):
        with pytest.raises(Tampered):
            open_grant(PAIR, grant(of=one), **{**GRANT, field: value}, bunches=bunches)


def test_a_bunch_is_opened_once_for_all_that_was_handed_over_with_it() -> None:
    one, other, remembered = bunch(), new_key(), {}
    places = {"2" * 32: KEY, "8" * 32: other}
    sealed = {place: grant(key, one, compartment=place) for place, key in places.items()}
    for place, key in places.items():
        assert open_grant(PAIR, sealed[place], **{**GRANT, "compartment": place}, bunches=remembered) == key
    assert list(remembered) == [one.letter]
    assert bunch().letter not in remembered, "every handing over has a key of its own"


def test_the_halves_of_two_grants_do_not_fit_together() -> None:
    one, other = grant(), grant()
    with pytest.raises(Tampered):
        open_grant(PAIR, one[:LETTER_LENGTH] + other[LETTER_LENGTH:], **GRANT)


def test_a_bunch_opened_for_one_holder_gives_nothing_to_another() -> None:
    remembered: dict[bytes, bytes] = {}
    blob = grant()
    open_grant(PAIR, blob, **GRANT, bunches=remembered)
    with pytest.raises(Tampered):
        open_grant(OTHER, blob, **GRANT, bunches=remembered)


def test_a_grant_names_the_public_key_it_was_meant_for() -> None:
    blob = grant()
    with pytest.raises(Tampered):
        open_grant(KeyPair(PAIR.private, OTHER.public), blob, **GRANT)
    with pytest.raises(Tampered):
        open_grant(OTHER, blob, **GRANT)


def test_a_grant_holds_a_whole_key_or_nothing() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        grant(b"short")
    with pytest.raises((Tampered, UnknownFormat)):
        open_grant(PAIR, grant()[:-1], **GRANT)
    with pytest.raises((Tampered, UnknownFormat)):
        open_grant(PAIR, grant()[:LETTER_LENGTH], **GRANT)
    info = bound("sp/bunch", 1, GRANT["plan"], "person", GRANT["holder"], sha256(PAIR.public).hexdigest())
    short = seal_to(PAIR.public, b"short" + bytes(11), info, pad=False)
    with pytest.raises((Tampered, UnknownFormat)):
        open_grant(PAIR, short + grant()[LETTER_LENGTH:], **GRANT)
