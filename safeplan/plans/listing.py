"""The list of plans: one sealed card a plan, never a plan itself, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from safeplan import catalogue, clock, crypto
from safeplan.accounts.models import Person
from safeplan.accounts.service import desk_keys
from safeplan.audit.service import record
from safeplan.plans.access.opening import held_by, own_pair
from safeplan.plans.card import card_aad
from safeplan.plans.log.errors import Damaged
from safeplan.plans.models import Card, Grant, Plan

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor


def list_plans(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Return what the list shows of each plan the actor holds, the next date first."""
    record(session, actor.person_id, "list", agency=actor.agency_id)
    pairs = {actor.person_id: own_pair(actor)}
    keys = desk_keys(session, actor)
    pairs.update({desk: crypto.KeyPair.from_private(key) for desk, key in keys.items()})
    rows: dict[str, dict[str, Any]] = {}
    for row in session.execute(_query(actor)).mappings():
        shown = rows.setdefault(row["id"], _clear(row, actor))
        if row["holder"] in pairs and not shown["opened"]:
            shown["opened"] = True
            shown.update(_opened(actor, row, pairs[row["holder"]]))
    for shown in rows.values():
        del shown["opened"]
    return sorted(rows.values(), key=lambda one: (_day(one) or "9999", one["names"]))


def _query(actor: Actor):  # type: ignore[no-untyped-def]
    card_grant = and_(
        Grant.plan == Plan.id,
        Grant.compartment == Card.compartment,
        Grant.epoch == Card.epoch,
        held_by(actor),
    )
    held = select(Grant.plan).where(held_by(actor))
    return (
        select(
            Plan.id,
            Plan.status,
            Plan.stage,
            Plan.review_due,
            Plan.lead_agency,
            Plan.lead,
            Plan.team,
            Person.name.label("lead_name"),
            Card.compartment,
            Card.epoch,
            Card.sealed,
            Grant.holder_kind,
            Grant.holder,
            Grant.right,
            Grant.sealed_key,
        )
        .join(Card, Card.plan == Plan.id)
        .outerjoin(Person, Person.id == Plan.lead)
        .outerjoin(Grant, card_grant)
        .where(Plan.id.in_(held))
    )


def _clear(row: Any, actor: Actor) -> dict[str, Any]:
    lead = {"id": row["lead"], "name": row["lead_name"]} if row["lead"] else None
    return {
        "id": row["id"],
        "status": row["status"],
        "stage": row["stage"],
        "review_due": row["review_due"],
        "lead": lead,
        "agency": row["lead_agency"],
        "mine": row["lead"] == actor.person_id,
        "names": [],
        "found_by": [],
        "next": _next([], row),
        "needs": "",
        "asked_of_me": 0,
        "waiting": 0,
        "opened": False,
    }


def _opened(actor: Actor, row: Any, pair: crypto.KeyPair) -> dict[str, Any]:
    place = (row["id"], row["compartment"], row["epoch"], row["holder_kind"], row["holder"], row["right"])
    try:
        key = crypto.open_grant(pair, row["sealed_key"], *place)
        card = orjson.loads(crypto.open_sealed(key, row["sealed"], card_aad(row["id"], row["epoch"])))
    except crypto.CryptoError:
        raise Damaged(row["id"]) from None
    others = [one for one in card["asked"] if not _of_me(one, actor, row)]
    mine = len(card["asked"]) - len(others)
    return {
        "names": card["names"],
        # A card of an older release says less until somebody writes in its plan.
        "found_by": card.get("found_by", []),
        "next": _next(card["dates"], row),
        "needs": _needs(mine, others, row["lead"] == actor.person_id),
        "asked_of_me": mine,
        "waiting": len(others),
    }


def _next(dates: list[dict[str, str]], row: Any) -> dict[str, str] | None:
    """Return the next date to come with the word for it: {date, words}."""
    coming = [date for date in dates if date["day"] >= clock.today()]
    if row["review_due"]:
        coming.append({"day": row["review_due"], "what": "review"})
    if not coming:
        return None
    first = min(coming, key=lambda date: date["day"])
    return {"date": first["day"], "words": catalogue.load().label("plan_dates", first["what"])}


def _needs(mine: int, others: list[dict[str, str]], leads: bool) -> str:
    """Return the one thing that waits for this reader, in words, or ""."""
    if mine:
        return "One thing is asked of you" if mine == 1 else f"{mine} things are asked of you"
    if leads and others:
        agency = others[0]["agency"]
        who = catalogue.load().label("agencies", agency) if agency else "Somebody"
        return f"{who}: not answered yet"
    return ""


def _of_me(asked: dict[str, str], actor: Actor, row: Any) -> bool:
    if asked["person"]:
        return asked["person"] == actor.person_id
    return asked["agency"] == actor.agency_kind and row["lead_agency"] != actor.agency_id


def _day(shown: dict[str, Any]) -> str:
    return shown["next"]["date"] if shown["next"] else ""
