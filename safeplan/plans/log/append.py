"""The one way in which words enter a plan: each revision is checked, filed, and answered with a receipt.

A refused one never blocks the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from safeplan import clock, db, entries, refusals
from safeplan.audit.rules import Deed
from safeplan.audit.service import record_all
from safeplan.plans.access.opening import OpenPlan, Part, get_plan
from safeplan.plans.letters.letterbox import hold, once_granted
from safeplan.plans.log.filing import file_revision
from safeplan.plans.log.landing import Landing
from safeplan.plans.log.reading import open_version
from safeplan.plans.log.receipts import Receipt, Refusal
from safeplan.plans.log.rows import REVISION, REVISION_COLUMNS, RevisionRow
from safeplan.plans.log.submission import Malformed, Submission
from safeplan.plans.rules import SPARE, allows

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

BATCH_LIMIT = 200


def append(session: Session, actor: Actor, submitted: Sequence[object]) -> list[Receipt]:
    """Put a batch of revisions into their plans; return a receipt for each, in the order given."""
    if len(submitted) > BATCH_LIMIT:
        raise refusals.TooLarge
    return Batch(session, actor).take(submitted)


class Batch:
    """One push: plans are opened once, and what each gains is evaluated and recorded once at the end."""

    def __init__(
        self, session: Session, actor: Actor, hold: Callable[[Session, Actor, Submission], None] = hold
    ) -> None:
        self.session = session
        self.actor = actor
        self.hold = hold
        self.landings: dict[str, Landing | None] = {}
        self.deeds: list[Deed] = []

    def take(self, submitted: Sequence[object]) -> list[Receipt]:
        receipts = [self._one(raw, alone=len(submitted) == 1) for raw in submitted]
        self.finish()
        return receipts

    def finish(self) -> None:
        """Evaluate once what each plan has gained, and record what was done."""
        for landing in self.landings.values():
            if landing is not None and landing.changed:
                landing.finish(self.session)
        record_all(self.session, self.deeds)
        self.deeds = []

    def _one(self, raw: object, alone: bool) -> Receipt:
        try:
            submission = Submission.read(raw)
        except Malformed as fault:
            return Receipt(fault.id, "refused", reason=fault.reason)
        return self.put(submission, alone)

    def put(self, submission: Submission, alone: bool = False) -> Receipt:
        """File one revision, or hold it, or refuse it alone; `alone`: nothing else is written in this request."""
        try:
            # A savepoint: half a revision must not stand because the next one went well. One alone needs none:
            # every refusal comes before its first write, and anything else undoes the whole request.
            with nullcontext() if alone else self.session.begin_nested():
                receipt = self._file(submission)
        except entries.Refused as fault:
            return self.refused(submission.id, submission.hash, fault.reason, fault.fields, submission.plan)
        except Refusal as fault:
            return self.refused(submission.id, submission.hash, fault.reason, fault.fields, submission.plan)
        if receipt.state == "accepted":
            self._note("write", plan=submission.plan, object=submission.id)
        return receipt

    def open(self, plan: str) -> OpenPlan | None:
        """Return a plan as this batch has it open; None if its author may not open it."""
        try:
            landing = self._landing(plan)
        except Refusal:
            return None
        return landing.plan if landing else None

    def refused(self, id: str, hash: str, reason: str, fields: dict[str, str] | None = None, plan: str = "") -> Receipt:
        """Record that something was not taken (in a plan's own record if that is open here), and return its receipt."""
        self._note("refused", plan=plan if self.landings.get(plan) else None, object=id, code=reason[:64])
        return Receipt(id, "refused", hash, reason=reason, fields=fields)

    def _note(self, action: str, *, plan: str | None = None, object: str = "", code: str = "") -> None:
        actor = self.actor
        self.deeds.append(Deed(actor.agency_id, plan, clock.now_ms(), actor.person_id, action, object, code))

    def _file(self, submission: Submission) -> Receipt:
        landing = self._landing(submission.plan)
        if landing is None:
            return self._hold(submission)
        repeat = already_here(self.session, landing.plan, self.actor.person_id, submission)
        if repeat is not None:
            return repeat
        document = entries.check_document(submission.document)
        part = choose_part(landing.plan, submission.compartment, document)
        if part is None:
            return self._hold(submission)
        if not allows(part.right, "contribute"):
            raise Refusal("read-only")
        filed = replace(submission, document=document, compartment=part.id)
        landing.check(self.session, filed)
        seq = file_revision(self.session, landing.plan, part, filed, author=self.actor.person_id)
        landing.add(self.session, filed)
        return Receipt(submission.id, "accepted", submission.hash, seq)

    def _landing(self, plan: str) -> Landing | None:
        """Open the plan once; None where the author may no longer open it at all."""
        if plan not in self.landings:
            try:
                # Nothing of it is shown: what is written or refused in it is recorded, and that is all that happens.
                opened = get_plan(self.session, self.actor, plan, "read", action=None)
                self.landings[plan] = Landing(opened, opened.around.circle)
            except refusals.Refused as shut:
                gone = isinstance(shut, refusals.NothingHere)
                if not (gone and once_granted(self.session, self.actor.person_id, plan)):
                    raise Refusal(shut.reason) from None
                self.landings[plan] = None
        return self.landings[plan]

    def _hold(self, submission: Submission) -> Receipt:
        """Its author may no longer write there: it waits in the letterbox, and no word is lost."""
        if not once_granted(self.session, self.actor.person_id, submission.plan, submission.compartment):
            raise Refusal("nothing-here")
        entries.check_document(submission.document)
        self.hold(self.session, self.actor, submission)
        return Receipt(submission.id, "held", submission.hash)


def choose_part(plan: OpenPlan, compartment: str, document: Mapping[str, Any]) -> Part | None:
    """Return the compartment a document goes into; None if the author cannot open it; Refusal if it is wrong.

    A child's words have several possible places. Where none is named they go into that child's shared pages.
    """
    wanted = entries.compartment_class(document["kind"])
    classes = ("child", "kept") if wanted == "child" else (wanted,)
    child = str(document["data"].get("child") or "")
    if compartment:
        part = plan.parts.get(compartment)
        if part is not None and part.kind == SPARE and wanted == "child":
            # Put there when its child was new: into that child's own room of the same sort, before no more people.
            part = plan.part(part.half, child) if child else None
            if part is None:
                raise Refusal("compartment-missing")
        if part is not None and part.kind not in classes:
            raise Refusal("wrong-compartment")
        # One child's words in another's room would be read by whoever may read that one's.
        if part is not None and wanted == "child" and child not in ("", part.about):
            raise Refusal("wrong-compartment")
        return part
    if wanted != "child":
        return plan.part(wanted)
    part = plan.part("child", child) if child else None
    if part is None:
        raise Refusal("compartment-missing")
    return part


def _with_plan(columns: Sequence[Any]) -> tuple[str, RevisionRow]:
    plan, *others = columns
    return plan, RevisionRow._make(others)


_BY_ID = db.Ready(select(REVISION.c.plan, *REVISION_COLUMNS).where(REVISION.c.id == bindparam("id")), _with_plan)


def already_here(session: Session, plan: OpenPlan, author: str, submission: Submission) -> Receipt | None:
    """Return the receipt of a repeat, or None if the id is new; the same id with other words is refused."""
    found = _BY_ID.rows(session, id=submission.id)
    if not found:
        return None
    [(of, row)] = found
    if of != plan.id or row.compartment not in plan.parts:
        raise Refusal("id-in-use")
    version = open_version(plan, row)
    same = version.author == author and version.entry == submission.entry
    if not same or not _same_words(version.document, submission):
        raise Refusal("id-in-use")
    return Receipt(submission.id, "repeat", submission.hash, version.seq)


def _same_words(document: dict[str, object] | None, submission: Submission) -> bool:
    # An unfiled revision has no words left to compare; its place in the log shows that it arrived.
    return document is None or document == entries.check_document(submission.document)
