"""Looks up, in one statement (one query), what somebody holds of a plan and all that is known of it without a key.

This stands before every opening and every save, so what stands around the plan (who else holds it, how its rules
stood, what waits in its letterboxes, where its audit log ends) travels along instead of being asked for one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Table, and_, bindparam, func, null, select, true, union_all
from sqlalchemy.orm import Session

from safeplan import clock, db
from safeplan.agencies.models import Desk
from safeplan.audit.service import AGENCY_END, PLAN_END, remember
from safeplan.plans.access.keys import GrantRow, known_to_others
from safeplan.plans.access.parts_given import SealedParts
from safeplan.plans.access.people import CIRCLE, Circle, Holding
from safeplan.plans.models import Compartment, Epoch, Grant, Letter, Parts, Plan, RuleState

# Tables and not their classes: rows are all that is needed.
PLAN: Table = Plan.__table__  # type: ignore[assignment]
COMPARTMENT: Table = Compartment.__table__  # type: ignore[assignment]
EPOCH: Table = Epoch.__table__  # type: ignore[assignment]
GRANT: Table = Grant.__table__  # type: ignore[assignment]
DESK: Table = Desk.__table__  # type: ignore[assignment]
PARTS: Table = Parts.__table__  # type: ignore[assignment]
LETTER: Table = Letter.__table__  # type: ignore[assignment]
RULE_STATE: Table = RuleState.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Clear:
    """What is known of a plan without any key."""

    id: str
    lead_agency: str
    team: str | None
    lead: str | None
    status: str
    stage: str
    review_due: str | None
    created_at: int


class Sealed(NamedTuple):
    """A compartment's row as it stands in the database."""

    epoch: int
    label: bytes
    tally: bytes
    letterbox: bytes


class Around:
    """What stands around a plan as it was when it was opened; each is read from its text when it is first needed."""

    def __init__(self, circle: str | None, states: str | None, letters: str | None, due: int) -> None:
        self._circle, self._states, self._letters = circle, states, letters
        self.due = bool(due)
        """Whether somebody who may open the plan no more still knows a key that is in use."""

    @cached_property
    def circle(self) -> Circle:
        """Who can open something of the plan."""
        return Circle.read(self._circle)

    @cached_property
    def rules(self) -> dict[str, tuple[str, int]]:
        """Rule → (state, since when) as somebody last found it."""
        return {rule: (state, at) for rule, state, at in orjson.loads(self._states or "[]")}

    def joined_by(self, more: Iterable[Holding]) -> Around:
        """Return the same with more who can open something: as it would stand once they were given it."""
        other, circle, joining = copy(self), self.circle, list(more)
        new = {one.person.id: one.person for one in joining if one.person}
        other.circle = Circle([*circle.holdings, *joining], circle.people | new)
        return other

    def letters(self, compartments: dict[str, Any]) -> dict[str, int]:
        """State → how many letters lie in these compartments."""
        found: dict[str, int] = {}
        for compartment, state, count in orjson.loads(self._letters or "[]"):
            if compartment in compartments:
                found[state] = found.get(state, 0) + count
        return found


@dataclass(frozen=True)
class Found:
    """What somebody holds of a plan, still sealed, and what is known of it."""

    plan: Clear
    grants: list[GrantRow]
    sealed: dict[str, Sealed]
    lists: dict[str, SealedParts | None]
    desks: set[str | None]
    around: Around
    at: int
    """When the grants were looked at, ms UTC: which of them are live depends on it."""


def look_up(session: Session, held: Callable[[None], Any], plan: str, person: str, agency: str) -> Found | None:
    """Return what a person holds of a plan, or None for nothing; `held` makes the condition a grant must meet.

    The caller holds the plan's audit streams: their ends are read here.
    """
    now = clock.now_ms()
    around: Row | None = None
    grants, sealed, lists, desks = [], {}, {}, set[str | None]()
    for row in _ready(held).rows(session, plan=plan, person=person, agency=agency, now=now):
        if row.created_at is not None:
            around = row
            continue
        part, holder = row.compartment, row.holder
        grants.append(GrantRow(part, row.epoch, row.holder_kind, holder, row.right, row.sealed_key))
        sealed[part] = Sealed(row.current_epoch, row.label, row.tally, row.letterbox)
        listed = SealedParts(row.list_compartment, row.list_epoch, row.list_sealed)
        lists[holder] = listed if row.list_compartment else None
        desks.add("emergency" if row.basis == "emergency" else row.desk)
    if around is None or not grants:
        return None
    remember(session, agency, plan, (around.agency_seq, around.agency_chain, around.plan_seq, around.plan_chain))
    clear = Clear(*(getattr(around, name) for name in Clear.__match_args__))
    besides = Around(around.circle, around.states, around.letters, around.due)
    return Found(clear, grants, sealed, lists, desks, besides, now)


class Row(NamedTuple):
    """Either of two sorts of row in one statement: one of what stands around the plan, which has when it was made, and
    one for each grant. What a sort does not have is None in it.
    """

    circle: Any = null()
    states: Any = null()
    letters: Any = null()
    id: Any = null()
    lead_agency: Any = null()
    team: Any = null()
    lead: Any = null()
    status: Any = null()
    stage: Any = null()
    review_due: Any = null()
    created_at: Any = null()
    due: Any = null()
    agency_seq: Any = null()
    agency_chain: Any = null()
    plan_seq: Any = null()
    plan_chain: Any = null()
    compartment: Any = null()
    epoch: Any = null()
    holder_kind: Any = null()
    holder: Any = null()
    right: Any = null()
    basis: Any = null()
    sealed_key: Any = null()
    desk: Any = null()
    current_epoch: Any = null()
    label: Any = null()
    tally: Any = null()
    letterbox: Any = null()
    list_compartment: Any = null()
    list_epoch: Any = null()
    list_sealed: Any = null()


@cache
def _ready(held: Callable[[None], Any]) -> db.Ready[Row]:
    """Return the statement, made once for each `held`."""
    agency, plan = AGENCY_END.subquery("agency_end"), PLAN_END.subquery("plan_end")
    around = (
        select(
            *Row(
                circle=CIRCLE,
                states=_STATES,
                letters=_LETTERS,
                due=_DUE,
                agency_seq=agency.c.agency_seq,
                agency_chain=agency.c.agency_chain,
                plan_seq=plan.c.plan_seq,
                plan_chain=plan.c.plan_chain,
                **{name: PLAN.c[name] for name in Clear.__match_args__},
            )
        )
        .select_from(PLAN)
        .outerjoin(agency, true())
        .outerjoin(plan, true())
        .where(PLAN.c.id == bindparam("plan"))
    )
    grants = (
        select(
            *Row(
                **{name: GRANT.c[name] for name in (*GrantRow._fields, "basis")},
                desk=DESK.c.kind,
                current_epoch=COMPARTMENT.c.epoch,
                label=COMPARTMENT.c.label,
                tally=COMPARTMENT.c.tally,
                letterbox=EPOCH.c.letterbox,
                list_compartment=PARTS.c.compartment,
                list_epoch=PARTS.c.epoch,
                list_sealed=PARTS.c.sealed,
            )
        )
        .select_from(GRANT)
        .join(COMPARTMENT, COMPARTMENT.c.id == GRANT.c.compartment)
        .join(EPOCH, and_(EPOCH.c.compartment == COMPARTMENT.c.id, EPOCH.c.number == COMPARTMENT.c.epoch))
        .outerjoin(PARTS, and_(PARTS.c.plan == GRANT.c.plan, PARTS.c.holder == GRANT.c.holder))
        .outerjoin(DESK, DESK.c.id == GRANT.c.holder)
        .where(GRANT.c.plan == bindparam("plan"), held(None))
    )
    return db.Ready(union_all(around, grants), Row._make)


_STATES = (
    select(db.json_rows(RULE_STATE.c.rule, RULE_STATE.c.state, RULE_STATE.c.at))
    .where(RULE_STATE.c.plan == bindparam("plan"))
    .scalar_subquery()
)
_COUNTED = (
    select(LETTER.c.compartment, LETTER.c.state, func.count().label("count"))
    .where(LETTER.c.plan == bindparam("plan"))
    .group_by(LETTER.c.compartment, LETTER.c.state)
    .subquery()
)
_LETTERS = select(db.json_rows(*_COUNTED.c)).scalar_subquery()
_DUE = known_to_others(bindparam("plan"), bindparam("now")).with_only_columns(func.count()).scalar_subquery()
