"""The tables of tablets and of what was taken along on them: ids, times and hashes, never a word of a plan."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from safeplan.db import Base

Id = String(32)


class Device(Base):
    """One person's enrolment of one tablet. Times are ms UTC."""

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("kind in ('ipad', 'android', 'other')", name="device_kind"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), index=True)
    # The public half of its vault: what is taken along is sealed to it.
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[int] = mapped_column(BigInteger)
    last_contact: Mapped[int] = mapped_column(BigInteger)
    # How many letters the tablet said it still holds.
    unsent: Mapped[int] = mapped_column(Integer, default=0)
    evicted_at: Mapped[int | None] = mapped_column(BigInteger)
    lost_at: Mapped[int | None] = mapped_column(BigInteger)
    lost_by: Mapped[str | None] = mapped_column(Id)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)


class Pack(Base):
    """One plan taken along on one tablet, until it is given back or its time is over."""

    __tablename__ = "pack"

    device: Mapped[str] = mapped_column(Id, ForeignKey("device.id"), primary_key=True)
    plan: Mapped[str] = mapped_column(Id, ForeignKey("plan.id"), primary_key=True)
    taken_at: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int] = mapped_column(BigInteger)
    # Ids with a comma between them: what a lost tablet had on it.
    compartments: Mapped[str] = mapped_column(Text)
    # Codes: what its person left behind (risk, child, place), so that an update leaves it behind too.
    left_out: Mapped[str] = mapped_column(String(24))
    sent: Mapped[str] = mapped_column(String(64))
    returned_at: Mapped[int | None] = mapped_column(BigInteger)
