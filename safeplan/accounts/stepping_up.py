"""Asks for the words again before something grave: a session just begun counts as well."""

from __future__ import annotations

from sqlalchemy.orm import Session

from safeplan import clock
from safeplan.accounts import rules, sessions
from safeplan.accounts.actor import Actor
from safeplan.web.errors import Problem


def stepped_up(session: Session, actor: Actor) -> bool:
    """Say whether the words were given within the last five minutes."""
    now = clock.now_ms()
    return rules.stepped_up(actor.stepped_up_at, now) or rules.stepped_up(sessions.created_at(session, actor), now)


def require_step_up(session: Session, actor: Actor) -> None:
    """Raise Problem 403 "step-up" unless the words were given within the last five minutes."""
    if not stepped_up(session, actor):
        raise Problem(403, "step-up")
