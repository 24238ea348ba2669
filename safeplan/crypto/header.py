"""The six bytes in front of everything sealed: what it is and how to open it.

    S P | type | version | suite | flags | body

There is no key id. In this release every sealed thing stands in a row that
already names its key (plan, compartment, epoch, holder), and a second copy in
the bytes could only disagree with the row. A later version may add one; the
version byte is there for that.

An unknown byte is a hard error. Nothing is ever tried "the old way" instead,
or somebody who can write to the database could choose our algorithms for us.
"""

from __future__ import annotations

from .errors import UnknownFormat

MAGIC = b"SP"
LENGTH = 6
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


def write(kind: int, flags: int = 0) -> bytes:
    """Return the header of a thing of this type; its suite follows from the type."""
    return MAGIC + bytes((kind, VERSION, _SUITE_OF_TYPE[kind], flags))


# Everything sealed is read many times at one opening, so what is allowed is looked up and not worked out.
_READABLE = {kind: {write(kind, flags): flags for flags in range(_KNOWN_FLAGS + 1)} for kind in _SUITE_OF_TYPE}


def read(blob: bytes, kind: int) -> tuple[bytes, int, bytes]:
    """Split `blob` into header, flags and body; UnknownFormat unless it is a `kind`."""
    header = bytes(blob[:LENGTH])
    flags = _READABLE[kind].get(header)
    if flags is None:
        raise UnknownFormat(_fault(header, kind))
    return header, flags, bytes(blob[LENGTH:])


def _fault(header: bytes, kind: int) -> str:
    if len(header) < LENGTH or header[:2] != MAGIC:
        return "not a sealed thing of ours"
    _, _, found, version, suite, _ = header
    if version != VERSION or suite != _SUITE_OF_TYPE[kind]:
        return "a version or suite this release does not know"
    return "a sealed thing of another type" if found != kind else "a flag this release does not know"
