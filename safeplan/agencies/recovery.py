"""An agency's recovery key: made as two halves for two people, and put together only by both."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from safeplan import crypto, refusals
from safeplan.accounts.actor import Actor
from safeplan.accounts.models import Person
from safeplan.agencies.errors import SheetsDiffer
from safeplan.agencies.models import Agency, RecoveryHalf
from safeplan.audit.service import record

AGENCY: Table = Agency.__table__  # type: ignore[assignment]
HALF: Table = RecoveryHalf.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Recovery:
    """A recovery key just made: its public half, and the two private halves that become sheets."""

    public: bytes
    halves: tuple[bytes, bytes] = field(repr=False)

    @property
    def sheets(self) -> tuple[str, str]:
        """The two sheets as they are written down."""
        return crypto.to_sheet(self.halves[0]), crypto.to_sheet(self.halves[1])


def new_recovery() -> Recovery:
    """Make a recovery key, in memory only; its whole private half is not kept."""
    pair = crypto.new_keypair()
    return Recovery(pair.public, crypto.split(pair.private))


def check_typed_back(recovery: Recovery, first: str, second: str) -> None:
    """Raise SheetsDiffer unless both sheets were typed back as they are, each in its place."""
    for number, half, typed in zip((1, 2), recovery.halves, (first, second), strict=True):
        try:
            same = crypto.from_sheet(typed) == half
        except crypto.MistypedSheet as mistyped:
            raise SheetsDiffer(f"Sheet {number}: {mistyped}") from None
        if not same:
            raise SheetsDiffer(f"Sheet {number} is not the one that was shown.")


def seal_half(session: Session, agency: str, number: int, half: bytes, person: str) -> None:
    """Keep one half for one person, sealed to them; InWords if they hold the other half."""
    held = select(HALF.c.half).where(HALF.c.agency == agency, HALF.c.person == person)
    if session.scalar(held) is not None:
        # One person with both could open every plan of the agency alone.
        raise refusals.InWords("This person already holds a half. The other half needs somebody else.")
    public = session.scalar(select(PERSON.c.public_key).where(PERSON.c.id == person, PERSON.c.agency == agency))
    if public is None:
        raise refusals.NothingHere
    sealed = crypto.seal_to(public, half, _info(agency, number, person))
    session.execute(insert(HALF).values(agency=agency, half=number, person=person, sealed=sealed))


def name_holder(session: Session, agency: str, number: int, person: str, sheets: tuple[str, str]) -> None:
    """Give half `number` (1 or 2) to one more person, with both sheets typed in to prove it is right."""
    try:
        halves = crypto.from_sheet(sheets[0]), crypto.from_sheet(sheets[1])
    except crypto.MistypedSheet as mistyped:
        raise SheetsDiffer(str(mistyped)) from None
    recovery_private(session, agency, *halves)
    seal_half(session, agency, number, halves[number - 1], person)
    record(session, None, "recovery-half", agency=agency, object=person, code=str(number))


def own_half(session: Session, actor: Actor) -> tuple[int, bytes] | None:
    """Return (1 or 2, the half) that the signed-in person holds, or None."""
    mine = select(HALF.c.half, HALF.c.sealed).where(HALF.c.agency == actor.agency_id, HALF.c.person == actor.person_id)
    row = session.execute(mine).first()
    if row is None or actor.bundle_private is None:
        return None
    info = _info(actor.agency_id, row.half, actor.person_id)
    return row.half, crypto.open_from(actor.bundle_private, row.sealed, info)


def recovery_private(session: Session, agency: str, one: bytes, other: bytes) -> bytes:
    """Return the recovery private key from two halves; SheetsDiffer unless they are this agency's."""
    public = session.scalar(select(AGENCY.c.recovery_public).where(AGENCY.c.id == agency))
    if public is None:
        raise refusals.NothingHere
    try:
        private = crypto.join(one, other)
    except crypto.MistypedSheet as mistyped:
        raise SheetsDiffer(str(mistyped)) from None
    if crypto.KeyPair.from_private(private).public != public:
        raise SheetsDiffer("These two halves are not this agency's.")
    return private


def _info(agency: str, number: int, person: str) -> bytes:
    return crypto.bound("sp/recovery-half", 1, agency, number, person)
