"""Makes a plan: who must not know first, then keys to named holders, then compartments in a block."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from safeplan import clock, crypto, refusals
from safeplan.accounts.models import Person
from safeplan.agencies.holders import Holder as KeyHolder
from safeplan.agencies.models import Agency, Desk
from safeplan.agencies.service import holders_for_new_plan
from safeplan.audit.service import record
from safeplan.plans.access.keys import Giving, Holder, KeyRing, live_holders, make_compartment
from safeplan.plans.access.opening import OpenPlan, Part
from safeplan.plans.card import card_aad
from safeplan.plans.log.tally import Tally
from safeplan.plans.models import Card, Exclusion, Plan
from safeplan.plans.rules import ONE_PER_PLAN, PAIRS_IN_A_BLOCK, SPARE

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

KNOWS = ("no", "yes", "unknown")
RIGHT_BY_WHY = {"author": "lead", "managers": "lead", "emergency": "read", "recovery": "read"}
EMPTY_CARD: dict[str, list[object]] = {"names": [], "found_by": [], "dates": [], "asked": []}


def exclusion_tag(secret: bytes, plan: str, person: str) -> str:
    """Return the keyed tag of an exclusion: a stolen database does not say who is kept out of what."""
    return hmac.new(secret, f"sp/exclusion/1|{plan}|{person}".encode(), sha256).hexdigest()


def is_excluded(session: Session, secret: bytes, plan: str, person: str) -> bool:
    """Say whether a person may get no key to this plan by any path."""
    tag = exclusion_tag(secret, plan, person)
    query = select(Exclusion.plan).where(Exclusion.plan == plan, Exclusion.tag == tag)
    return session.execute(query).first() is not None


def make_plan(
    session: Session, actor: Actor, secret: bytes, plan: str, staff_know: str, excluded: Sequence[str]
) -> str:
    """Make an empty plan led by `actor` and return its id; a repeat of one's own is the same plan.

    `staff_know` answers whether anybody who works here knows this family; without an answer
    there is no plan.
    """
    if staff_know not in KNOWS or (staff_know == "yes") != bool(excluded):
        raise refusals.NotAnswered("who-knows-this-family")
    if actor.person_id in excluded:
        raise refusals.NotPossible("excluded-cannot-lead")
    tags = {exclusion_tag(secret, plan, person) for person in excluded}
    if _already_mine(session, actor, plan, tags):
        return plan
    holders = holders_for_new_plan(session, actor, list(excluded))
    now = clock.now_ms()
    session.execute(
        insert(Plan).values(
            id=plan,
            lead_agency=actor.agency_id,
            team=actor.team_id,
            lead=actor.person_id,
            created_at=now,
            created_by=actor.person_id,
            status="active",
            stage="interim",
        )
    )
    for tag in sorted(tags):
        session.execute(insert(Exclusion).values(plan=plan, tag=tag))
    rights = [(_holder(one), RIGHT_BY_WHY[one.why]) for one in holders]
    _first_block(session, actor, plan, rights)
    record(session, actor.person_id, "make-plan", agency=actor.agency_id, plan=plan, code=staff_know)
    return plan


def _holder(one: KeyHolder) -> Holder:
    """Return a new plan's holder; one who stands in for the emergency desk must say why, as the desk must."""
    alone = one.kind == "person" and one.why == "emergency"
    return Holder(one.kind, one.id, one.public_key, "emergency" if alone else "plan-made")


def _already_mine(session: Session, actor: Actor, plan: str, tags: set[str]) -> bool:
    """Say whether this is a repeat: the same author, keeping the same people out."""
    author = session.scalar(select(Plan.created_by).where(Plan.id == plan))
    if author is None:
        return False
    kept_out = set(session.scalars(select(Exclusion.tag).where(Exclusion.plan == plan)))
    if author != actor.person_id or kept_out != tags:
        raise refusals.Conflict
    return True


def _first_block(session: Session, actor: Actor, plan: str, rights: Sequence[tuple[Holder, str]]) -> None:
    """Make every compartment in a random order, so that a row's place does not tell its class."""
    labels = [{"class": kind, "about": ""} for kind in ONE_PER_PLAN] + _spare_labels()
    secrets.SystemRandom().shuffle(labels)
    with Giving(session, KeyRing(plan, {}, {}), actor.person_id, begins_under="") as giving:
        for label in labels:
            compartment, key = make_compartment(session, giving, label, _for_class(label["class"], rights))
            if label["class"] == "plan":
                giving.begins_under = compartment
                sealed = crypto.seal(key, crypto.canonical(EMPTY_CARD), card_aad(plan, 0))
                session.execute(insert(Card).values(plan=plan, compartment=compartment, epoch=0, sealed=sealed))


def _spare_labels() -> list[dict[str, str]]:
    """Return what a block's rooms say of themselves: pairs, older ones first, of which a child gets one at a time.

    Which half a room will be stands in it from the first: a page may be put there before its child has rooms.
    """
    pairs = [f"{clock.now_ms():013d}{crypto.new_id()}" for _ in range(PAIRS_IN_A_BLOCK)]
    return [{"class": SPARE, "about": "", "half": half, "pair": pair} for pair in pairs for half in ("child", "kept")]


def _for_class(kind: str, rights: Iterable[tuple[Holder, str]]) -> list[tuple[Holder, str]]:
    """Leave the emergency desk out of `staff`: what staff say of each other helps nobody at night."""
    if kind != "staff":
        return list(rights)
    return [(holder, right) for holder, right in rights if right != "read" or holder.kind == "recovery"]


def add_block(session: Session, plan: OpenPlan) -> None:
    """Make another block of spare compartments for a larger family, with the plan's standing holders."""
    part = plan.part("plan")
    if part is None:
        raise refusals.NotAllowed("read-only")
    rights = public_keys(session, live_holders(session, part.id), plan.plan.lead_agency)
    standing = [(holder, right) for holder, right in rights if right == "lead" or holder.kind != "person"]
    labels = _spare_labels()
    secrets.SystemRandom().shuffle(labels)
    with Giving(session, plan.ring, plan.actor.person_id) as giving:
        for label in labels:
            compartment, key = make_compartment(session, giving, label, standing)
            public, which = crypto.letterbox(key).public, (label["half"], label["pair"])
            plan.parts[compartment] = Part(compartment, SPARE, "", "lead", 0, public, Tally(), *which)


def public_keys(session: Session, holders: Iterable[tuple[str, str, str]], agency: str) -> list[tuple[Holder, str]]:
    """Return holders with the public keys to seal to; those who have left are left out."""
    found: list[tuple[Holder, str]] = []
    for kind, identity, right in holders:
        query = {
            "person": select(Person.public_key).where(Person.id == identity, Person.state != "ended"),
            "desk": select(Desk.public_key).where(Desk.id == identity),
            "recovery": select(Agency.recovery_public).where(Agency.id == identity),
        }[kind]
        public = session.scalar(query)
        if public is not None:
            found.append((Holder(kind, identity, bytes(public)), right))
    return found
