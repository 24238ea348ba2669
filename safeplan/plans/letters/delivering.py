"""Letters whose author is signed in: opened with the author's key, they take the same way as any revision.

What was stored while the tablet was locked becomes filed by the same step. A letter that does not open is
refused alone; what its author may no longer write is held for a holder, and no word is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from safeplan import crypto, refusals
from safeplan.plans.access.opening import own_pair
from safeplan.plans.letters.letterbox import Posted, content, hold, store
from safeplan.plans.letters.waiting import may_post, pairs_in_use, read_letter, set_filed, set_state
from safeplan.plans.log.append import BATCH_LIMIT, Batch
from safeplan.plans.log.errors import NoKey
from safeplan.plans.log.receipts import Receipt, Refusal
from safeplan.plans.log.submission import Malformed, Submission
from safeplan.plans.models import Letter, Revision

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

LETTER: Table = Letter.__table__  # type: ignore[assignment]
NO_LONGER = "no-longer-on-the-plan"
FIRST = "family_member"


def deliver(session: Session, actor: Actor, letters: Sequence[object]) -> list[Receipt]:
    """File letters the actor wrote; a receipt for each, in the order given. `hash` is of the sealed bytes."""
    if len(letters) > BATCH_LIMIT:
        raise refusals.TooLarge
    delivery = Delivery(session, actor)
    read = [_read(raw) for raw in letters]
    delivery.file([one for one in read if isinstance(one, Posted)])
    return [one if isinstance(one, Receipt) else delivery.receipts[one.id] for one in read]


def settle(session: Session, actor: Actor, ids: Sequence[str]) -> list[Receipt]:
    """Say what became of letters the actor's tablets delivered while they were locked, filing those that wait.

    `unknown` asks the tablet to send a letter again: it is not here, or not this person's.
    """
    if len(ids) > BATCH_LIMIT:
        raise refusals.TooLarge
    query = select(LETTER).where(LETTER.c.id.in_(ids), LETTER.c.author == actor.person_id)
    kept = {row.id: row for row in session.execute(query)}
    delivery = Delivery(session, actor)
    # As the tablet names them: that is the order in which they were written.
    delivery.file([_posted(kept[one]) for one in dict.fromkeys(ids) if one in kept and kept[one].state == "waiting"])
    seqs = _seqs(session, [row.id for row in kept.values() if row.state == "filed"])
    return [
        delivery.receipts.get(one) or (_standing(kept[one], seqs) if one in kept else Receipt(one, "unknown"))
        for one in ids
    ]


def open_own(session: Session, actor: Actor, letters: Sequence[object]) -> list[dict[str, Any]]:
    """Return what is inside each letter the actor wrote and still has; those that do not open are left out.

    Nothing is kept or filed, and nobody else's can be opened: the seal names its author.
    """
    if len(letters) > BATCH_LIMIT:
        raise refusals.TooLarge
    delivery = Delivery(session, actor)
    read = [delivery.read(one) for one in map(_read, letters) if isinstance(one, Posted)]
    return [content(one, one.compartment) for one in read if one is not None]


class Delivery:
    """One push of letters: each plan is opened once and finished once."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session = session
        self.actor = actor
        self.pair = own_pair(actor)
        self.receipts: dict[str, Receipt] = {}
        self.batch = Batch(session, actor, self._hold)
        self._letters: dict[str, Posted] = {}
        self._kept: dict[str, str] = {}

    def file(self, letters: Sequence[Posted]) -> None:
        """File letters; those of family members first, because a new child's words need the child's rooms."""
        self._letters = {letter.id: letter for letter in letters}
        opened = [one for one in map(self._open, self._letters.values()) if one is not None]
        self._expect([one for one in opened if self._letters[one.id].own is None])
        for submission in sorted(opened, key=lambda one: one.document.get("kind") != FIRST):
            receipt, letter = self.batch.put(submission), self._letters[submission.id]
            if receipt.state == "refused" and receipt.reason != "id-in-use" and letter.own is None:
                # A child's page: nobody on the tablet could read it again and mend it. A person decides.
                with suppress(Refusal):
                    receipt = self._wait(letter, receipt.reason)
            if receipt.state in ("accepted", "repeat") and submission.id in self._kept:
                set_filed(self.session, submission.id)
            self.receipts[submission.id] = receipt
        self.batch.finish()

    def _expect(self, pages: Sequence[Submission]) -> None:
        """Let each new child get the rooms their pages lie in."""
        for plan_id in {one.plan for one in pages}:
            plan = self.batch.open(plan_id)
            if plan is not None and (landing := self.batch.landings[plan_id]) is not None:
                theirs = [(one.compartment, one.document) for one in pages if one.plan == plan_id]
                landing.wanted = pairs_in_use(plan, theirs)

    def read(self, letter: Posted) -> Submission | None:
        """Return what a letter of the actor's says, or None: another's, spoilt, or in a room no longer theirs."""
        try:
            pair = self._pair(letter)
            return read_letter(pair, letter.own or letter.sealed, letter, self.actor.person_id) if pair else None
        except Refusal:
            return None

    def _open(self, letter: Posted) -> Submission | None:
        """Open a letter unless it is already done with; its receipts carry the hash of the sealed bytes."""
        try:
            if self._done(letter):
                return None
            pair = self._pair(letter)
            if pair is None:
                self.receipts[letter.id] = self._wait(letter, NO_LONGER)
                return None
            words = read_letter(pair, letter.own or letter.sealed, letter, self.actor.person_id)
            return replace(words, hash=letter.digest.hex())
        except Refusal as fault:
            self.receipts[letter.id] = self.batch.refused(letter.id, letter.digest.hex(), fault.reason)
            return None

    def _done(self, letter: Posted) -> bool:
        columns = (LETTER.c.author, LETTER.c.digest, LETTER.c.state, LETTER.c.reason)
        kept = self.session.execute(select(*columns).where(LETTER.c.id == letter.id)).first()
        if kept is None:
            return False
        if kept.author != self.actor.person_id:
            raise Refusal("id-in-use")
        if bytes(kept.digest) != letter.digest:
            # A token could have put anything under this id. What its author sends signed in is not kept out
            # by it; the other one stays where it is, and a person decides about it.
            return False
        self._kept[letter.id] = kept.state
        if kept.state == "filed":
            # Its words are in the plan, whatever became of its author's access since: emptied, it cannot be held again.
            seq = _seqs(self.session, [letter.id]).get(letter.id)
            self.receipts[letter.id] = Receipt(letter.id, "repeat", letter.digest.hex(), seq)
            return True
        if kept.state in ("held", "aside"):
            reason = "aside" if kept.state == "aside" else kept.reason
            self.receipts[letter.id] = Receipt(letter.id, "held", letter.digest.hex(), reason=reason)
            return True
        return False

    def _pair(self, letter: Posted) -> crypto.KeyPair | None:
        """Return the pair that opens it: its author's own or, without their half, the letterbox's if they hold it."""
        if letter.own is not None:
            return self.pair
        plan = self.batch.open(letter.plan)
        try:
            return crypto.letterbox(plan.ring.key(letter.compartment, letter.epoch)) if plan else None
        except NoKey:
            return None

    def _wait(self, letter: Posted, reason: str) -> Receipt:
        """A letter that its author cannot open, or cannot mend, waits as it is."""
        if not may_post(self.session, self.actor, letter):
            raise Refusal("nothing-here")
        if letter.id not in self._kept and self.session.get(Letter, letter.id) is not None:
            raise Refusal("id-in-use")
        if letter.id in self._kept:
            set_state(self.session, letter.id, "held", reason)
        else:
            store(self.session, self.actor, letter, "held", reason, letter.digest)
        return Receipt(letter.id, "held", letter.digest.hex(), reason=reason)

    def _hold(self, session: Session, actor: Actor, submission: Submission) -> None:
        """What was stored already waits for a holder from now on; the rest is put into the letterbox of today."""
        if submission.id in self._kept:
            set_state(session, submission.id, "held", NO_LONGER)
        else:
            hold(session, actor, submission, self._letters[submission.id].digest)


def _read(raw: object) -> Posted | Receipt:
    try:
        return Posted.read(raw)
    except Malformed as fault:
        return Receipt(fault.id, "refused", reason=fault.reason)


def _posted(row: Any) -> Posted:
    own = None if row.own is None else bytes(row.own)
    return Posted(row.id, row.plan, row.compartment, row.epoch, row.entry, row.device, bytes(row.sealed), own)


def _standing(row: Any, seqs: dict[str, int]) -> Receipt:
    """Return the receipt of a letter that needs nothing more from its author."""
    state, reason, digest = row.state, row.reason, bytes(row.digest).hex()
    if state == "filed":
        return Receipt(row.id, "accepted", digest, seqs.get(row.id))
    return Receipt(row.id, "held", digest, reason="aside" if state == "aside" else reason)


def _seqs(session: Session, ids: Sequence[str]) -> dict[str, int]:
    rows = session.execute(select(Revision.id, Revision.seq).where(Revision.id.in_(ids)))
    return {row[0]: row[1] for row in rows}
