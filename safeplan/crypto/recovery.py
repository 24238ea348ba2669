"""Halves a recovery key, and puts a half on paper so that it can be typed back.

Neither half says anything about the key: one is random, the other is the key
xor the first. On paper: 52 characters of Crockford's base32 in groups of four,
then two check characters (the half's value modulo 1021, a prime), which catch
every single wrong character and any two of the 52 swapped.
"""

from __future__ import annotations

import secrets

from .errors import MistypedSheet

HALF_LENGTH = 32
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS, _CHECKS, _GROUP = 52, 2, 4
_MODULUS = 1021
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, "–": None})


def split(private: bytes) -> tuple[bytes, bytes]:
    """Return two halves of a 32-byte private key, of use only together."""
    first = secrets.token_bytes(HALF_LENGTH)
    return first, _xor(_sized(private), first)


def join(a: bytes, b: bytes) -> bytes:
    """Return the private key from its two halves, in either order."""
    if a == b:
        # One sheet typed twice would make a key of zeros, which anybody could make.
        raise MistypedSheet("These are the same half twice.")
    return _xor(_sized(a), _sized(b))


def to_sheet(half: bytes) -> str:
    """Return a half as it is printed: 13 groups of four characters and one of two."""
    value = int.from_bytes(_sized(half), "big")
    # 52 characters hold 260 bits; the four to spare stand at the end, as zeros.
    text = _encode(value << 4, _DIGITS) + _encode(value % _MODULUS, _CHECKS)
    return " ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def from_sheet(text: str) -> bytes:
    """Read a half typed back from paper; MistypedSheet if it was not copied correctly.

    Spaces, hyphens and case do not matter; O is read as 0, and I and L as 1.
    """
    typed = "".join(text.split()).upper().translate(_READ_AS)
    if len(typed) != _DIGITS + _CHECKS:
        raise MistypedSheet(f"A sheet has {_DIGITS + _CHECKS} characters; this has {len(typed)}.")
    if any(character not in ALPHABET for character in typed):
        raise MistypedSheet("There is a character that is never on a sheet.")
    shifted, check = _decode(typed[:_DIGITS]), _decode(typed[_DIGITS:])
    value = shifted >> 4
    if shifted & 0b1111 or value % _MODULUS != check:
        raise MistypedSheet("Something was typed differently from the sheet.")
    return value.to_bytes(HALF_LENGTH, "big")


def _encode(value: int, digits: int) -> str:
    return "".join(ALPHABET[(value >> 5 * at) & 31] for at in reversed(range(digits)))


def _decode(text: str) -> int:
    value = 0
    for character in text:
        value = value << 5 | ALPHABET.index(character)
    return value


def _xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


def _sized(half: bytes) -> bytes:
    if len(half) != HALF_LENGTH:
        raise ValueError("a recovery key and its halves are 32 bytes")
    return half
