"""Leaves parts of an open plan out (access filter), and their keys: what is left out is not opened by mistake."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.access.people import Holding, Staff
from safeplan.plans.rules import stronger


def narrowed(plan: OpenPlan, classes: Collection[str]) -> OpenPlan:
    """Return the plan with the compartments of these classes alone, for the same actor and request."""
    parts = {part.id: part for part in plan.parts.values() if part.kind in classes}
    return replace(plan, ring=plan.ring.only(parts), parts=parts)


def as_held_by(plan: OpenPlan, one: Staff, given: Mapping[str, str]) -> OpenPlan:
    """Return the plan as `one` would hold it, were they given these parts (compartment id → right) beside their own.

    It opens with the keys of whoever asks, so a part that these do not hold is not in it, whoever else does; nor is a
    page that waits for its check, unless both may see it.
    """
    around = plan.around.joined_by(Holding(part, right, "", "", one) for part, right in given.items())
    rights: dict[str, str] = {}
    for held in around.circle.holdings:
        if held.person is not None and held.person.id == one.id:
            rights[held.compartment] = stronger(rights.get(held.compartment, held.right), held.right)
    parts = {part.id: part._replace(right=rights[part.id]) for part in plan.parts.values() if part.id in rights}
    them = replace(
        plan.actor, person_id=one.id, name=one.name, role=one.role, agency_id=one.agency, agency_kind=one.agency_kind
    )
    return replace(
        plan, actor=them, ring=plan.ring.only(parts), parts=parts, around=around, looker=plan.actor.person_id
    )
