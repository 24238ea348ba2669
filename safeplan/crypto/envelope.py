"""Seals bytes under a key (authenticated encryption, suite 1: AES-256-GCM), tied to the place they belong.

    S P | type | version | suite | flags | nonce (12) | ciphertext and tag

The six bytes in front say what it is and how to open it. They and the caller's associated data are authenticated
together, so a sealed thing whose flags were changed, or that was moved to another row, does not open.

There is no key id. In this release every sealed thing stands in a row that already names its key (plan, compartment,
epoch, holder), and a second copy in the bytes could only disagree with the row. A later version may add one; the
version byte is there for that. An unknown byte is a hard error. Nothing is ever tried "the old way" instead, or
somebody who can write to the database could choose our algorithms for us.

A list of exact sizes tells a short "no" from a long disclosure, so content is padded to 256 B, 1, 4, 16 or 64 KiB,
then in steps of 64 KiB. Inside: four bytes of length (big-endian), the content, zeros.
"""

from __future__ import annotations

import re
import secrets
import zlib

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .canonical import canonical
from .errors import Tampered, UnknownFormat

KEY_LENGTH = 32
NONCE_LENGTH = 12

MAGIC = b"SP"
HEADER_LENGTH = 6
VERSION = 1

SEALED = 1
WRAPPED_KEY = 2
LETTER = 3

AES_256_GCM = 1
HPKE_X25519 = 2
# 3 is reserved for a post-quantum hybrid, 4 for the tablet's passphrase-wrapped vault key.

DEFLATED = 0b01
PADDED = 0b10
_KNOWN_FLAGS = DEFLATED | PADDED

_SUITE_OF_TYPE = {SEALED: AES_256_GCM, WRAPPED_KEY: AES_256_GCM, LETTER: HPKE_X25519}

STEPS = (256, 1024, 4096, 16384, 65536)
PREFIX = 4
# A few hundred sealed bytes can inflate to gigabytes and take the server down.
MAX_INFLATED = 8 * 1024 * 1024

# What nearly every part bound is: an opening binds dozens of things, and these need no closer look.
_PLAIN = frozenset((str, int, type(None)))
_ID = re.compile(r"[0-9a-f]{32}")


def new_key() -> bytes:
    """Return a fresh key of 32 bytes."""
    return secrets.token_bytes(KEY_LENGTH)


def new_id() -> str:
    """Return a fresh opaque id of 32 hex digits."""
    return secrets.token_hex(16)


def bound(*parts: object, ids: tuple[str, ...] = ()) -> bytes:
    """Return the bytes that tie a sealed thing to its place: its associated data.

    The first part is the domain ("sp/grant"), which keeps a sealed thing of
    one sort from ever being opened as another. `ids`: those of the parts that must be ids of ours.
    """
    for one in ids:
        opaque_id(one)
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        raise TypeError("the first part bound must be the domain, a string")
    if _PLAIN.issuperset(map(type, parts)):
        try:
            return orjson.dumps(parts, option=orjson.OPT_STRICT_INTEGER)
        except TypeError:
            pass
    return canonical(parts)


def opaque_id(value: str) -> str:
    """Return `value` if it is an id of ours (32 lower-case hex digits); else ValueError.

    The same id with dashes or capitals would bind different bytes, and a
    record sealed that way could never be opened again.
    """
    if not isinstance(value, str):
        raise TypeError(f"an id is text, not {type(value).__name__}")
    if not _ID.fullmatch(value):
        raise ValueError("an id is 32 lower-case hex digits")
    return value


def seal(key: bytes, plaintext: bytes, aad: bytes, *, pad: bool = True, deflate: bool = False) -> bytes:
    """Seal `plaintext` so that it opens only under `key` and only with the same `aad`.

    `deflate` lets the size of the text depend on what it says; leave it off
    where somebody else can put words beside the ones being protected.
    """
    flags, content = pack(plaintext, pad=pad, deflate=deflate)
    return _encrypt(key, write_header(SEALED, flags), content, aad)


def open_sealed(key: bytes, blob: bytes, aad: bytes) -> bytes:
    """Open what `seal` made; Tampered or UnknownFormat otherwise."""
    head, flags, body = read_header(blob, SEALED)
    content = _decrypt(key, head, body, aad)
    return unpack(flags, content) if flags else content


def open_bound(key: bytes, blob: bytes, *parts: object, ids: tuple[str, ...] = ()) -> bytes:
    """Open what was sealed with `bound(*parts)`; Tampered or UnknownFormat otherwise."""
    return open_sealed(key, blob, bound(*parts, ids=ids))


def wrap(under: bytes, key: bytes, aad: bytes) -> bytes:
    """Seal the 32-byte `key` under another key."""
    return _encrypt(under, write_header(WRAPPED_KEY), _sized(key), aad)


def unwrap(under: bytes, blob: bytes, aad: bytes) -> bytes:
    """Return the 32-byte key that `wrap` sealed; Tampered or UnknownFormat otherwise."""
    head, flags, body = read_header(blob, WRAPPED_KEY)
    key = _decrypt(under, head, body, aad)
    if flags or len(key) != KEY_LENGTH:
        raise Tampered
    return key


def unwrap_bound(under: bytes, blob: bytes, *parts: object, ids: tuple[str, ...] = ()) -> bytes:
    """Return the 32-byte key that was wrapped with `bound(*parts)`; Tampered or UnknownFormat otherwise."""
    return unwrap(under, blob, bound(*parts, ids=ids))


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


def write_header(kind: int, flags: int = 0) -> bytes:
    """Return the header of a thing of this type; its suite follows from the type."""
    return MAGIC + bytes((kind, VERSION, _SUITE_OF_TYPE[kind], flags))


# Everything sealed is read many times at one opening, so what is allowed is looked up and not worked out.
_READABLE = {kind: {write_header(kind, flags): flags for flags in range(_KNOWN_FLAGS + 1)} for kind in _SUITE_OF_TYPE}


def read_header(blob: bytes, kind: int) -> tuple[bytes, int, bytes]:
    """Split `blob` into header, flags and body; UnknownFormat unless it is a `kind`."""
    header = bytes(blob[:HEADER_LENGTH])
    flags = _READABLE[kind].get(header)
    if flags is None:
        raise UnknownFormat(_fault(header, kind))
    return header, flags, bytes(blob[HEADER_LENGTH:])


def _fault(header: bytes, kind: int) -> str:
    if len(header) < HEADER_LENGTH or header[:2] != MAGIC:
        return "not a sealed thing of ours"
    _, _, found, version, suite, _ = header
    if version != VERSION or suite != _SUITE_OF_TYPE[kind]:
        return "a version or suite this release does not know"
    return "a sealed thing of another type" if found != kind else "a flag this release does not know"


def padded_size(length: int) -> int:
    """Return the step, in bytes, that holds `length` bytes of content and its prefix."""
    needed = PREFIX + length
    for step in STEPS:
        if needed <= step:
            return step
    return -(-needed // STEPS[-1]) * STEPS[-1]


def pack(content: bytes, *, pad: bool, deflate: bool) -> tuple[int, bytes]:
    """Return the header flags and the bytes to seal; ValueError if too large to inflate again."""
    flags = 0
    if deflate:
        if len(content) > MAX_INFLATED:
            raise ValueError("too large to be deflated")
        flags |= DEFLATED
        content = zlib.compress(content, 9)
    if pad:
        flags |= PADDED
        filler = padded_size(len(content)) - PREFIX - len(content)
        content = len(content).to_bytes(PREFIX, "big") + content + bytes(filler)
    return flags, content


def unpack(flags: int, packed: bytes) -> bytes:
    """Undo `pack`; Tampered if the bytes could not have come from it."""
    if flags & PADDED:
        packed = _unpad(packed)
    if flags & DEFLATED:
        packed = _inflate(packed)
    return packed


def _unpad(packed: bytes) -> bytes:
    length = int.from_bytes(packed[:PREFIX], "big")
    content, filler = packed[PREFIX : PREFIX + length], packed[PREFIX + length :]
    if len(packed) < PREFIX or len(packed) != padded_size(length) or filler != bytes(len(filler)):
        raise Tampered
    return content


def _inflate(packed: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(packed, MAX_INFLATED + 1)
    except zlib.error:
        raise Tampered from None
    if len(content) > MAX_INFLATED or not inflater.eof or inflater.unused_data:
        raise Tampered
    return content
