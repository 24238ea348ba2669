"""One sealed copy (read model) of all that a compartment's heads say, so that opening a plan opens one thing a part.

It opens only together with the very rows it was made from, and only while the tally says that these are the heads.
Where one was changed, moved, taken away or added, each is opened and checked by itself instead, and what does not hold
is named: a snapshot is never the only witness.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import orjson

from safeplan import crypto
from safeplan.plans.log.rows import KnownHead, RevisionRow
from safeplan.plans.log.tally import Context, Tally

# Where the two columns of bytes stand in a row: the clear ones are before and after them.
_KEY, _SEALED = RevisionRow._fields.index("key"), RevisionRow._fields.index("sealed")
# How long the words are: four bytes in front of them, big-endian.
_PREFIX = 4


def seal_snapshot(context: Context, tally: Tally, heads: Iterable[KnownHead]) -> bytes | None:
    """Seal what these heads say; None where they are not the heads the tally says must be there."""
    known = sorted(heads, key=attrgetter("row.id"))
    rows = [head.row for head in known]
    if not tally.covers([row.id for row in rows]):
        return None
    words = orjson.dumps([head.document for head in known])
    # As long as the sealed texts of its rows are together: that tells nothing which they do not.
    length = sum([len(row.sealed) for row in rows])
    content = len(words).to_bytes(_PREFIX, "big") + words
    return crypto.seal(context.key, content.ljust(length, b"\0"), _aad(context, tally, rows), pad=False)


def open_snapshot(
    context: Context, tally: Tally, rows: Iterable[RevisionRow], sealed: bytes
) -> dict[str, dict[str, Any]] | None:
    """Return each head's document by its revision's id, or None if the snapshot is not of exactly these rows.

    Where it opens, these rows are the heads the tally says must be there.
    """
    there = sorted(rows, key=attrgetter("id"))
    try:
        content = crypto.open_sealed(context.key, sealed, _aad(context, tally, there))
    except (crypto.CryptoError, TypeError):  # TypeError: a column is not even of its type
        return None
    documents = orjson.loads(content[_PREFIX : _PREFIX + int.from_bytes(content[:_PREFIX], "big")])
    return {row.id: document for row, document in zip(there, documents, strict=True)}


def _aad(context: Context, tally: Tally, rows: list[RevisionRow]) -> bytes:
    # Where it belongs; the clear columns, and how long the others are; then those. Each says where it ends, so what is
    # moved between them spells differently. The cipher takes all of it as it is, more quickly than a hash would.
    clear: list[list[object]] = [
        [*row[:_KEY], len(row.key or b""), len(row.sealed), *row[_SEALED + 1 :]] for row in rows
    ]
    hidden = b"".join([column or b"" for row in rows for column in (row.key, row.sealed)])
    return crypto.bound("sp/snapshot", 1, *context[1:], f"{tally.heads:064x}") + orjson.dumps(clear) + hidden
