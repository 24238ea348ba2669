"""One sealed copy of all that a compartment's heads say, so that opening a plan opens one thing a part.

It opens only together with the very rows it was made from. Where one of them was changed, moved, taken away or added,
each is opened and checked by itself instead, and what does not hold is named: a snapshot is never the only witness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import orjson

from safeplan import crypto

# Where the two that are bytes stand in a row of reading.REVISION_COLUMNS.
_ID, _KEY, _SEALED = 0, 11, 12


def seal_snapshot(
    key: bytes, plan: str, compartment: str, epoch: int, heads: Iterable[tuple[Sequence[Any], dict[str, Any]]]
) -> bytes:
    """Seal what these heads say; `heads` are (row, document), a row as reading.REVISION_COLUMNS."""
    pairs = sorted(heads, key=lambda one: one[0][_ID])
    rows, words = [row for row, _ in pairs], orjson.dumps([document for _, document in pairs])
    # As long as the sealed texts of its rows are together: that tells nothing which they do not. Or padded as they are,
    # where that is shorter.
    length = min(sum(len(row[_SEALED]) for row in rows), crypto.padded_size(len(words)))
    return crypto.seal(key, words.ljust(length), _aad(plan, compartment, epoch, rows), pad=False)


def open_snapshot(
    key: bytes, plan: str, compartment: str, epoch: int, rows: Iterable[Sequence[Any]], sealed: bytes
) -> dict[str, dict[str, Any]] | None:
    """Return each head's document by its revision's id, or None if the snapshot is not of exactly these rows."""
    there = sorted(rows, key=lambda row: row[_ID])
    try:
        documents = orjson.loads(crypto.open_sealed(key, sealed, _aad(plan, compartment, epoch, there)))
    except crypto.CryptoError:
        return None
    return {row[_ID]: document for row, document in zip(there, documents, strict=True)}


def _aad(plan: str, compartment: str, epoch: int, rows: list[Sequence[Any]]) -> bytes:
    # The clear columns and how long the others are, then those: what is moved between them spells differently.
    clear = [[*row[:_KEY], len(row[_KEY] or b""), len(row[_SEALED]), *row[_SEALED + 1 :]] for row in rows]
    hidden = b"".join([column or b"" for row in rows for column in row[_KEY : _SEALED + 1]])
    return crypto.bound("sp/snapshot", 1, plan, compartment, epoch, sha256(orjson.dumps(clear) + hidden).hexdigest())
