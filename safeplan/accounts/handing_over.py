"""Hands the tablet to a child: the practitioner's session goes, and one without keys takes its place."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from safeplan.accounts import sessions
from safeplan.accounts.actor import Actor
from safeplan.accounts.errors import NotOpened
from safeplan.accounts.sign_in import SignedIn
from safeplan.accounts.wiring import PlanSide


def hand_over(
    session: Session,
    plan_side: PlanSide,
    actor: Actor,
    plan: str,
    child: str,
    gate: dict[str, Any],
) -> SignedIn:
    """Return the child's session; what a stranger to the plan gets is up to `plan_side` (nothing here)."""
    letterboxes: dict[str, Any] = plan_side.child_letterboxes(session, actor, plan, child)
    compartments = tuple(box["compartment"] for box in letterboxes.values())
    held = {"child": child, "letterboxes": letterboxes, "gate": gate}
    secret = sessions.child_scope(session, actor, plan, compartments, held)
    begun = sessions.load_session(session, secret)
    if begun is None:
        raise NotOpened
    return SignedIn(secret, begun)
