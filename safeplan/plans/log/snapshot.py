"""One sealed copy of all that a compartment's heads say, so that opening a plan opens one thing a part.

It opens only together with the very rows it was made from, and only while the tally says that these are the heads.
Where one was changed, moved, taken away or added, each is opened and checked by itself instead, and what does not hold
is named: a snapshot is never the only witness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

import orjson

from safeplan import crypto
from safeplan.plans.log.tally import Tally

# Where these stand in a row of reading.REVISION_COLUMNS; the two last are bytes.
_ID, _KEY, _SEALED = 0, 11, 12
# How long the words are: four bytes in front of them, big-endian.
_PREFIX = 4
Place = tuple[bytes, str, str, int]
"""The compartment's key, the plan, the compartment, and the epoch the key is of."""


def seal_snapshot(place: Place, tally: Tally, heads: Iterable[tuple[Sequence[Any], dict[str, Any]]]) -> bytes | None:
    """Seal what these heads say; `heads` are (row, document), a row as reading.REVISION_COLUMNS.

    None where they are not the heads the tally says must be there.
    """
    pairs = sorted(heads, key=lambda one: one[0][_ID])
    rows = [row for row, _ in pairs]
    if not tally.covers(row[_ID] for row in rows):
        return None
    words = orjson.dumps([document for _, document in pairs])
    # As long as the sealed texts of its rows are together: that tells nothing which they do not.
    length = sum(len(row[_SEALED]) for row in rows)
    content = len(words).to_bytes(_PREFIX, "big") + words
    return crypto.seal(place[0], content.ljust(length, b"\0"), _aad(place, tally, rows), pad=False)


def open_snapshot(
    place: Place, tally: Tally, rows: Iterable[Sequence[Any]], sealed: bytes
) -> dict[str, dict[str, Any]] | None:
    """Return each head's document by its revision's id, or None if the snapshot is not of exactly these rows.

    Where it opens, these rows are the heads the tally says must be there.
    """
    there = sorted(rows, key=itemgetter(_ID))
    try:
        content = crypto.open_sealed(place[0], sealed, _aad(place, tally, there))
    except (crypto.CryptoError, TypeError):  # TypeError: a column is not even of its type
        return None
    documents = orjson.loads(content[_PREFIX : _PREFIX + int.from_bytes(content[:_PREFIX], "big")])
    return {row[_ID]: document for row, document in zip(there, documents, strict=True)}


def _aad(place: Place, tally: Tally, rows: list[Sequence[Any]]) -> bytes:
    # Where it belongs; the clear columns, and how long the others are; then those. Each says where it ends, so what is
    # moved between them spells differently. The cipher takes all of it as it is, more quickly than a hash would.
    clear = [[*row[:_KEY], len(row[_KEY] or b""), len(row[_SEALED]), *row[_SEALED + 1 :]] for row in rows]
    hidden = b"".join([column or b"" for row in rows for column in row[_KEY : _SEALED + 1]])
    return crypto.bound("sp/snapshot", 1, *place[1:], f"{tally.heads:064x}") + orjson.dumps(clear) + hidden
