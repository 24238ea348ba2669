"""Asks for the words again before something grave (re-authentication): a session just begun counts as well."""

from __future__ import annotations

from sqlalchemy.orm import Session

from safeplan import clock, refusals
from safeplan.accounts import rules, sessions
from safeplan.accounts.actor import Actor


def stepped_up(session: Session, actor: Actor) -> bool:
    """Say whether the words were given within the last five minutes."""
    now = clock.now_ms()
    return rules.stepped_up(actor.stepped_up_at, now) or rules.stepped_up(sessions.created_at(session, actor), now)


def require_step_up(session: Session, actor: Actor) -> None:
    """Raise refusals.StepUpNeeded unless the words were given within the last five minutes."""
    if not stepped_up(session, actor):
        raise refusals.StepUpNeeded
