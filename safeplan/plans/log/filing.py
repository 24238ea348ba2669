"""Puts one checked revision into the log (transaction log): sealed under the row lock, chained, its heads moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Table, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto, db
from safeplan.plans.access.opening import OpenPlan, Part
from safeplan.plans.log.errors import Damaged
from safeplan.plans.log.reading import aad_of, check_chain, read_heads
from safeplan.plans.log.receipts import Refusal
from safeplan.plans.log.rows import REVISION, KnownHead, RevisionRow
from safeplan.plans.log.snapshot import seal_snapshot
from safeplan.plans.log.submission import Submission
from safeplan.plans.log.tally import Tally, total
from safeplan.plans.models import Awaited, Compartment, Head
from safeplan.plans.rules import heads_after, heads_next, makes_cycle

AWAITED: Table = Awaited.__table__  # type: ignore[assignment]
COMPARTMENT: Table = Compartment.__table__  # type: ignore[assignment]
HEAD: Table = Head.__table__  # type: ignore[assignment]


def file_revision(session: Session, plan: OpenPlan, part: Part, submission: Submission, *, author: str) -> int:
    """Seal and store one checked revision under the compartment's row lock; return its seq.

    The caller records it, and settles the plan once everything is filed.
    """
    epoch, tally = lock(session, plan, part)
    present, wanted, tally = _heads_with(session, plan, part, submission, tally)
    row = RevisionRow(
        id=submission.id,
        compartment=part.id,
        entry=submission.entry,
        seq=tally.seq + 1,
        epoch=epoch,
        parents=orjson.dumps(sorted(submission.parents)).decode(),
        author=author,
        desk=None,
        device=submission.device,
        authored_at=submission.authored_at,
        received_at=clock.now_ms(),
    )
    aad, document = aad_of(plan.id, row), crypto.canonical(submission.document)
    wrapped, sealed = crypto.seal_revision(plan.ring.key(part.id, epoch), document, aad)
    row, chain = row._replace(key=wrapped, sealed=sealed), crypto.chain(tally.chain, aad, sealed)
    _ADD.run(session, {**row._asdict(), "plan": plan.id, "chain": chain})
    added, removed = _move(session, part.id, submission.entry, present, wanted)
    known = plan.heads.pop(part.id, None)
    if known is not None and added == {submission.id}:
        head = KnownHead(row, submission.document)
        plan.heads[part.id] = {one: kept for one, kept in known.items() if one not in removed} | {row.id: head}
    mark_dirty(plan, part, epoch, tally.after(chain, added, removed))
    return row.seq


def mark_dirty(plan: OpenPlan, part: Part, epoch: int, tally: Tally) -> None:
    """Note what must now be in a compartment, as its row was when it was locked; `keep` writes it."""
    plan.parts[part.id] = plan.parts[part.id]._replace(epoch=epoch, tally=tally)
    plan.dirty.add(part.id)


_LOCK = select(COMPARTMENT.c.epoch, COMPARTMENT.c.tally).where(COMPARTMENT.c.id == bindparam("id")).with_for_update()


def lock(session: Session, plan: OpenPlan, part: Part) -> tuple[int, Tally]:
    """Take the compartment's row; return its epoch and tally as they are now, not as when opened."""
    if part.id in plan.dirty or session.get_bind().dialect.name == "sqlite":
        # The one writer has been this transaction since before it opened the plan.
        return part.epoch, part.tally
    epoch, sealed = session.execute(_LOCK, {"id": part.id}).one()
    try:
        return epoch, Tally.open(plan.ring.key(part.id, epoch), plan.id, part.id, epoch, sealed)
    except crypto.CryptoError:
        raise Damaged(part.id) from None


class Link(NamedTuple):
    """How a revision hangs together with others of its entry; `head` is its id where it is one of the entry's heads."""

    id: str
    compartment: str
    entry: str
    parents: str
    unfiled_at: int | None
    head: str | None


_ADD = db.Ready(insert(REVISION))
_VERSIONS = db.Ready(
    select(
        REVISION.c.id,
        REVISION.c.compartment,
        REVISION.c.entry,
        REVISION.c.parents,
        REVISION.c.unfiled_at,
        HEAD.c.revision.label("head"),
    )
    .outerjoin(HEAD, and_(HEAD.c.compartment == REVISION.c.compartment, HEAD.c.revision == REVISION.c.id))
    .where(
        or_(
            and_(REVISION.c.compartment == bindparam("compartment"), REVISION.c.entry == bindparam("entry")),
            REVISION.c.id.in_(bindparam("parents", expanding=True)),
        )
    ),
    Link._make,
)
_AWAITED = db.Ready(
    select(AWAITED.c.revision, AWAITED.c.entry).where(AWAITED.c.compartment == bindparam("compartment"))
)
_AWAIT = db.Ready(insert(AWAITED))
_COME = db.Ready(
    delete(AWAITED).where(
        AWAITED.c.compartment == bindparam("of"),
        AWAITED.c.revision == bindparam("new"),
        AWAITED.c.entry == bindparam("about"),
    )
)
_UNHEAD = db.Ready(
    delete(HEAD).where(
        HEAD.c.compartment == bindparam("compartment"),
        HEAD.c.entry == bindparam("entry"),
        HEAD.c.revision.in_(bindparam("removed", expanding=True)),
    )
)
_HEAD = db.Ready(insert(HEAD))
_MOVE = db.Ready(
    update(HEAD)
    .where(HEAD.c.compartment == bindparam("of"), HEAD.c.entry == bindparam("about"))
    .where(HEAD.c.revision == bindparam("old"))
    .values(revision=bindparam("new"))
)


def _heads_with(
    session: Session, plan: OpenPlan, part: Part, submission: Submission, tally: Tally
) -> tuple[set[str], set[str], Tally]:
    """Return an entry's heads as they are and with this revision among them, and the tally of what is awaited then.

    Refusal for parents it may not have. What replaces heads, as nearly everything does, costs the same however long
    the entry's history is; what does not is decided by all of it, so the log is checked first.
    """
    new, entry = submission.id, submission.entry
    if part.id not in plan.heads:
        read_heads(session, plan, [part.id])
    present = {id for id, head in plan.heads[part.id].items() if head.row.entry == entry}
    awaited = _awaited(session, part.id, tally)
    if (new, entry) not in awaited:
        wanted = heads_next(present, new, submission.parents)
        if wanted is not None:
            return present, wanted, tally
    check_chain(session, plan, part.id)
    before = _versions(session, part.id, entry, submission.parents)
    _check_parents(before, part, submission)
    here = {row.id for row in before}
    late = {(one, entry) for one in submission.parents if one not in here} - awaited
    come = {(new, entry)} & awaited
    if late:
        _AWAIT.run(session, *({"revision": one, "compartment": part.id, "entry": of} for one, of in sorted(late)))
    if come:
        _COME.run(session, {"of": part.id, "new": new, "about": entry})
    after = tally.awaiting(map(" ".join, late), map(" ".join, come))
    return present, _heads_of(before, (new, submission.parents)), after


def _awaited(session: Session, compartment: str, tally: Tally) -> set[tuple[str, str]]:
    """Return (revision, entry) of what was named here and has not come; Damaged unless it is what the tally says."""
    if not tally.awaited:
        return set()
    found = set(_AWAITED.rows(session, compartment=compartment))
    if total(map(" ".join, found)) != tally.awaited:
        raise Damaged(compartment)
    return found


def _versions(session: Session, compartment: str, entry: str, parents: Sequence[str] = ()) -> list[Link]:
    """Return an entry's revisions and the rows a new one names as its parents, which may be another entry's."""
    return _VERSIONS.rows(session, compartment=compartment, entry=entry, parents=list(parents))


def _check_parents(before: Sequence[Link], part: Part, submission: Submission) -> None:
    """Refuse a parent that belongs to another entry. One not here yet is allowed: pushes come in any order."""
    if any((row.compartment, row.entry) != (part.id, submission.entry) for row in before):
        raise Refusal("unknown-parent")
    if makes_cycle([(row.id, orjson.loads(row.parents)) for row in before], submission.id, submission.parents):
        raise Refusal("circle")


def move_heads(session: Session, compartment: str, entry: str) -> tuple[set[str], set[str]]:
    """Set an entry's heads from its revisions; return (heads added, heads removed)."""
    rows = _versions(session, compartment, entry)
    return _move(session, compartment, entry, _present(rows), _heads_of(rows))


def _present(rows: Sequence[Link]) -> set[str]:
    return {row.id for row in rows if row.head is not None}


def _heads_of(rows: Sequence[Link], *more: tuple[str, Sequence[str]]) -> set[str]:
    return heads_after(
        [*((row.id, orjson.loads(row.parents)) for row in rows), *more],
        {row.id for row in rows if row.unfiled_at is not None},
    )


def _move(
    session: Session, compartment: str, entry: str, present: set[str], wanted: set[str]
) -> tuple[set[str], set[str]]:
    added, removed = wanted - present, present - wanted
    if len(added) == len(removed) == 1:
        [new], [old] = added, removed
        _MOVE.run(session, {"of": compartment, "about": entry, "old": old, "new": new})
        return added, removed
    if removed:
        _UNHEAD.run(session, {"compartment": compartment, "entry": entry, "removed": list(removed)})
    if added:
        _HEAD.run(session, *({"compartment": compartment, "entry": entry, "revision": one} for one in added))
    return added, removed


_KEEP = db.Ready(
    update(COMPARTMENT)
    .where(COMPARTMENT.c.id == bindparam("of"))
    .values(tally=bindparam("tally"), snapshot=bindparam("snapshot"))
)


def keep(session: Session, plan: OpenPlan) -> None:
    """Write what must now be in each compartment that changed, and a snapshot where its heads were read."""
    rows = []
    for part in (plan.parts[one] for one in sorted(plan.dirty)):
        context, heads = plan.ring.context(part.id, part.epoch), plan.heads.get(part.id)
        snapshot = None if heads is None else seal_snapshot(context, part.tally, heads.values())
        rows.append({"of": part.id, "tally": part.tally.sealed(*context), "snapshot": snapshot})
    if rows:
        _KEEP.run(session, *rows)
    plan.dirty.clear()
