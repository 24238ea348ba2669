"""Makes an agency, its administrator and its two recovery sheets; nothing is kept until both are typed back."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from safeplan import clock, crypto, refusals
from safeplan.accounts import people
from safeplan.accounts.people import NewPerson
from safeplan.agencies import recovery
from safeplan.agencies.models import Agency
from safeplan.agencies.recovery import Recovery
from safeplan.agencies.rules import KINDS
from safeplan.audit.service import record
from safeplan.config import Settings

AGENCY: Table = Agency.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class AgencyDraft:
    """An agency in memory: what is shown once, and what will be written when it has been typed back."""

    id: str
    kind: str
    name: str
    administrator: NewPerson
    second: NewPerson | None
    recovery: Recovery = field(repr=False)

    @property
    def sheets(self) -> tuple[str, str]:
        """The two recovery sheets, to be written down and kept by two people."""
        return self.recovery.sheets


def draft_agency(
    settings: Settings,
    kind: str,
    name: str,
    administrator: tuple[str, str],
    second: tuple[str, str] | None = None,
    words: str = "",
) -> AgencyDraft:
    """Make an agency's keys in memory. People are (name, e-mail); `second` will hold half 2.

    `words` sets the administrator's and the second person's words, for demos alone.
    """
    if kind not in KINDS:
        raise refusals.InWords(f"There is no agency of kind {kind}.")
    if not name.strip():
        raise refusals.InWords("An agency needs a name.")
    agency = crypto.new_id()
    admin = people.prepare(settings, agency, *administrator, "administrator", words=words)
    other = people.prepare(settings, agency, *second, "manager", words=words) if second else None
    return AgencyDraft(agency, kind, name.strip(), admin, other, recovery.new_recovery())


def add_agency(session: Session, draft: AgencyDraft, first: str, second: str) -> str:
    """Write the agency once both sheets were typed back, and return its id; SheetsDiffer, EmailTaken or InWords."""
    recovery.check_typed_back(draft.recovery, first, second)
    if session.scalar(select(AGENCY.c.id).where(AGENCY.c.name == draft.name)) is not None:
        raise refusals.InWords("There is an agency of this name.")
    row = {"id": draft.id, "kind": draft.kind, "name": draft.name, "created_at": clock.now_ms()}
    session.execute(insert(AGENCY).values(recovery_public=draft.recovery.public, **row))
    people.store(session, draft.administrator)
    recovery.seal_half(session, draft.id, 1, draft.recovery.halves[0], draft.administrator.id)
    if draft.second is not None:
        people.store(session, draft.second)
        recovery.seal_half(session, draft.id, 2, draft.recovery.halves[1], draft.second.id)
    record(session, None, "agency-add", agency=draft.id, object=draft.administrator.id)
    return draft.id
