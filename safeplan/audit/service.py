"""Writes the audit log, and finds the first row of it that does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, Table, bindparam, event, insert, inspect, literal, null, select, text
from sqlalchemy.orm import Session

from safeplan import clock, db
from safeplan.audit.models import TRIGGER_NAMES, AuditCheckpoint, AuditRow
from safeplan.audit.rules import GENESIS, NOBODY, Deed, link

AUDIT: Table = AuditRow.__table__  # type: ignore[assignment]


class AuditUnguarded(Exception):
    """The triggers that forbid changing audit rows are missing; the application does not start."""


@dataclass(frozen=True)
class BadRow:
    """The first row that does not hold: which stream (agency:ID or plan:ID), which place in it, and how."""

    stream: str
    seq: int
    fault: str


def record(
    session: Session,
    actor: str | None,
    action: str,
    *,
    agency: str,
    plan: str | None = None,
    object: str = "",
    code: str = "",
) -> None:
    """Append one row in the caller's transaction. Takes ids and codes only: never a word of a plan."""
    record_all(session, [Deed(agency, plan, clock.now_ms(), actor or NOBODY, action, object, code)])


def record_all(session: Session, deeds: Sequence[Deed]) -> None:
    """Append a row for each deed, in this order and in one statement."""
    rows = []
    for deed in deeds:
        ends = _ends(session, deed.agency, deed.plan)
        (a_seq, a_chain), (p_seq, p_chain) = ends["agency", deed.agency], ends["plan", deed.plan]
        agency = ends["agency", deed.agency] = (a_seq + 1, link(a_chain, "agency", a_seq + 1, deed))
        plan: tuple[int | None, bytes | None] = (None, None)
        if deed.plan is not None:
            plan = ends["plan", deed.plan] = (p_seq + 1, link(p_chain, "plan", p_seq + 1, deed))
        chained = {"agency_seq": agency[0], "agency_chain": agency[1], "plan_seq": plan[0], "plan_chain": plan[1]}
        rows.append({**vars(deed), **chained})
    if rows:
        _ADD.run(session, *rows)


def lock_streams(session: Session, agency: str, plan: str | None) -> None:
    """Wait until nobody else writes to these streams: from here on their ends stand still, until this is committed."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway.
        if plan is None:
            session.execute(_HOLD_ONE, {"a": f"a{agency}"})
        else:
            session.execute(_HOLD_BOTH, {"a": f"a{agency}", "p": f"p{plan}"})


def remember(session: Session, agency: str, plan: str, ends: Sequence[Any]) -> None:
    """Take in both streams' ends, as AGENCY_END's and PLAN_END's columns that were read while they were held."""
    a_seq, a_chain, p_seq, p_chain = ends
    known: Ends = session.info.setdefault(_ENDS, {("plan", None): _BEGINNING})
    known["agency", agency] = _BEGINNING if a_seq is None else (a_seq, bytes(a_chain))
    known["plan", plan] = _BEGINNING if p_seq is None else (p_seq, bytes(p_chain))


Ends = dict[tuple[str, str | None], tuple[int, bytes]]
"""The (seq, chain) of the last row of a stream, by its sort and id."""

_ENDS = "safeplan.audit.ends"
_BEGINNING = (0, GENESIS)


def _ends(session: Session, agency: str, plan: str | None) -> Ends:
    known: Ends = session.info.setdefault(_ENDS, {("plan", None): _BEGINNING})
    if ("agency", agency) not in known or ("plan", plan) not in known:
        lock_streams(session, agency, plan)
        rows = session.execute(_TAILS, {"agency": agency, "plan": plan})
        found = {stream: (seq, bytes(chain)) for seq, chain, stream in rows}
        known.setdefault(("agency", agency), found.get("agency", _BEGINNING))
        known.setdefault(("plan", plan), found.get("plan", _BEGINNING))
    return known


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, *_: object) -> None:
    # Whoever writes next may be somebody else, and what was undone is not the end of anything.
    session.info.pop(_ENDS, None)


def _last(seq: Any, chain: Any, where: Any) -> Select[Any]:
    return select(seq, chain).where(where).order_by(seq.desc()).limit(1)


# Made once: a row is written at every open and every save.
_ADD = db.Ready(insert(AUDIT))
AGENCY_END = _last(AUDIT.c.agency_seq, AUDIT.c.agency_chain, AUDIT.c.agency == bindparam("agency"))
PLAN_END = _last(AUDIT.c.plan_seq, AUDIT.c.plan_chain, AUDIT.c.plan == bindparam("plan"))
_TAILS = select(AGENCY_END.add_columns(literal("agency").label("stream")).subquery()).union_all(
    select(PLAN_END.add_columns(literal("plan").label("stream")).subquery())
)
_LOCK_A = "pg_advisory_xact_lock(hashtextextended(:a, 0))"
_HOLD_ONE = text(f"SELECT {_LOCK_A}")
# The agency's always first: two that waited for each other's would wait for ever.
_HOLD_BOTH = text(f"SELECT {_LOCK_A}, pg_advisory_xact_lock(hashtextextended(:p, 0))")


def did(session: Session, actor: str, action: str, plan: str) -> bool:
    """Say whether somebody ever did this to the plan: the record outlives what they were given."""
    found = select(AuditRow.id).where(AuditRow.plan == plan, AuditRow.actor == actor, AuditRow.action == action)
    return session.execute(found.limit(1)).first() is not None


def of_plan(session: Session, plan: str, limit: int = 500) -> list[AuditRow]:
    """Return the plan's latest rows, newest first; the caller has checked who asks."""
    query = select(AuditRow).where(AuditRow.plan == plan).order_by(AuditRow.plan_seq.desc()).limit(limit)
    return list(session.scalars(query))


def verify(session: Session) -> BadRow | None:
    """Return the first row whose chain does not hold, or None. Missing, moved and changed rows all show."""
    noted = set(session.scalars(select(AuditCheckpoint.stream).distinct()))
    for name in ("agency", "plan"):
        ids = set(session.scalars(select(AUDIT.c[name]).where(AUDIT.c[name] != null()).distinct()))
        # A stream emptied to its last row is in no list but the checkpoints'.
        ids |= {stream.split(":", 1)[1] for stream in noted if stream.startswith(f"{name}:")}
        for one in sorted(ids):
            bad = _verify_stream(session, name, one)
            if bad is not None:
                return bad
    return None


def _verify_stream(session: Session, name: str, one: str) -> BadRow | None:
    stream, chain, seq = f"{name}:{one}", GENESIS, 0
    query = select(AUDIT).where(AUDIT.c[name] == one).order_by(AUDIT.c[f"{name}_seq"])
    for row in session.execute(query).mappings():
        seq += 1
        if row[f"{name}_seq"] != seq:
            return BadRow(stream, seq, "missing")
        deed = Deed(*(row[field] for field in Deed.__dataclass_fields__))
        chain = link(chain, name, seq, deed)
        if chain != row[f"{name}_chain"]:
            return BadRow(stream, seq, "changed")
    return _short_of_checkpoint(session, stream, seq, chain)


def _short_of_checkpoint(session: Session, stream: str, seq: int, _chain: bytes) -> BadRow | None:
    """A cut tail leaves a chain that holds; only a checkpoint knows that it was longer."""
    query = select(AuditCheckpoint).where(AuditCheckpoint.stream == stream).order_by(AuditCheckpoint.seq)
    for point in session.scalars(query):
        if point.seq > seq:
            return BadRow(stream, seq + 1, "cut off")
        name = stream.split(":", 1)[0]
        kept = select(AUDIT.c[f"{name}_chain"]).where(
            AUDIT.c[name] == stream.split(":", 1)[1], AUDIT.c[f"{name}_seq"] == point.seq
        )
        if session.scalar(kept) != point.chain:
            return BadRow(stream, point.seq, "rewritten")
    return None


def checkpoint(session: Session) -> list[AuditCheckpoint]:
    """Note every chain's length and value now; print them somewhere the database's keeper cannot reach."""
    points = []
    for name in ("agency", "plan"):
        for one in session.scalars(select(AUDIT.c[name]).where(AUDIT.c[name] != null()).distinct()).all():
            last = session.execute(_last(AUDIT.c[f"{name}_seq"], AUDIT.c[f"{name}_chain"], AUDIT.c[name] == one)).one()
            points.append(AuditCheckpoint(stream=f"{name}:{one}", seq=last[0], chain=last[1], at=clock.now_ms()))
    session.add_all(points)
    session.flush()
    return points


def require_triggers(engine: Engine) -> None:
    """Raise AuditUnguarded unless audit rows are protected: a table rebuild drops triggers silently."""
    if not inspect(engine).has_table(AUDIT.name):
        raise AuditUnguarded("The database has no tables yet. Run: safeplan db upgrade")
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgres = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND tgenabled IN ('O', 'A')"
    with engine.connect() as connection:
        found: Iterable[str] = connection.scalars(text(sqlite if engine.dialect.name == "sqlite" else postgres))
        missing = set(TRIGGER_NAMES) - set(found)
    if missing:
        raise AuditUnguarded(f"Audit rows are not protected; missing: {', '.join(sorted(missing))}.")
