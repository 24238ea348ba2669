"""Turns a passphrase into keys, slowly enough that guessing is not worth it."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from itertools import pairwise

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from xkcdpass import xkcd_password

from .checks import check_pepper
from .derive import derive
from .envelope import bound
from .errors import Busy, UnknownFormat, WeakSecret

# Compiled in: somebody who can write to the database must not be able to make guessing cheap,
# nor a sign-in so dear that it takes the server down.
FLOOR_M_KIB, FLOOR_T = 19 * 1024, 2
CEILING_M_KIB, CEILING_T, CEILING_P = 256 * 1024, 10, 4

# Each attempt holds 64 MiB. Two at a time, eight waiting, the rest are sent away:
# a thousand attempts then cost no more memory than two.
KDF_AT_ONCE, KDF_WAITING = 2, 8
KDF_SLOTS = threading.BoundedSemaphore(KDF_AT_ONCE)
_QUEUE = threading.BoundedSemaphore(KDF_AT_ONCE + KDF_WAITING)

WORDS = 5
WORD_LIST_SIZE = 7776
SHORTEST_CHOSEN = 16
FEWEST_DISTINCT = 8
_WELL_TRODDEN = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")

_weak_allowed = 0


@dataclass(frozen=True)
class KdfParams:
    """What a passphrase costs to try: memory in KiB, passes, lanes."""

    m_kib: int = 65536
    t: int = 3
    p: int = 1

    def check(self) -> None:
        """Raise WeakSecret below the floor, UnknownFormat above the ceiling."""
        if (self.m_kib < FLOOR_M_KIB or self.t < FLOOR_T) and not _weak_allowed:
            raise WeakSecret("These passphrase settings are too cheap to guess.")
        if self.m_kib > CEILING_M_KIB or self.t > CEILING_T or not 1 <= self.p <= CEILING_P:
            raise UnknownFormat("These passphrase settings are out of range.")


@dataclass(frozen=True)
class Root:
    """What a passphrase opens: a value that proves it, and the key to a person's bundle."""

    auth_value: bytes = field(repr=False)
    kek: bytes = field(repr=False)


@contextmanager
def weak_parameters_for_tests() -> Iterator[None]:
    """Allow costs below the floor while open. For the test suite's fixture alone."""
    global _weak_allowed
    _weak_allowed += 1
    try:
        yield
    finally:
        _weak_allowed -= 1


def stretch(passphrase: str, salt: bytes, pepper: bytes, person_id: str, params: KdfParams = KdfParams()) -> Root:
    """Return the Root of a passphrase (Argon2id); Busy if too many are being tried at once.

    Rate limits come before this call. For an unknown person call it too, with
    any salt, so that the answer takes as long as for a known one.
    """
    params.check()
    check_pepper(pepper)
    if len(salt) < 16:
        raise WeakSecret("The salt is shorter than 16 bytes.")
    kdf = Argon2id(
        salt=salt,
        length=32,
        iterations=params.t,
        lanes=params.p,
        memory_cost=params.m_kib,
        ad=b"sp/kdf/1" + person_id.encode("utf-8"),
        secret=pepper,
    )
    root = _in_turn(kdf, unicodedata.normalize("NFKC", passphrase).encode("utf-8"))
    return Root(auth_value=derive(root, "sp/auth/1"), kek=derive(root, "sp/kek/1"))


def verifier(root: Root) -> bytes:
    """Return what the database keeps to recognise a passphrase (32 bytes); it opens nothing."""
    return sha256(root.auth_value).digest()


def matches(root: Root, stored: bytes) -> bool:
    """Say whether a stored verifier belongs to this root, in constant time."""
    return compare_digest(verifier(root), stored)


def kdf_row_hash(salt: bytes, params: KdfParams, pepper_version: str) -> str:
    """Return the hex hash of a person's passphrase row, bound into the bundle it opens."""
    row = bound("sp/kdf-row", 1, salt.hex(), params.m_kib, params.t, params.p, pepper_version)
    return sha256(row).hexdigest()


def generate_words() -> str:
    """Return five words picked at random (64 bits), lower case, separated by spaces."""
    return " ".join(secrets.choice(_word_list()) for _ in range(WORDS))


def check_strength(passphrase: str) -> None:
    """Raise WeakSecret, with words for the person choosing, unless hard to guess."""
    text = unicodedata.normalize("NFKC", passphrase).strip().lower()
    words = text.split()
    if len(set(words)) >= WORDS and set(words) <= set(_word_list()):
        return
    if len(text) < SHORTEST_CHOSEN:
        raise WeakSecret(f"Use five generated words, or at least {SHORTEST_CHOSEN} characters.")
    if len(set(text)) < FEWEST_DISTINCT or 2 * len(set(words)) <= len(words):
        raise WeakSecret("Use more different characters.")
    if text in (text + text)[1:-1] or _mostly_trodden(text) or not any(map(str.isalpha, text)):
        raise WeakSecret("Use something without a pattern.")


def _in_turn(kdf: Argon2id, passphrase: bytes) -> bytes:
    if not _QUEUE.acquire(blocking=False):
        raise Busy("Too many sign-ins at once.")
    try:
        with KDF_SLOTS:
            return kdf.derive(passphrase)
    finally:
        _QUEUE.release()


@lru_cache(maxsize=1)
def _word_list() -> tuple[str, ...]:
    found = xkcd_password.generate_wordlist("eff-long", min_length=1, max_length=20)
    words = sorted({word.lower() for word in found})
    # The library falls back to any word list on the machine; a short one would be guessable.
    if len(words) < WORD_LIST_SIZE:
        raise RuntimeError("the list of words for passphrases is incomplete")
    return tuple(words)


def _mostly_trodden(text: str) -> bool:
    steps = list(pairwise(text))
    lines = _WELL_TRODDEN + tuple(line[::-1] for line in _WELL_TRODDEN)
    trodden = sum(a == b or any(a + b in line for line in lines) for a, b in steps)
    return trodden > len(steps) / 2
