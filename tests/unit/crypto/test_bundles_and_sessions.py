"""A person's keys open only with their passphrase, a session only with its cookie."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from safeplan.crypto import (
    Bundle,
    Tampered,
    UnknownFormat,
    csrf_seed,
    new_bundle,
    new_key,
    new_secret,
    open_bundle,
    open_from,
    open_session,
    seal_bundle,
    seal_session,
    seal_to,
    session_id,
)

KEK, SECRET = bytes(range(32)), bytes(range(32, 64))
PERSON, METHOD, ROW = "1" * 32, "2" * 32, "3" * 64


def test_a_fresh_bundle_opens_and_signs() -> None:
    bundle, public, signing_public = new_bundle()
    assert open_from(bundle.private, seal_to(public, b"words", b""), b"") == b"words"
    assert bundle.pair.public == public
    signature = Ed25519PrivateKey.from_private_bytes(bundle.signing).sign(b"words")
    Ed25519PublicKey.from_public_bytes(signing_public).verify(signature, b"words")


def test_a_bundle_opens_only_for_its_person_method_and_costs() -> None:
    bundle, _, _ = new_bundle()
    sealed = seal_bundle(KEK, bundle, PERSON, METHOD, ROW)
    assert open_bundle(KEK, sealed, PERSON, METHOD, ROW) == bundle
    for place in (("a" * 32, METHOD, ROW), (PERSON, "a" * 32, ROW), (PERSON, METHOD, "a" * 64)):
        with pytest.raises(Tampered):
            open_bundle(KEK, sealed, *place)
    with pytest.raises(Tampered):
        open_bundle(new_key(), sealed, PERSON, METHOD, ROW)


def test_no_key_of_a_bundle_shows() -> None:
    assert repr(new_bundle()[0]) == "Bundle()"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"7",
        b"\xff",
        b'{"v":2,"private":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","signing":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}',
        b'{"v":1,"private":"AAAA","signing":"AAAA"}',
        b'{"v":1,"private":"*","signing":"*"}',
        b'{"v":1,"private":null,"signing":null}',
    ],
)
def test_what_is_not_a_bundle_is_refused(raw: bytes) -> None:
    with pytest.raises(UnknownFormat):
        Bundle.from_bytes(raw)


def test_a_session_opens_only_with_its_cookie_and_its_row() -> None:
    sid = session_id(SECRET)
    sealed = seal_session(SECRET, b"keys", sid, PERSON, 1795000000000)
    assert open_session(SECRET, sealed, sid, PERSON, 1795000000000) == b"keys"
    for secret, row in (
        (new_secret(), (sid, PERSON, 1795000000000)),
        (SECRET, ("a" * 32, PERSON, 1795000000000)),
        (SECRET, (sid, "a" * 32, 1795000000000)),
        (SECRET, (sid, None, 1795000000000)),
        (SECRET, (sid, PERSON, 1795000000001)),
    ):
        with pytest.raises(Tampered):
            open_session(secret, sealed, *row)


def test_what_a_session_derives_is_told_apart() -> None:
    other = new_secret()
    assert len({SECRET.hex(), session_id(SECRET), csrf_seed(SECRET), session_id(other), csrf_seed(other)}) == 5
    assert len(session_id(SECRET)) == 32
    assert len(csrf_seed(SECRET)) == 64
    assert session_id(SECRET) == session_id(SECRET)


@pytest.mark.parametrize("secret", [b"", b"short", bytes(33)])
def test_a_cookie_of_another_length_is_never_a_key(secret: bytes) -> None:
    for use in (session_id, csrf_seed, lambda c: seal_session(c, b"", "a" * 32, PERSON, 1)):
        with pytest.raises(ValueError, match="32 bytes"):
            use(secret)
