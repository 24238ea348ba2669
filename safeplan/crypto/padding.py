"""Hides how long something is, before it is sealed.

A list of exact sizes tells a short "no" from a long disclosure, so content is
padded to 256 B, 1, 4, 16 or 64 KiB, then in steps of 64 KiB. Inside: four bytes
of length (big-endian), the content, zeros.
"""

from __future__ import annotations

import zlib

from . import header
from .errors import Tampered

STEPS = (256, 1024, 4096, 16384, 65536)
PREFIX = 4
# A few hundred sealed bytes can inflate to gigabytes and take the server down.
MAX_INFLATED = 8 * 1024 * 1024


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
        flags |= header.DEFLATED
        content = zlib.compress(content, 9)
    if pad:
        flags |= header.PADDED
        filler = padded_size(len(content)) - PREFIX - len(content)
        content = len(content).to_bytes(PREFIX, "big") + content + bytes(filler)
    return flags, content


def unpack(flags: int, packed: bytes) -> bytes:
    """Undo `pack`; Tampered if the bytes could not have come from it."""
    if flags & header.PADDED:
        packed = _unpad(packed)
    if flags & header.DEFLATED:
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
