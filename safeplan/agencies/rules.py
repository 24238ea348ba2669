"""What kinds of agency, role and desk there are, and who may sit where; pure."""

from __future__ import annotations

KINDS = (
    "council",
    "police",
    "probation",
    "school",
    "nursery",
    "health",
    "midwifery",
    "idva",
    "housing",
    "mental_health",
    "substance",
    "cafcass",
    "court",
    "other",
)
ROLES = ("practitioner", "manager", "administrator")
DESKS = ("managers", "emergency")


def may_sit_on_desk(role: str, state: str) -> bool:
    """Say whether somebody may hold a desk's key.

    Never an administrator: who names the people on a desk must not be able to
    name themselves and read every family's plan.
    """
    return role != "administrator" and state != "ended"
