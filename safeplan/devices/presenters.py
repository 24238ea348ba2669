"""What the calls and the pages about tablets show."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from safeplan.accounts.models import Person
from safeplan.dates import at_words
from safeplan.devices.listing import Listed, listed
from safeplan.plans.service import list_plans

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

PERSON: Table = Person.__table__  # type: ignore[assignment]
KINDS = {"ipad": "iPad", "android": "Android tablet", "other": "Tablet or computer"}
SHORT = 4


@dataclass(frozen=True)
class TakenView:
    """One plan that was taken along: first names, since when and until when."""

    names: str
    since: str
    until: str


@dataclass(frozen=True)
class TabletView:
    """A tablet in words. `plans` are those the reader may read; `others` counts the rest."""

    id: str
    title: str
    person: str
    heard: str
    unsent: str
    lost: str
    emptied: str
    plans: tuple[TakenView, ...]
    others: int


@dataclass(frozen=True)
class Page:
    """One's own tablets, and to a manager those of the agency's people."""

    mine: list[TabletView]
    theirs: list[TabletView]
    manages: bool


def author(session: Session, actor: Actor) -> dict[str, Any]:
    """Return who letters from this tablet are sealed to, besides the letterbox: {id, public}."""
    public = session.execute(select(PERSON.c.public_key).where(PERSON.c.id == actor.person_id)).scalar_one()
    return {"id": actor.person_id, "public": b64encode(bytes(public)).decode("ascii")}


def page(session: Session, actor: Actor) -> Page:
    """Return the page of tablets. The list of plans is read, and recorded, only if something was taken along."""
    found = listed(session, actor)
    held = list_plans(session, actor) if any(one.packs for one in found) else []
    names = {row["id"]: ", ".join(row["names"]) for row in held}
    views = [(one.device.person == actor.person_id, tablet_view(one, names)) for one in found]
    return Page(
        [view for mine, view in views if mine],
        [view for mine, view in views if not mine],
        actor.role == "manager",
    )


def tablet_view(one: Listed, names: Mapping[str, str]) -> TabletView:
    """Return a tablet in words; `names` has the first names of each plan the reader may read."""
    device = one.device
    read = [pack for pack in one.packs if pack.plan in names]
    return TabletView(
        device.id,
        title(device),
        device.name,
        at_words(device.last_contact),
        _unsent(device.unsent),
        _lost(device),
        _emptied(device),
        tuple(
            TakenView(names[pack.plan] or "A plan without names yet", at_words(pack.taken_at), at_words(pack.until))
            for pack in read
        ),
        len(one.packs) - len(read),
    )


def title(device: Any) -> str:
    """Return what to call a tablet: its kind, and the first letters of its id."""
    return f"{KINDS[device.kind]} {device.id[:SHORT]}"


def _unsent(count: int) -> str:
    if not count:
        return ""
    return "1 piece of writing not yet sent" if count == 1 else f"{count} pieces of writing not yet sent"


def _emptied(device: Any) -> str:
    if device.evicted_at is None:
        return ""
    gone = f" {_unsent(device.unsent)} went with it." if device.unsent else ""
    return f"Its browser emptied its store; noticed on {at_words(device.evicted_at)}.{gone}"


def _lost(device: Any) -> str:
    if device.lost_at is None:
        return ""
    told = "It has connected since, and knows" if device.last_contact > device.lost_at else "It has not connected since"
    return f"Marked as lost on {at_words(device.lost_at)}. {told}."
