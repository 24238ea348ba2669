"""The table of what was decided about sharing; the line of reason in it is sealed."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from safeplan.db import Base


class ShareDecision(Base):
    """One decision: shared, not_shared or revoked; about whom, by whom, on which basis or for which reason.

    `sealed` holds the line that was written and which parts it was about, under the key of
    `compartment` in `epoch`: a line of reason can name a child.
    """

    __tablename__ = "share_decision"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    plan: Mapped[str] = mapped_column(String(32), ForeignKey("plan.id"), index=True)
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(40))
    compartment: Mapped[str] = mapped_column(String(32))
    epoch: Mapped[int] = mapped_column(Integer)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
