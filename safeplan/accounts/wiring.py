"""What accounts and agencies ask of plans, which stand above them: web/app.py joins the two.

There is no default: an answer that nobody wired must stop the request, because
"nobody is excluded" said by mistake could hand a family's plan to the person
they are hiding from.
"""

from __future__ import annotations

from typing import Any, Protocol, cast

from flask import current_app
from sqlalchemy.orm import Session

from safeplan.accounts.actor import Actor
from safeplan.config import Settings

PLAN_SIDE = "safeplan.plan_side"
SETTINGS = "safeplan.settings"


class PlanSide(Protocol):
    """The functions plans.service offers; the module itself fits."""

    def child_letterboxes(self, session: Session, actor: Actor, plan: str, child_entry: str) -> dict[str, Any]:
        """Return {"child": {compartment, epoch, public}, "kept": {…}}; nothing_here to a stranger."""

    def excluded_on_desk(self, session: Session, desk: str, person: str) -> bool:
        """Say whether the desk holds a plan from which this person is excluded."""

    def desk_key_changed(
        self, session: Session, actor: Actor, desk: str, old_private: bytes, new_public: bytes
    ) -> None:
        """Make the desk's grants again for its new key, in this transaction, and start new epochs."""

    def person_ended(self, session: Session, actor: Actor | None, person: str) -> None:
        """Revoke what the person held and hand the plans they lead to their managers' desk."""

    def person_key_changed(self, session: Session, actor: Actor | None, person: str) -> int:
        """Revoke the grants sealed to the person's old key; return how many plans must be given again."""


def plan_side() -> PlanSide:
    """Return what web/app.py put in place; KeyError if it did not."""
    return cast(PlanSide, current_app.extensions[PLAN_SIDE])


def settings() -> Settings:
    """Return what this installation runs with; KeyError if web/app.py did not say."""
    return cast(Settings, current_app.extensions[SETTINGS])
