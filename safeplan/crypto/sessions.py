"""Keeps what is open while somebody is signed in sealed under their cookie alone."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from .derive import derive
from .envelope import bound, open_sealed, seal

SECRET_LENGTH = 32


def new_secret() -> bytes:
    """Return the 32 bytes that live in the cookie and nowhere else."""
    return secrets.token_bytes(SECRET_LENGTH)


def session_id(secret: bytes) -> str:
    """Return the id of the session row (32 hex digits); the cookie cannot be worked out from it."""
    return sha256(b"sid" + _sized(secret)).digest()[:16].hex()


def csrf_seed(secret: bytes) -> str:
    """Return the seed (64 hex digits) of this session's form tokens."""
    return derive(_sized(secret), "csrf").hex()


def seal_session(secret: bytes, payload: bytes, sid: str, person_id: str | None, created: int) -> bytes:
    """Seal what a session holds; `created` is in ms UTC, `person_id` is None for a child's session."""
    return seal(_sealing_key(secret), payload, _aad(sid, person_id, created))


def open_session(secret: bytes, sealed: bytes, sid: str, person_id: str | None, created: int) -> bytes:
    """Open what `seal_session` sealed; Tampered or UnknownFormat otherwise."""
    return open_sealed(_sealing_key(secret), sealed, _aad(sid, person_id, created))


def own_tag(private: bytes, text: str) -> bytes:
    """Return a tag (32 bytes) of a text that only the holder of a private key can make or check.

    A plain hash in the database would let a thief try out what the words might have been.
    """
    return hmac.new(derive(private, "sp/own-tag/1"), text.encode("utf-8"), sha256).digest()


def _sealing_key(secret: bytes) -> bytes:
    return derive(_sized(secret), "sp/sess/1")


def _aad(sid: str, person_id: str | None, created: int) -> bytes:
    return bound("sp/sess", 1, sid, person_id, created)


def _sized(secret: bytes) -> bytes:
    # A cookie is whatever a browser sends; a short one must not become a guessable key.
    if len(secret) != SECRET_LENGTH:
        raise ValueError("a session secret is 32 bytes")
    return secret
