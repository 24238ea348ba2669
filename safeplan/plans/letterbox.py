"""Puts sealed letters into a compartment's letterbox: anybody once on the plan may put in, only holders take out."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.audit.service import record
from safeplan.plans.models import Compartment, Epoch, Grant, Letter
from safeplan.plans.receipts import Refusal
from safeplan.plans.submission import ID, Malformed, Submission

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

FIELDS = {"id", "plan", "compartment", "epoch", "entry", "device", "sealed"}
LARGEST_LETTER = 256 * 1024


@dataclass(frozen=True)
class Posted:
    """A sealed letter as it was pushed. Nobody on the way can read it."""

    id: str
    plan: str
    compartment: str
    epoch: int
    entry: str
    device: str | None
    sealed: bytes

    @classmethod
    def read(cls, raw: object) -> Posted:
        claimed = raw.get("id", "") if isinstance(raw, dict) else ""
        if not isinstance(raw, dict) or set(raw) != FIELDS:
            raise Malformed("wrong-shape", claimed)
        ids = [raw[name] for name in ("id", "plan", "compartment", "entry")]
        if not all(isinstance(one, str) and ID.fullmatch(one) for one in ids):
            raise Malformed("wrong-shape", claimed)
        if raw["device"] and not (isinstance(raw["device"], str) and ID.fullmatch(raw["device"])):
            raise Malformed("wrong-shape", claimed)
        if isinstance(raw["epoch"], bool) or not isinstance(raw["epoch"], int):
            raise Malformed("wrong-shape", claimed)
        try:
            sealed = b64decode(str(raw["sealed"]), validate=True)
        except ValueError:
            raise Malformed("wrong-shape", claimed) from None
        if not 32 < len(sealed) <= LARGEST_LETTER:
            raise Malformed("too-large", claimed)
        identity, plan, compartment, entry = ids
        return cls(identity, plan, compartment, raw["epoch"], entry, raw["device"] or None, sealed)


def store(session: Session, actor: Actor, posted: Posted, state: str, reason: str, digest: bytes) -> None:
    """Keep a letter; `digest` is what a repeat is told by: of the sealed bytes, or a tag of its author's own."""
    session.execute(
        insert(Letter).values(
            id=posted.id,
            plan=posted.plan,
            compartment=posted.compartment,
            epoch=posted.epoch,
            entry=posted.entry,
            author=actor.person_id,
            device=posted.device,
            received_at=clock.now_ms(),
            sealed=posted.sealed,
            digest=digest,
            state=state,
            reason=reason,
        )
    )
    record(
        session,
        actor.person_id,
        "letter",
        agency=actor.agency_id,
        plan=posted.plan,
        object=posted.id,
        code=state,
    )


def hold(session: Session, actor: Actor, submission: Submission) -> None:
    """Seal a revision whose author has lost access to the letterbox it would have gone to."""
    compartment = submission.compartment or _last_compartment(session, actor, submission.plan)
    epoch, public = session.execute(
        select(Compartment.epoch, Epoch.letterbox)
        .join(Epoch, (Epoch.compartment == Compartment.id) & (Epoch.number == Compartment.epoch))
        .where(Compartment.id == compartment, Compartment.plan == submission.plan)
    ).one()
    tag = crypto.own_tag(actor.bundle_private or b"", submission.hash)
    kept = session.execute(select(Letter.author, Letter.digest).where(Letter.id == submission.id)).first()
    if kept is not None:
        if (kept[0], bytes(kept[1])) != (actor.person_id, tag):
            raise Refusal("id-in-use")
        return
    info = crypto.letter_info(submission.plan, compartment, epoch, submission.id, actor.person_id, submission.device)
    sealed = crypto.seal_to(bytes(public), crypto.canonical(_content(submission, compartment)), info)
    posted = Posted(submission.id, submission.plan, compartment, epoch, submission.entry, submission.device, sealed)
    store(session, actor, posted, "held", "no-longer-on-the-plan", tag)


def _content(submission: Submission, compartment: str) -> dict[str, Any]:
    return {
        "id": submission.id,
        "plan": submission.plan,
        "compartment": compartment,
        "entry": submission.entry,
        "parents": list(submission.parents),
        "document": submission.document,
        "device": submission.device or "",
        "authored_at": submission.authored_at,
    }


def _last_compartment(session: Session, actor: Actor, plan: str) -> str:
    query = (
        select(Grant.compartment)
        .where(Grant.plan == plan, Grant.holder == actor.person_id)
        .order_by(Grant.right == "lead", Grant.granted_at)
    )
    return session.execute(query.limit(1)).scalar_one()
