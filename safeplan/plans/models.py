"""The tables of a plan: what is sealed is LargeBinary, what is in clear is listed in tests/guards."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from safeplan.audit.models import RowNumber
from safeplan.db import Base

Id = String(32)


class Plan(Base):
    """One plan for one household. Names, addresses and words are never here."""

    __tablename__ = "plan"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    lead_agency: Mapped[str] = mapped_column(Id, ForeignKey("agency.id"), index=True)
    team: Mapped[str | None] = mapped_column(Id)
    lead: Mapped[str | None] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(16), default="active")
    stage: Mapped[str] = mapped_column(String(16), default="interim")
    review_due: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[str] = mapped_column(Id)


class Compartment(Base):
    """A part of a plan with a key of its own; its class and whom it is about are in the sealed label."""

    __tablename__ = "compartment"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), index=True)
    epoch: Mapped[int] = mapped_column(Integer, default=0)
    label: Mapped[bytes] = mapped_column(LargeBinary)
    # What must be there (plans/log/tally.py): without it a deleted row would look like a shorter plan.
    tally: Mapped[bytes] = mapped_column(LargeBinary)
    snapshot: Mapped[bytes | None] = mapped_column(LargeBinary)


class Epoch(Base):
    """One key of a compartment, from one revoking to the next; `letterbox` is its public half."""

    __tablename__ = "epoch"

    compartment: Mapped[str] = mapped_column(Id, ForeignKey("compartment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    letterbox: Mapped[bytes] = mapped_column(LargeBinary(32))
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary)
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[int] = mapped_column(BigInteger)


class Grant(Base):
    """A key holder's access to one compartment in one epoch; the right is bound into the sealed key."""

    __tablename__ = "key_grant"
    __table_args__ = (
        Index("key_grant_holder", "holder", "plan"),
        Index("key_grant_plan", "plan"),
        UniqueConstraint("compartment", "epoch", "holder", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"))
    compartment: Mapped[str] = mapped_column(Id, ForeignKey("compartment.id"))
    epoch: Mapped[int] = mapped_column(Integer)
    holder_kind: Mapped[str] = mapped_column(String(8))
    holder: Mapped[str] = mapped_column(Id)
    right: Mapped[str] = mapped_column(String(10))
    basis: Mapped[str] = mapped_column(String(40))
    until: Mapped[int | None] = mapped_column(BigInteger)
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    granted_by: Mapped[str] = mapped_column(Id)
    granted_at: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[int | None] = mapped_column(BigInteger)


class Parts(Base):
    """Which parts a holder was given, sealed under the key of the compartment it names."""

    __tablename__ = "parts_given"

    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), primary_key=True)
    holder: Mapped[str] = mapped_column(Id, primary_key=True)
    compartment: Mapped[str] = mapped_column(Id)
    epoch: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Revision(Base):
    """One version of one entry. `sealed` is bound to every clear column; unfiling empties `key` alone."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("compartment", "seq"),
        Index("revision_entry", "compartment", "entry"),
        Index("revision_plan", "plan"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"))
    compartment: Mapped[str] = mapped_column(Id, ForeignKey("compartment.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    chain: Mapped[bytes] = mapped_column(LargeBinary(32))
    entry: Mapped[str] = mapped_column(Id)
    parents: Mapped[str] = mapped_column(Text)
    epoch: Mapped[int] = mapped_column(Integer)
    author: Mapped[str] = mapped_column(Id)
    desk: Mapped[str | None] = mapped_column(Id)
    device: Mapped[str | None] = mapped_column(Id)
    authored_at: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    unfiled_at: Mapped[int | None] = mapped_column(BigInteger)
    unfiled_by: Mapped[str | None] = mapped_column(Id)
    unfiled_reason: Mapped[str | None] = mapped_column(String(40))


class Head(Base):
    """An entry's current revision; two rows for one entry are a conflict."""

    __tablename__ = "head"

    compartment: Mapped[str] = mapped_column(Id, primary_key=True)
    entry: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[str] = mapped_column(Id, ForeignKey("revision.id"), primary_key=True)


class Awaited(Base):
    """A revision that is not here yet, and that one of its entry already replaces: it will be no head."""

    __tablename__ = "awaited"

    compartment: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[str] = mapped_column(Id, primary_key=True)
    entry: Mapped[str] = mapped_column(Id, primary_key=True)


class Letter(Base):
    """Something put into a compartment's letterbox, waiting for a holder to file it or set it aside."""

    __tablename__ = "letter"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), index=True)
    compartment: Mapped[str] = mapped_column(Id, ForeignKey("compartment.id"))
    epoch: Mapped[int] = mapped_column(Integer)
    entry: Mapped[str] = mapped_column(Id)
    author: Mapped[str] = mapped_column(Id)
    device: Mapped[str | None] = mapped_column(Id)
    received_at: Mapped[int] = mapped_column(BigInteger)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    own: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    reason: Mapped[str] = mapped_column(String(40), default="")


class Card(Base):
    """What the list of plans shows of one plan, sealed under the key of the compartment it names."""

    __tablename__ = "card"

    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), primary_key=True)
    compartment: Mapped[str] = mapped_column(Id)
    epoch: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RuleState(Base):
    """How a rule stood when it was last evaluated by somebody who holds what it needs."""

    __tablename__ = "rule_state"

    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[int] = mapped_column(BigInteger)
    tips: Mapped[str] = mapped_column(Text)


class Exclusion(Base):
    """Somebody who gets no key by any path; a keyed tag, so that the table does not say who."""

    __tablename__ = "exclusion"

    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(64), primary_key=True)


class EmergencyOpening(Base):
    """An emergency desk's stated reason for opening a plan; without one it stays shut."""

    __tablename__ = "emergency_opening"

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=True)
    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), index=True)
    person: Mapped[str] = mapped_column(Id)
    at: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(40))
