"""Tells whether a plan has changed for a reader without opening it: a change token over its clear facts.

Every landing and every unfiling seals the compartment's tally anew, so a row that has not changed says
that no word has. A few statements serve any number of plans.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, case, func, or_, select
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.plans.access.opening import held_by
from safeplan.plans.models import Compartment, Grant, Letter, Plan, RuleState

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

PLAN: Table = Plan.__table__  # type: ignore[assignment]
COMPARTMENT: Table = Compartment.__table__  # type: ignore[assignment]
GRANT: Table = Grant.__table__  # type: ignore[assignment]
LETTER: Table = Letter.__table__  # type: ignore[assignment]
RULE_STATE: Table = RuleState.__table__  # type: ignore[assignment]


def fingerprints(session: Session, actor: Actor, plans: Collection[str]) -> dict[str, str]:
    """Return plan id → 64 hex digits of how each stands for this reader; plans they no longer hold are left out."""
    facts: dict[str, list[Any]] = {}
    for plan, *held in session.execute(_held(actor, plans)):
        facts.setdefault(plan, []).append([one.hex() if isinstance(one, bytes) else one for one in held])
    for about in (_clear(plans), _others(plans), _letters(actor, plans), _rules(plans)):
        for plan, *row in session.execute(about):
            if plan in facts:
                facts[plan].append(row)
    return {plan: sha256(crypto.canonical(rows)).hexdigest() for plan, rows in facts.items()}


def _held(actor: Actor, plans: Collection[str]):  # type: ignore[no-untyped-def]
    """What the reader holds of each plan, and what stands in it."""
    return (
        select(
            GRANT.c.plan,
            GRANT.c.compartment,
            GRANT.c.epoch,
            GRANT.c.right,
            COMPARTMENT.c.epoch,
            COMPARTMENT.c.label,
            COMPARTMENT.c.tally,
        )
        .join(COMPARTMENT, COMPARTMENT.c.id == GRANT.c.compartment)
        .where(GRANT.c.plan.in_(plans), held_by(actor))
        .order_by(GRANT.c.plan, GRANT.c.compartment, GRANT.c.epoch, GRANT.c.right)
        .distinct()
    )


def _clear(plans: Collection[str]):  # type: ignore[no-untyped-def]
    columns = (PLAN.c[name] for name in ("id", "lead", "team", "status", "stage", "review_due"))
    return select(*columns).where(PLAN.c.id.in_(plans))


def _others(plans: Collection[str]):  # type: ignore[no-untyped-def]
    """Who else holds keys: counted, because a plan shows them by name."""
    live = case(
        (GRANT.c.revoked_at.is_(None) & or_(GRANT.c.until.is_(None), GRANT.c.until > clock.now_ms()), 1), else_=0
    )
    return (
        select(GRANT.c.plan, func.count(), func.sum(live), func.max(GRANT.c.granted_at), func.max(GRANT.c.revoked_at))
        .where(GRANT.c.plan.in_(plans))
        .group_by(GRANT.c.plan)
    )


def _letters(actor: Actor, plans: Collection[str]):  # type: ignore[no-untyped-def]
    mine = select(GRANT.c.compartment).where(GRANT.c.plan.in_(plans), held_by(actor))
    return (
        select(LETTER.c.plan, LETTER.c.state, func.count())
        .where(LETTER.c.plan.in_(plans), LETTER.c.compartment.in_(mine))
        .group_by(LETTER.c.plan, LETTER.c.state)
        .order_by(LETTER.c.plan, LETTER.c.state)
    )


def _rules(plans: Collection[str]):  # type: ignore[no-untyped-def]
    return (
        select(RULE_STATE.c.plan, func.count(), func.max(RULE_STATE.c.at))
        .where(RULE_STATE.c.plan.in_(plans))
        .group_by(RULE_STATE.c.plan)
    )
