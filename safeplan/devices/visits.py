"""Takes plans along on a tablet: each sealed to the tablet's own vault, narrowed to what may leave the house.

A pack's digest is how the plan stood when it was sealed (plans/access/fingerprint.py), so that later one question,
"is anything new?", is answered without opening a plan.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto, refusals
from safeplan.audit.service import record
from safeplan.devices import rules
from safeplan.devices.forms import Wanted
from safeplan.devices.models import Device, Pack
from safeplan.plans import service as plans

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

DEVICE: Table = Device.__table__  # type: ignore[assignment]
PACK: Table = Pack.__table__  # type: ignore[assignment]


def take(session: Session, actor: Actor, device_id: str, wanted: Sequence[Wanted], hours: int) -> dict[str, Any]:
    """Seal plans to the actor's own tablet; 404 for one they do not hold, and then none is taken."""
    device = own_device(session, actor, device_id)
    now = clock.now_ms()
    until = now + hours * clock.HOUR
    stood = plans.fingerprints(session, actor, [one.plan for one in wanted])
    packs = []
    for one in wanted:
        opened = plans.get_plan(session, actor, one.plan, action="take-on-visit")
        narrow = plans.narrowed(opened, rules.classes_taken(one.parts))
        packs.append(_pack(session, device, narrow, stood[one.plan], until))
        session.execute(delete(PACK).where(PACK.c.device == device.id, PACK.c.plan == one.plan))
        row = {"device": device.id, "plan": one.plan, "taken_at": now, "until": until, "sent": stood[one.plan]}
        left = rules.left_behind(one.parts)
        session.execute(insert(PACK).values(**row, compartments=_ids(narrow), left_out=left))
    _heard(session, device, now)
    return {"packs": packs, **_index(session, actor, device)}


def pull(session: Session, actor: Actor, device_id: str, have: str | Mapping[str, str]) -> dict[str, Any]:
    """Return what is new since the tablet was last sent something, and which plans are no longer theirs.

    `have` is one hash over everything the tablet has; where it is not what was sent, it is asked for
    plan → digest, and believed.
    """
    device = own_device(session, actor, device_id)
    taken = _taken(session, device.id)
    if isinstance(have, str):
        if have != rules.hash_of({plan: row.sent for plan, row in taken.items()}):
            return {"which": True}
        had = {plan: row.sent for plan, row in taken.items()}
    else:
        had = dict(have)
    stood = plans.fingerprints(session, actor, sorted(taken.keys() & had.keys()))
    gone = sorted(had.keys() - stood.keys())
    packs = []
    for plan in sorted(stood):
        if stood[plan] == had[plan]:
            continue
        again = _again(session, actor, device, taken[plan], stood[plan])
        packs.append(again) if again else gone.append(plan)
    _forget(session, device.id, [*gone, *(taken.keys() - had.keys())])
    _heard(session, device, clock.now_ms())
    if packs or gone:
        return {"packs": packs, "gone": gone, **_index(session, actor, device)}
    return {"until": _last([taken[plan] for plan in stood]), "packs": [], "gone": []}


def give_back(session: Session, actor: Actor, device_id: str, given: Collection[str] | None = None) -> None:
    """Note that plans are off the tablet again: those named, or all."""
    device = own_device(session, actor, device_id, even_lost=True)
    taken = _taken(session, device.id)
    for plan in sorted(taken if given is None else taken.keys() & set(given)):
        end_pack(session, device.id, plan, clock.now_ms())
        record(session, actor.person_id, "visit-return", agency=actor.agency_id, plan=plan, object=device.id)


def own_device(session: Session, actor: Actor, device_id: str, *, even_lost: bool = False) -> Any:
    """Return the row of the actor's own tablet; 404 for anybody else's, 403 "lost" for a lost one."""
    row = session.execute(select(DEVICE).where(DEVICE.c.id == device_id)).first()
    if row is None or row.person != actor.person_id or row.ended_at is not None:
        raise refusals.NothingHere
    if row.lost_at is not None and not even_lost:
        raise refusals.NotAllowed("lost")
    return row


def end_pack(session: Session, device: str, plan: str, now: int) -> None:
    """Note that a plan is no longer on a tablet."""
    where = (PACK.c.device == device, PACK.c.plan == plan, PACK.c.returned_at.is_(None))
    session.execute(update(PACK).where(*where).values(returned_at=now))


def _again(session: Session, actor: Actor, device: Any, row: Any, digest: str) -> dict[str, Any] | None:
    """Seal a plan that has changed for the time that was left; None if it may no longer be opened."""
    try:
        opened = plans.get_plan(session, actor, row.plan, action="visit-update")
    except refusals.Refused:
        return None
    narrow = plans.narrowed(opened, rules.classes_taken(rules.chosen_before(row.left_out)))
    where = (PACK.c.device == device.id, PACK.c.plan == row.plan)
    session.execute(update(PACK).where(*where).values(sent=digest, compartments=_ids(narrow)))
    return _pack(session, device, narrow, digest, row.until)


def _pack(session: Session, device: Any, plan: plans.OpenPlan, digest: str, until: int) -> dict[str, Any]:
    sealed = _sealed(device, plan.id, until, plans.plan_json(session, plan, places=True))
    return {
        "plan": plan.id,
        "digest": digest,
        "until": until,
        "size": len(sealed),
        "sealed": b64encode(sealed).decode("ascii"),
    }


def _index(session: Session, actor: Actor, device: Any) -> dict[str, Any]:
    """Return the list of everything on the tablet, sealed, and how long the last of it stays."""
    taken = _taken(session, device.id)
    until = _last(taken.values())
    rows = [row for row in plans.list_plans(session, actor) if row["id"] in taken]
    return {"until": until, "index": b64encode(_sealed(device, "", until, {"plans": rows})).decode("ascii")}


def _sealed(device: Any, plan: str, until: int, content: dict[str, Any]) -> bytes:
    words = orjson.dumps(content)
    info = crypto.pack_info(device.id, device.person, plan, until)
    return crypto.seal_to(bytes(device.public_key), words, info, deflate=True)


def _taken(session: Session, device: str) -> dict[str, Any]:
    """Return plan → row of what is on a tablet now."""
    here = (PACK.c.device == device, PACK.c.returned_at.is_(None), PACK.c.until > clock.now_ms())
    return {row.plan: row for row in session.execute(select(PACK).where(*here))}


def _last(rows: Collection[Any]) -> int:
    return max((int(row.until) for row in rows), default=0)


def _forget(session: Session, device: str, gone: Collection[str]) -> None:
    for plan in gone:
        end_pack(session, device, plan, clock.now_ms())


def _ids(plan: plans.OpenPlan) -> str:
    return ",".join(sorted(plan.parts))


def _heard(session: Session, device: Any, now: int) -> None:
    session.execute(update(DEVICE).where(DEVICE.c.id == device.id).values(last_contact=now))
