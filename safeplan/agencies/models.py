"""Tables of agencies: what they are called, their teams, their desks and their recovery halves.

Nothing here is about a family. Private keys stand in these rows only sealed to
a person's own key.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from safeplan.db import Base


class Agency(Base):
    """An organisation in the safeguarding area; `kind` is a code of the catalogue's agencies."""

    __tablename__ = "agency"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120), unique=True)
    # Not null on purpose: an agency without recovery could lose a family's plan for good.
    recovery_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[int] = mapped_column(BigInteger)


class Team(Base):
    """A team of an agency; plans belong to one."""

    __tablename__ = "team"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    agency: Mapped[str] = mapped_column(String(32), ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))


class Desk(Base):
    """A small rota that holds keys together: a team's managers, or emergency duty."""

    __tablename__ = "desk"
    __table_args__ = (CheckConstraint("kind in ('managers', 'emergency')", name="desk_kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    agency: Mapped[str] = mapped_column(String(32), ForeignKey("agency.id"), index=True)
    team: Mapped[str | None] = mapped_column(String(32), ForeignKey("team.id"))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    # Somebody left. Their way to the key is gone at once; a member who is still on the desk
    # makes a new key, because an administrator can open neither key.
    rekey_due: Mapped[bool] = mapped_column(Boolean)


class DeskMember(Base):
    """One person on a desk, with the desk's private key sealed to them.

    Without a sealed key they are named and wait to be let in by somebody who is on the desk.
    """

    __tablename__ = "desk_member"

    desk: Mapped[str] = mapped_column(String(32), ForeignKey("desk.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), primary_key=True, index=True)
    sealed_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class RecoveryHalf(Base):
    """One half of an agency's recovery key, sealed to one person; two people are always needed."""

    __tablename__ = "recovery_half"
    __table_args__ = (CheckConstraint("half in (1, 2)", name="recovery_half_number"),)

    agency: Mapped[str] = mapped_column(String(32), ForeignKey("agency.id"), primary_key=True)
    half: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
