"""What the session call answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.csrf import generate_csrf

from safeplan import clock
from safeplan.accounts import rules
from safeplan.accounts.actor import Actor
from safeplan.config import Settings


def session_answer(actor: Actor | None, settings: Settings, tablets: Sequence[str]) -> dict[str, Any]:
    """Return the answer of GET /api/1/session; a child's session shows nobody's name.

    `tablets` are the enrolments this browser is known by, for whoever signs in to see whether it still holds them.
    """
    full = actor is not None and actor.scope == "full"
    return {
        "csrf": generate_csrf(),
        "signed_in": full,
        "scope": actor.scope if actor else "none",
        "person": person(actor) if actor and full else None,
        "shown_name": settings.shown_name,
        "tablets": list(tablets) if full else [],
        "demo": settings.demo,
        "idle_ms": rules.IDLE_MS,
        "now": clock.now_ms(),
    }


def person(actor: Actor) -> dict[str, Any]:
    """Return who somebody is, for their own screen."""
    return {
        "id": actor.person_id,
        "name": actor.name,
        "role": actor.role,
        "agency": actor.agency_id,
        "agency_name": actor.agency_name,
        "agency_kind": actor.agency_kind,
        "team": actor.team_id,
    }


def child_answer(actor: Actor, held: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of GET /api/1/session/child; `held` is what was sealed at the handover."""
    child = {
        "plan": actor.child_plan,
        "child": held["child"],
        "letterboxes": held["letterboxes"],
        "author": actor.person_id,
        "device": actor.device,
        "gate": held["gate"],
    }
    return {"csrf": generate_csrf(), "child": child}
