"""Tables of people who may sign in, what opens their keys, their sessions, and delays after failures."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from safeplan.db import Base


class Person(Base):
    """A member of staff; families are never in this table."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role in ('practitioner', 'manager', 'administrator')", name="person_role"),
        CheckConstraint("state in ('invited', 'active', 'ended')", name="person_state"),
        CheckConstraint("email = lower(email)", name="person_email_lower"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    agency: Mapped[str] = mapped_column(String(32), ForeignKey("agency.id"), index=True)
    team: Mapped[str | None] = mapped_column(String(32), ForeignKey("team.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    signing_public: Mapped[bytes] = mapped_column(LargeBinary(32))
    # For a signature of the agency over these keys; a later release fills it.
    certificate: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[int] = mapped_column(BigInteger)


class Unlock(Base):
    """One way a person opens their keys: what it costs to try, and the keys sealed under it."""

    __tablename__ = "unlock"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), index=True)
    method: Mapped[str] = mapped_column(String(16))
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    m_kib: Mapped[int] = mapped_column(Integer)
    t: Mapped[int] = mapped_column(Integer)
    p: Mapped[int] = mapped_column(Integer)
    # The name of the pepper, never the pepper: that one stands outside the database.
    pepper: Mapped[str] = mapped_column(String(8))
    # Whether the words were picked at random. Only such words may wrap a tablet's vault; None is not known.
    generated: Mapped[bool | None] = mapped_column(Boolean)
    verifier: Mapped[bytes] = mapped_column(LargeBinary(32))
    sealed_bundle: Mapped[bytes] = mapped_column(LargeBinary)


class SessionRow(Base):
    """What is open for one signed-in browser, sealed under the secret in its cookie."""

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("scope in ('full', 'child')", name="session_scope"),)

    sid: Mapped[str] = mapped_column(String(32), primary_key=True)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("person.id"), index=True)
    created_at: Mapped[int] = mapped_column(BigInteger)
    last_seen: Mapped[int] = mapped_column(BigInteger)
    level: Mapped[str | None] = mapped_column(String(16))
    scope: Mapped[str] = mapped_column(String(8))
    device: Mapped[str] = mapped_column(String(32))
    child_plan: Mapped[str | None] = mapped_column(String(32))
    # Compartment ids with a comma between them: where a child's pages may be put, and nowhere else.
    child_compartments: Mapped[str | None] = mapped_column(Text)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Throttle(Base):
    """Attempts counted under a keyed hash, so that no address and no name tried is ever stored."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    until: Mapped[int] = mapped_column(BigInteger, index=True)
