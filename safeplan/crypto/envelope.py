"""Seals bytes under a key, tied to the place they belong (suite 1: AES-256-GCM).

Body: 12 random bytes of nonce, then ciphertext and tag. The header and the
caller's associated data are authenticated together, so a sealed thing whose
flags were changed, or that was moved to another row, does not open.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import header
from .errors import Tampered
from .padding import pack, unpack

KEY_LENGTH = 32
NONCE_LENGTH = 12


def new_key() -> bytes:
    """Return a fresh key of 32 bytes."""
    return secrets.token_bytes(KEY_LENGTH)


def new_id() -> str:
    """Return a fresh opaque id of 32 hex digits."""
    return secrets.token_hex(16)


def seal(key: bytes, plaintext: bytes, aad: bytes, *, pad: bool = True, deflate: bool = False) -> bytes:
    """Seal `plaintext` so that it opens only under `key` and only with the same `aad`.

    `deflate` lets the size of the text depend on what it says; leave it off
    where somebody else can put words beside the ones being protected.
    """
    flags, content = pack(plaintext, pad=pad, deflate=deflate)
    return _encrypt(key, header.write(header.SEALED, flags), content, aad)


def open_sealed(key: bytes, blob: bytes, aad: bytes) -> bytes:
    """Open what `seal` made; Tampered or UnknownFormat otherwise."""
    head, flags, body = header.read(blob, header.SEALED)
    content = _decrypt(key, head, body, aad)
    return unpack(flags, content) if flags else content


def wrap(under: bytes, key: bytes, aad: bytes) -> bytes:
    """Seal the 32-byte `key` under another key."""
    return _encrypt(under, header.write(header.WRAPPED_KEY), _sized(key), aad)


def unwrap(under: bytes, blob: bytes, aad: bytes) -> bytes:
    """Return the 32-byte key that `wrap` sealed; Tampered or UnknownFormat otherwise."""
    head, flags, body = header.read(blob, header.WRAPPED_KEY)
    key = _decrypt(under, head, body, aad)
    if flags or len(key) != KEY_LENGTH:
        raise Tampered
    return key


def _encrypt(key: bytes, head: bytes, content: bytes, aad: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_LENGTH)
    return head + nonce + AESGCM(_sized(key)).encrypt(nonce, content, head + aad)


def _decrypt(key: bytes, head: bytes, body: bytes, aad: bytes) -> bytes:
    nonce, sealed = body[:NONCE_LENGTH], body[NONCE_LENGTH:]
    cipher = AESGCM(_sized(key))
    try:
        return cipher.decrypt(nonce, sealed, head + aad)
    except (InvalidTag, ValueError):  # ValueError: cut off inside the nonce
        raise Tampered from None


def _sized(key: bytes) -> bytes:
    # AES-GCM would take 16 bytes without a word and quietly halve the strength.
    if len(key) != KEY_LENGTH:
        raise ValueError("a key is 32 bytes")
    return key
