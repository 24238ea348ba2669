"""Seals to a public key, so that anybody may put in and only the holder takes out (suite 2).

HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
AES-256-GCM. Body: 32 bytes of encapsulated key, then ciphertext and tag.
HPKE's `info` is our header followed by the caller's info; HPKE's own `aad` is
empty. The browser makes and opens the same bytes with `@hpke/core`. HPKE binds
the recipient's public key by itself, so a letter cannot be handed on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from .derive import derive
from .envelope import LETTER, pack, read_header, unpack, write_header
from .errors import Tampered, UnusableKey

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True)
class KeyPair:
    """An X25519 pair, 32 raw bytes each. The private half never shows in a repr or a log."""

    private: bytes = field(repr=False)
    public: bytes

    @classmethod
    def from_private(cls, private: bytes) -> KeyPair:
        """Return the pair that belongs to a private half of 32 bytes."""
        opener = X25519PrivateKey.from_private_bytes(private)
        pair = cls(private, opener.public_key().public_bytes_raw())
        # Put where the cached property would put it: making it costs as much as opening something with it.
        pair.__dict__["opener"] = opener
        return pair

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the public half, in hex: what is bound where a key is meant for this pair."""
        return sha256(self.public).hexdigest()

    @cached_property
    def opener(self) -> X25519PrivateKey:
        """The private half as the library wants it, made once."""
        return X25519PrivateKey.from_private_bytes(self.private)


def new_keypair() -> KeyPair:
    """Return a fresh pair."""
    return KeyPair.from_private(X25519PrivateKey.generate().private_bytes_raw())


def letterbox(compartment_key: bytes) -> KeyPair:
    """Return the pair of a compartment's letterbox, the same for every holder of its key."""
    return KeyPair.from_private(derive(compartment_key, "sp/letterbox/1"))


def seal_to(public: bytes, plaintext: bytes, info: bytes, *, pad: bool = True, deflate: bool = False) -> bytes:
    """Seal `plaintext` to a public key; UnusableKey for one that would keep no secret."""
    flags, content = pack(plaintext, pad=pad, deflate=deflate)
    head = write_header(LETTER, flags)
    try:
        return head + SUITE.encrypt(content, X25519PublicKey.from_public_bytes(public), head + info)
    except ValueError:
        raise UnusableKey("this public key cannot be sealed to") from None


def open_from(private: bytes | KeyPair, blob: bytes, info: bytes) -> bytes:
    """Open what `seal_to` made; Tampered or UnknownFormat otherwise."""
    head, flags, body = read_header(blob, LETTER)
    key = private.opener if isinstance(private, KeyPair) else X25519PrivateKey.from_private_bytes(private)
    try:
        content = SUITE.decrypt(body, key, head + info)
    except (InvalidTag, ValueError):
        raise Tampered from None
    return unpack(flags, content)
