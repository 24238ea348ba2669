"""Leaves parts of an open plan out, and their keys with them: what is left out cannot be opened by mistake."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from safeplan.plans.keys import KeyRing
from safeplan.plans.opening import OpenPlan


def narrowed(plan: OpenPlan, classes: Collection[str]) -> OpenPlan:
    """Return the plan with the compartments of these classes alone, for the same actor and request."""
    parts = {part.id: part for part in plan.parts.values() if part.kind in classes}
    grants = {at: grant for at, grant in plan.ring.grants.items() if grant.compartment in parts}
    return replace(plan, ring=KeyRing(plan.id, plan.ring.pairs, grants), parts=parts)
