"""Reads what a plan holds: its heads to open it, its history as evidence; every row is checked as it is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import BindParameter, Table, and_, bindparam, literal_column, select, union_all
from sqlalchemy.orm import Session

from safeplan import crypto, db
from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.log.errors import Damaged, NoKey
from safeplan.plans.log.rows import REVISION, REVISION_COLUMNS, KnownHead, RevisionRow
from safeplan.plans.log.snapshot import open_snapshot
from safeplan.plans.log.tally import total
from safeplan.plans.models import Compartment, Head

COMPARTMENT: Table = Compartment.__table__  # type: ignore[assignment]
HEAD: Table = Head.__table__  # type: ignore[assignment]


class Version(NamedTuple):
    """One revision, opened. `document` is what was sealed; None once it was unfiled."""

    id: str
    compartment: str
    entry: str
    seq: int
    epoch: int
    parents: tuple[str, ...]
    author: str
    desk: str | None
    device: str | None
    authored_at: int
    received_at: int
    document: dict[str, Any] | None
    unfiled: tuple[int, str, str] | None = None


_HEAD_OF = (("revision", "id"), ("compartment", "compartment"), ("entry", "entry"))
_WANTED: BindParameter[list[str]] = bindparam("wanted", expanding=True)
# A snapshot comes as a row without an id.
_SNAPSHOT = {"compartment": COMPARTMENT.c.id, "epoch": COMPARTMENT.c.epoch, "sealed": COMPARTMENT.c.snapshot}
_HEADS = db.Ready(
    union_all(
        select(*(_SNAPSHOT.get(column.name, literal_column("NULL")) for column in REVISION_COLUMNS))
        .select_from(COMPARTMENT)
        .where(COMPARTMENT.c.id.in_(_WANTED), COMPARTMENT.c.snapshot.is_not(None)),
        select(*REVISION_COLUMNS)
        .join(HEAD, and_(*(HEAD.c[one] == REVISION.c[other] for one, other in _HEAD_OF)))
        .where(HEAD.c.compartment.in_(_WANTED)),
    ),
    RevisionRow._make,
)


def read_heads(session: Session, plan: OpenPlan, compartments: Iterable[str] | None = None) -> list[Version]:
    """Return the current revisions of every entry the actor may read, in the order they arrived."""
    wanted = list(plan.parts if compartments is None else compartments)
    there: dict[str, list[RevisionRow]] = {compartment: [] for compartment in wanted}
    snapshots: dict[str, bytes] = {}
    for row in _HEADS.rows(session, wanted=wanted):
        if row.id is None:
            snapshots[row.compartment] = row.sealed
        else:
            there[row.compartment].append(row)
    heads = [
        head
        for compartment, rows in there.items()
        for head in _heads_of(plan, compartment, rows, snapshots.get(compartment))
    ]
    # Put in order here: the database would sort the sealed bytes along with the times.
    heads.sort(key=attrgetter("received_at", "seq"))
    return heads


def _heads_of(plan: OpenPlan, compartment: str, rows: Sequence[RevisionRow], snapshot: bytes | None) -> list[Version]:
    """Open one compartment's heads: by its snapshot while that is of these very rows, else each by itself."""
    part, documents = plan.parts[compartment], None
    if snapshot is not None:
        documents = open_snapshot(plan.ring.context(compartment, part.epoch), part.tally, rows, snapshot)
    if documents is None:
        heads = [open_version(plan, row) for row in rows]
    else:
        heads = [_version(row, documents[row.id]) for row in rows]
    known = plan.heads[compartment] = {}
    for head, row in zip(heads, rows, strict=True):
        if head.document is None:
            # What was unfiled is never a head: this key was taken out behind our back.
            raise Damaged(head.id)
        known[head.id] = KnownHead(row, head.document)
    if documents is None and not part.tally.covers([head.id for head in heads]):
        raise Damaged(compartment)
    return heads


def read_entry(session: Session, plan: OpenPlan, entry: str) -> list[Version]:
    """Return every revision of one entry as it stands, oldest first; whether any is missing, `read_history` looks."""
    query = select(*REVISION_COLUMNS).where(REVISION.c.compartment.in_(list(plan.parts)), REVISION.c.entry == entry)
    return [open_version(plan, RevisionRow._make(row)) for row in session.execute(query.order_by(REVISION.c.seq))]


def read_history(session: Session, plan: OpenPlan, entry: str) -> list[Version]:
    """Return every revision of one entry, oldest first; unfiled ones keep their place without words.

    History is evidence, so the whole chain of the compartments it may stand in is checked first.
    """
    versions = read_entry(session, plan, entry)
    for compartment in {version.compartment for version in versions} or plan.parts:
        check_chain(session, plan, compartment)
    return versions


def check_chain(session: Session, plan: OpenPlan, compartment: str) -> None:
    """Raise Damaged, naming the first row that does not fit, unless the compartment's log is whole.

    What is unfiled is part of it: whether a revision still stands decides which others are heads.
    """
    query = select(REVISION.c.chain, *REVISION_COLUMNS).where(REVISION.c.compartment == compartment)
    chain, seq, tally = crypto.GENESIS, 0, plan.parts[compartment].tally
    unfiled = []
    for kept, *found in session.execute(query.order_by(REVISION.c.seq)):
        row = RevisionRow._make(found)
        seq += 1
        if (row.key is None) != (row.unfiled_at is not None):
            raise Damaged(row.id)
        if row.key is None:
            unfiled.append(row.id)
        try:
            chain = crypto.chain(chain, aad_of(plan.id, row), row.sealed)
        except (TypeError, ValueError):
            raise Damaged(row.id) from None
        if (row.seq, bytes(kept)) != (seq, chain):
            raise Damaged(row.id)
    if (seq, chain, total(unfiled)) != (tally.seq, tally.chain, tally.unfiled):
        raise Damaged(compartment)


def open_version(plan: OpenPlan, row: RevisionRow) -> Version:
    """Open one revision's row; Damaged, naming it, if it was changed, moved or swapped."""
    document = None
    if (row.key is None) != (row.unfiled_at is not None):
        raise Damaged(str(row.id))
    if row.key is not None:
        try:
            key = plan.ring.key(row.compartment, row.epoch)
            words = crypto.open_revision(key, row.key, row.sealed, aad_of(plan.id, row))
        except (crypto.CryptoError, NoKey, TypeError, ValueError):  # the last two: not even of the right type
            raise Damaged(str(row.id)) from None
        document = orjson.loads(words)
    return _version(row, document)


def _version(row: RevisionRow, document: dict[str, Any] | None) -> Version:
    unfiled = None if row.unfiled_at is None else (row.unfiled_at, row.unfiled_by or "", row.unfiled_reason or "")
    # Not by keyword: one is made for every head at every opening.
    return Version(
        row.id,
        row.compartment,
        row.entry,
        row.seq,
        row.epoch,
        _parents(row.parents),
        row.author,
        row.desk,
        row.device,
        row.authored_at,
        row.received_at,
        document,
        unfiled,
    )


def _parents(listed: str) -> tuple[str, ...]:
    return () if listed == "[]" else tuple(orjson.loads(listed))


def aad_of(plan: str, row: RevisionRow) -> bytes:
    """Return what binds a revision to its row: every clear column of it."""
    return crypto.revision_aad(
        plan,
        row.compartment,
        row.seq,
        row.id,
        row.entry,
        _parents(row.parents),
        row.epoch,
        row.author,
        row.desk,
        row.device,
        row.authored_at,
        row.received_at,
    )
