"""Letterboxes: what arrives from a child's board, from a locked tablet or from somebody who lost access waits,
sealed, for its author or another holder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from safeplan import catalogue, clock, crypto, entries, refusals
from safeplan.accounts.service import Actor, Tablet
from safeplan.audit.service import record
from safeplan.plans.access.opening import OpenPlan, get_plan
from safeplan.plans.letters.letterbox import Posted, given_to, once_granted, store
from safeplan.plans.log.append import BATCH_LIMIT, already_here, choose_part
from safeplan.plans.log.errors import NoKey
from safeplan.plans.log.filing import file_revision
from safeplan.plans.log.heads import checked
from safeplan.plans.log.landing import Landing
from safeplan.plans.log.receipts import Receipt, Refusal
from safeplan.plans.log.submission import Malformed, Submission
from safeplan.plans.models import Compartment, Epoch, Grant, Letter, Revision
from safeplan.plans.rules import SPARE, allows

LOST = "lost-tablet"
# Months of anybody's visits. Whoever has a stolen tablet's token must not be able to fill the disk, or a lead's day.
MOST_LYING = 2_000
WAIT_S = 900
# What the server has done with a letter it keeps, as its receipt says it.
STATES = {"waiting": "waiting", "filed": "repeat", "held": "held", "aside": "held"}


def post(session: Session, sender: Actor | Tablet, letters: Sequence[object]) -> list[Receipt]:
    """Keep sealed letters that nobody here can open; a receipt for each. `hash` is the SHA-256 of the sealed bytes.

    From a child's session a letter is accepted; from a tablet's token it is waiting: storage is promised
    and not yet a place in the plan. From a tablet marked as lost it is held: somebody else may have its
    token, so nothing is filed in its person's name until a holder has looked at it.
    """
    if len(letters) > BATCH_LIMIT:
        raise refusals.TooLarge
    if isinstance(sender, Tablet) and _lying(session, sender.person_id) + len(letters) > MOST_LYING:
        # The tablet keeps them and tries again; meanwhile somebody looks at what lies there.
        raise refusals.TooOften(WAIT_S)
    return [_post_one(session, sender, raw) for raw in letters]


def _lying(session: Session, author: str) -> int:
    """Return how many letters of a person's nobody has filed or set aside."""
    lie = (Letter.author == author, Letter.state.in_(("waiting", "held")))
    return session.scalar(select(func.count()).select_from(Letter).where(*lie)) or 0


def _post_one(session: Session, sender: Actor | Tablet, raw: object) -> Receipt:
    try:
        posted = Posted.read(raw)
    except Malformed as fault:
        return Receipt(fault.id, "refused", reason=fault.reason)
    child = isinstance(sender, Actor)
    kept = session.execute(select(Letter.author, Letter.digest, Letter.state).where(Letter.id == posted.id)).first()
    if kept is not None:
        if (kept[0], bytes(kept[1])) != (sender.person_id, posted.digest):
            return Receipt(posted.id, "refused", posted.digest.hex(), reason="id-in-use")
        # Where it stands in the log: the tablet's copy of the plan may be older than what took its place.
        seq = session.scalar(select(Revision.seq).where(Revision.id == posted.id)) if kept[2] == "filed" else None
        return Receipt(posted.id, "repeat" if child else STATES[kept[2]], posted.digest.hex(), None if child else seq)
    if not posted.compartment:
        # Only its author can open it, and nobody could file it for them.
        return Receipt(posted.id, "refused", posted.digest.hex(), reason="sign-in")
    if not may_post(session, sender, posted):
        record(
            session,
            sender.person_id,
            "refused",
            agency=sender.agency_id,
            object=posted.plan,
            code="letter",
        )
        return Receipt(posted.id, "refused", posted.digest.hex(), reason="nothing-here")
    state, reason = ("held", LOST) if isinstance(sender, Tablet) and sender.lost else ("waiting", "")
    try:
        with session.begin_nested():
            store(session, sender, posted, state, reason, posted.digest)
    except IntegrityError:
        # The page and the service worker may send the same letter at the same moment.
        return _post_one(session, sender, raw)
    return Receipt(posted.id, "accepted" if child else state, posted.digest.hex(), reason=reason)


def may_post(session: Session, sender: Actor | Tablet, posted: Posted) -> bool:
    """A child's session puts pages where the hand-over said; a tablet, where its person was ever given a key."""
    known = select(Epoch.number).where(Epoch.compartment == posted.compartment, Epoch.number == posted.epoch)
    belongs = select(Compartment.id).where(Compartment.id == posted.compartment, Compartment.plan == posted.plan)
    if session.execute(known).first() is None or session.execute(belongs).first() is None:
        return False
    if isinstance(sender, Actor) and sender.scope == "child":
        return posted.plan == sender.child_plan and posted.compartment in sender.child_compartments
    return once_granted(session, sender.person_id, posted.plan, posted.compartment)


def file_waiting(session: Session, actor: Actor, plan_id: str) -> list[Receipt]:
    """File every waiting letter whose author may still write there; the others are held for a person."""
    plan = get_plan(session, actor, plan_id, "contribute", action="file-letters")
    landing, letters, receipts = Landing(plan), _letters(session, plan, "waiting"), []
    # Letters of one moment come in any order: a new child goes before their pages, and gets the rooms they lie in.
    early = [one for one in letters if plan.parts[one.compartment].kind == SPARE]
    landing.wanted = pairs_in_use(plan, [(one.compartment, _readable(plan, one)) for one in early])
    for letter in [*(one for one in letters if one not in early), *early]:
        receipts.append(_file(session, plan, landing, letter))
    if landing.changed:
        landing.finish(session)
    return receipts


def decide(session: Session, actor: Actor, plan_id: str, letter_id: str, accept: bool, reason: str) -> None:
    """A holder files a held letter in its author's name, or sets it aside with a reason. Nothing is deleted."""
    plan = get_plan(session, actor, plan_id, "contribute", action="decide-letter")
    letter = session.get(Letter, letter_id)
    part = plan.parts.get(letter.compartment) if letter is not None else None
    if letter is None or part is None or letter.state not in ("waiting", "held"):
        raise refusals.NothingHere
    if not allows(part.right, "contribute"):
        raise refusals.NotAllowed
    if not _for_this_reader(plan, letter, _readable(plan, letter)):
        raise refusals.NothingHere
    if not accept and reason not in catalogue.load().codes("aside_reasons"):
        raise refusals.NotAnswered
    if accept:
        landing = Landing(plan)
        receipt = _file(session, plan, landing, letter, whoever=True)
        if receipt.state == "refused":
            raise refusals.Stopped(receipt.reason)
        landing.finish(session)
    else:
        set_state(session, letter.id, "aside", reason)
    record(
        session,
        actor.person_id,
        "letter-accepted" if accept else "letter-aside",
        agency=actor.agency_id,
        plan=plan.id,
        object=letter.id,
        code="" if accept else reason,
    )


def _letters(session: Session, plan: OpenPlan, state: str) -> list[Letter]:
    query = (
        select(Letter)
        .where(Letter.plan == plan.id, Letter.state == state, Letter.compartment.in_(list(plan.parts)))
        .order_by(Letter.received_at, Letter.id)
    )
    return list(session.scalars(query))


def open_letter(plan: OpenPlan, letter: Letter) -> Submission:
    """Return what a letter holds; Refusal if it does not open or says it is something else."""
    try:
        pair = crypto.letterbox(plan.ring.key(letter.compartment, letter.epoch))
    except (crypto.CryptoError, NoKey):
        raise Refusal("letter-does-not-open") from None
    return read_letter(pair, letter.sealed, letter, letter.author)


def read_letter(pair: crypto.KeyPair, sealed: bytes, outside: Letter | Posted, author: str) -> Submission:
    """Open one half of a letter; Refusal unless what is inside is what the outside says."""
    info = crypto.letter_info(outside.plan, outside.compartment, outside.epoch, outside.id, author, outside.device)
    try:
        inside = Submission.read(json.loads(crypto.open_from(pair, sealed, info)))
    except (crypto.CryptoError, ValueError, RecursionError, Malformed):
        raise Refusal("letter-does-not-open") from None
    place = (inside.id, inside.plan, inside.compartment, inside.entry)
    if place != (outside.id, outside.plan, outside.compartment, outside.entry):
        raise Refusal("letter-does-not-open")
    return inside


def pairs_in_use(plan: OpenPlan, opened: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, str]:
    """Return the pair in which pages lie whose child may have no rooms yet, by child; `opened`: room and document."""
    rooms = {part.id: part.pair for pair in plan.spare for part in pair}
    children = [(document.get("data"), rooms[room]) for room, document in opened if room in rooms]
    return {str(data.get("child")): pair for data, pair in children if isinstance(data, dict)}


def _file(session: Session, plan: OpenPlan, landing: Landing, letter: Letter, *, whoever: bool = False) -> Receipt:
    try:
        with session.begin_nested():
            submission = open_letter(plan, letter)
            if not whoever and not _may_write(session, letter.compartment, letter.author):
                raise Refusal("held")
            document = entries.check_document(submission.document)
            named = _home(plan, letter, document) if whoever else letter.compartment
            part = choose_part(plan, named, document)
            if part is None or not allows(part.right, "contribute"):
                raise Refusal("read-only")
            if not whoever and part.id != letter.compartment and not _may_write(session, part.id, letter.author):
                raise Refusal("held")
            filed = replace(submission, document=document, compartment=part.id)
            seq = None
            if already_here(session, plan, letter.author, filed) is None:
                landing.check(session, filed)
                seq = file_revision(session, plan, part, filed, author=letter.author)
                record(session, letter.author, "write", agency=plan.actor.agency_id, plan=plan.id, object=filed.id)
                landing.add(session, filed)
            set_filed(session, letter.id)
            return Receipt(letter.id, "accepted", bytes(letter.digest).hex(), seq)
    except (Refusal, entries.Refused) as fault:
        set_state(session, letter.id, "held", fault.reason)
        state = "held" if fault.reason == "held" else "refused"
        return Receipt(letter.id, state, bytes(letter.digest).hex(), reason=fault.reason)


def _home(plan: OpenPlan, letter: Letter, document: dict[str, Any]) -> str:
    """Return where a held letter belongs, "" where its kind decides: who lost a whole plan could not say where."""
    lies, classes = plan.parts[letter.compartment], entries.compartment_classes(document["kind"])
    if (lies.half or lies.kind) not in classes:
        return ""
    child = str(document["data"].get("child") or "")
    if not lies.about or child in ("", lies.about):
        return lies.id
    # Named as another child's: to that child's room, and no more people than before.
    theirs = plan.part(lies.kind, child)
    return theirs.id if theirs else lies.id


def _may_write(session: Session, compartment: str, author: str) -> bool:
    query = select(Grant.id).where(
        Grant.compartment == compartment,
        given_to(author),
        Grant.right.in_(("contribute", "lead")),
        Grant.revoked_at.is_(None),
        Grant.until.is_(None) | (Grant.until > clock.now_ms()),
    )
    return session.execute(query.limit(1)).first() is not None


def _readable(plan: OpenPlan, letter: Letter) -> dict[str, Any]:
    """Return a letter's document as a person can be shown it; of one that does not hold, its texts and nothing else.

    Whoever has a child's page, or a tablet's token, may have put anything there.
    """
    try:
        document = open_letter(plan, letter).document
    except Refusal:
        return {"kind": "", "data": {}}
    try:
        return entries.check_document(document)
    except entries.Refused:
        kind, data = document.get("kind"), document.get("data")
        texts = {key: words for key, words in data.items() if isinstance(words, str)} if isinstance(data, dict) else {}
        # Nobody has checked it, whatever it says of itself.
        return {"kind": kind if kind in entries.KINDS else "", "data": texts | ({"state": ""} if texts else {})}


def _for_this_reader(plan: OpenPlan, letter: Letter, document: dict[str, Any]) -> bool:
    """A child's page that nobody has checked is for its maker and the lead, as it is in the plan."""
    return document["kind"] != "page" or checked(plan, document["data"], letter.author)


def set_state(session: Session, letter: str, state: str, reason: str) -> None:
    """Note what became of a letter, and a code for why."""
    session.execute(update(Letter).where(Letter.id == letter).values(state=state, reason=reason[:40]))


def set_filed(session: Session, letter: str) -> None:
    """Note that a letter's words are in the plan, and empty it: a second copy would outlive an unfiling."""
    emptied = {"state": "filed", "reason": "", "sealed": b"", "own": None}
    session.execute(update(Letter).where(Letter.id == letter).values(**emptied))


def held_letters(session: Session, plan: OpenPlan) -> list[dict[str, Any]]:
    """Return letters that this reader may decide about, opened: {id, author, received_at, reason, kind, data}."""
    shown = []
    for letter in _letters(session, plan, "held"):
        if not allows(plan.parts[letter.compartment].right, "contribute"):
            continue
        document = _readable(plan, letter)
        if not _for_this_reader(plan, letter, document):
            continue
        shown.append(
            {
                "id": letter.id,
                "entry": letter.entry,
                "author": letter.author,
                "received_at": letter.received_at,
                "reason": letter.reason,
                "kind": document["kind"],
                "data": document["data"],
            }
        )
    return shown
