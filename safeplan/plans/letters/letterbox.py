"""Puts letters into a letterbox (sealed inbox): anybody once on the plan may put in, only holders take out."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.agencies.models import DeskMember
from safeplan.audit.service import did, record
from safeplan.plans.log.receipts import Refusal
from safeplan.plans.log.submission import ID, Malformed, Submission
from safeplan.plans.models import Compartment, Epoch, Grant, Letter

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor, Tablet

FIELDS = {"id", "plan", "compartment", "epoch", "entry", "device", "sealed"}
OWN = "own"
LARGEST_LETTER = 256 * 1024


@dataclass(frozen=True)
class Posted:
    """A sealed letter as it was pushed. Nobody on the way can read it.

    `sealed` is for the compartment's letterbox, `own` for its author. Where the compartment is not known
    yet (""), as for a new child's first words, there is only `own`.
    """

    id: str
    plan: str
    compartment: str
    epoch: int
    entry: str
    device: str | None
    sealed: bytes
    own: bytes | None = None

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the sealed bytes as they came: what a receipt must carry."""
        return sha256(self.sealed or self.own or b"").digest()

    @classmethod
    def read(cls, raw: object) -> Posted:
        claimed = raw.get("id", "") if isinstance(raw, dict) else ""
        if not isinstance(raw, dict) or set(raw) - {OWN} != FIELDS:
            raise Malformed("wrong-shape", claimed)
        alone = raw["compartment"] == ""
        names = ("id", "plan", "entry") if alone else ("id", "plan", "entry", "compartment")
        ids = [raw[name] for name in names]
        if not all(isinstance(one, str) and ID.fullmatch(one) for one in ids):
            raise Malformed("wrong-shape", claimed)
        if raw["device"] and not (isinstance(raw["device"], str) and ID.fullmatch(raw["device"])):
            raise Malformed("wrong-shape", claimed)
        if isinstance(raw["epoch"], bool) or not isinstance(raw["epoch"], int):
            raise Malformed("wrong-shape", claimed)
        if alone and (raw["sealed"] != "" or OWN not in raw or raw["epoch"] != 0):
            raise Malformed("wrong-shape", claimed)
        sealed = b"" if alone else _bytes(raw["sealed"], claimed)
        own = _bytes(raw[OWN], claimed) if OWN in raw else None
        where = (raw["plan"], raw["compartment"], raw["epoch"], raw["entry"])
        return cls(raw["id"], *where, raw["device"] or None, sealed, own)


def _bytes(text: object, claimed: object) -> bytes:
    try:
        found = b64decode(str(text), validate=True)
    except ValueError:
        raise Malformed("wrong-shape", claimed) from None
    if not 32 < len(found) <= LARGEST_LETTER:
        raise Malformed("too-large", claimed)
    return found


def store(session: Session, sender: Actor | Tablet, posted: Posted, state: str, reason: str, digest: bytes) -> None:
    """Keep a letter; `digest` is what a repeat is told by: of the sealed bytes, or a tag of its author's own."""
    session.execute(
        insert(Letter).values(
            id=posted.id,
            plan=posted.plan,
            compartment=posted.compartment,
            epoch=posted.epoch,
            entry=posted.entry,
            author=sender.person_id,
            device=posted.device,
            received_at=clock.now_ms(),
            sealed=posted.sealed,
            own=posted.own,
            digest=digest,
            state=state,
            reason=reason,
        )
    )
    record(
        session,
        sender.person_id,
        "letter",
        agency=sender.agency_id,
        plan=posted.plan,
        object=posted.id,
        code=state,
    )


def hold(session: Session, actor: Actor, submission: Submission, digest: bytes | None = None) -> None:
    """Seal a revision whose author has lost access to the letterbox it would have gone to.

    `digest` is what a repeat is told by, where the revision came in a letter.
    """
    compartment = submission.compartment or _last_compartment(session, actor, submission.plan)
    epoch, public = session.execute(
        select(Compartment.epoch, Epoch.letterbox)
        .join(Epoch, (Epoch.compartment == Compartment.id) & (Epoch.number == Compartment.epoch))
        .where(Compartment.id == compartment, Compartment.plan == submission.plan)
    ).one()
    tag = digest or crypto.own_tag(actor.bundle_private or b"", submission.hash)
    kept = session.execute(select(Letter.author, Letter.digest).where(Letter.id == submission.id)).first()
    if kept is not None:
        if (kept[0], bytes(kept[1])) != (actor.person_id, tag):
            raise Refusal("id-in-use")
        return
    info = crypto.letter_info(submission.plan, compartment, epoch, submission.id, actor.person_id, submission.device)
    sealed = crypto.seal_to(bytes(public), crypto.canonical(content(submission, compartment)), info)
    posted = Posted(submission.id, submission.plan, compartment, epoch, submission.entry, submission.device, sealed)
    store(session, actor, posted, "held", "no-longer-on-the-plan", tag)


def once_granted(session: Session, author: str, plan: str, compartment: str = "") -> bool:
    """Say whether somebody was ever given a compartment (or, none named, anything of the plan), or took it along."""
    query = select(Grant.id).where(Grant.plan == plan, given_to(author))
    if compartment:
        query = query.where(Grant.compartment == compartment)
    if session.execute(query.limit(1)).first() is not None:
        return True
    # Whoever held it through a desk they have left has no grant to show; that they took it along is on record.
    return did(session, author, "take-on-visit", plan)


def given_to(author: str):  # type: ignore[no-untyped-def]
    """Return the condition that a grant is somebody's by name or through a desk of theirs, ended or not."""
    desks = select(DeskMember.desk).where(DeskMember.person == author, DeskMember.sealed_key.is_not(None))
    return or_(Grant.holder == author, Grant.holder.in_(desks))


def content(submission: Submission, compartment: str) -> dict[str, Any]:
    """Return what is inside a letter, as whoever opens it reads it."""
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
        .where(Grant.plan == plan, given_to(actor.person_id))
        .order_by(Grant.right == "lead", Grant.granted_at)
    )
    found = session.execute(query.limit(1)).scalar()
    if found is None:
        raise Refusal("nothing-here")
    return str(found)
