"""The rows of the log by name (record types): what is read of a revision, in the order in which it is read."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Table

from safeplan.plans.models import Revision

REVISION: Table = Revision.__table__  # type: ignore[assignment]


class RevisionRow(NamedTuple):
    """A revision as it stands in the database. `key` and `sealed` are bytes, `parents` is the text of a JSON list."""

    id: str
    compartment: str
    entry: str
    seq: int
    epoch: int
    parents: str
    author: str
    desk: str | None
    device: str | None
    authored_at: int
    received_at: int
    key: bytes | None = None
    sealed: bytes = b""
    unfiled_at: int | None = None
    unfiled_by: str | None = None
    unfiled_reason: str | None = None


REVISION_COLUMNS = tuple(REVISION.c[name] for name in RevisionRow._fields)


class KnownHead(NamedTuple):
    """A head that was read in this request: its row, and the document in it."""

    row: RevisionRow
    document: dict[str, Any]
