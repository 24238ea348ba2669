"""Leaves parts of an open plan out, and their keys with them: what is left out cannot be opened by mistake."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from safeplan.plans.access.opening import OpenPlan


def narrowed(plan: OpenPlan, classes: Collection[str]) -> OpenPlan:
    """Return the plan with the compartments of these classes alone, for the same actor and request."""
    parts = {part.id: part for part in plan.parts.values() if part.kind in classes}
    return replace(plan, ring=plan.ring.only(parts), parts=parts)
