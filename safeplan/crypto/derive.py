"""Makes one key from another, each for a single purpose (HKDF-SHA256)."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(key: bytes, purpose: str) -> bytes:
    """Return 32 bytes that only a holder of `key` can make, different for each purpose."""
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode("utf-8")).derive(key)
