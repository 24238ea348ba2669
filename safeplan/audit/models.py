"""The audit log's tables; triggers forbid changing a row once it is written."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from safeplan.db import Base

# SQLite numbers rows by itself only in a column it calls INTEGER.
RowNumber = BigInteger().with_variant(Integer, "sqlite")


class AuditRow(Base):
    """One thing somebody did or tried. It stands in its agency's chain and, if about a plan, in the plan's."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("audit_agency_chain", "agency", "agency_seq", unique=True),
        Index("audit_plan_chain", "plan", "plan_seq", unique=True),
    )

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    agency: Mapped[str] = mapped_column(String(32))
    plan: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64))
    agency_seq: Mapped[int] = mapped_column(BigInteger)
    agency_chain: Mapped[bytes] = mapped_column(LargeBinary(32))
    plan_seq: Mapped[int | None] = mapped_column(BigInteger)
    plan_chain: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class AuditCheckpoint(Base):
    """A chain's length and value at one moment; also printed, so that a rebuilt chain is noticed."""

    __tablename__ = "audit_checkpoint"

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    stream: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(BigInteger)
    chain: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[int] = mapped_column(BigInteger)


TRIGGERS_SQLITE = (
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stand'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows stand'); END",
)
TRIGGERS_POSTGRES = (
    "CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit rows stand'; END $$",
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stands()",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stands()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_stands()",
)
TRIGGER_NAMES = ("audit_no_update", "audit_no_delete")
