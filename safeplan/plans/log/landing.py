"""What follows when revisions land (side effects): the four stops before, then rules' states and the plan's card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from safeplan import clock, crypto, db, rules
from safeplan.plans.access.creating import add_block
from safeplan.plans.access.opening import OpenPlan
from safeplan.plans.access.people import Circle
from safeplan.plans.access.staffing import renew_due
from safeplan.plans.card import card_aad, make_card
from safeplan.plans.log.filing import keep, mark_dirty
from safeplan.plans.log.heads import gather
from safeplan.plans.log.reading import read_entry, read_heads
from safeplan.plans.log.receipts import Refusal
from safeplan.plans.models import Card, Compartment, RuleState

if TYPE_CHECKING:
    from safeplan.plans.log.submission import Submission


STOPPING = frozenset(rules.LISTS[name] for rule in rules.RULES if rule.stop for name in rule.each)
"""Kinds a stop can be about; for every other kind a save costs no evaluation beforehand."""

Entries = dict[str, dict[str, Any]]
"""A plan's entries by id, as `gather` makes them."""

RULE_STATE: Table = RuleState.__table__  # type: ignore[assignment]
CARD: Table = Card.__table__  # type: ignore[assignment]
_FORGET = delete(RULE_STATE).where(
    RULE_STATE.c.plan == bindparam("of"), RULE_STATE.c.rule.in_(bindparam("rules", expanding=True))
)
_KEEP = insert(RULE_STATE)
_WRITE_CARD = db.Ready(
    update(CARD)
    .where(CARD.c.plan == bindparam("of"))
    .values({name: bindparam(name) for name in ("compartment", "epoch", "sealed")})
)


class Landing:
    """One plan that is gaining revisions in this request."""

    def __init__(self, plan: OpenPlan, circle: Circle | None = None) -> None:
        """Take the plan, and its circle where that has not changed since the plan was opened."""
        self.plan = plan
        self.changed = False
        self.wanted: dict[str, str] = {}
        """Children who are about to get rooms, and the pair their pages lie in already."""
        self._entries: Entries | None = None
        self._circle = circle
        self._asked: tuple[Entries, rules.Asking] | None = None

    def check(self, session: Session, filed: Submission) -> None:
        """Raise appending.Refusal if a stop forbids this revision as the plan would then stand.

        The plan is read here, once and before anything is filed in it: filing then knows its heads.
        """
        entries = self._load(session)
        if filed.document["kind"] not in STOPPING:
            return
        would = {**entries, filed.entry: self._with(session, filed)}
        found = self._asking(session, would).stops(filed.entry)
        if found:
            raise Refusal(f"stop:{found[0].rule}")

    def add(self, session: Session, filed: Submission) -> None:
        """Take in a revision that was stored."""
        new_child = _is_child(filed.document) and not self._was_child(session, filed)
        self._load(session)[filed.entry] = self._with(session, filed)
        self.changed = True
        if new_child:
            give_child_a_pair(session, self.plan, filed.entry, self.wanted)

    def _was_child(self, session: Session, filed: Submission) -> bool:
        """Say whether a child has a pair already: whoever changes their name need not hold it."""
        if self.plan.part("child", filed.entry):
            return True
        before = [one for one in read_entry(session, self.plan, filed.entry) if one.id != filed.id]
        return any(_is_child(one.document) for one in before if one.document is not None)

    def finish(self, session: Session) -> None:
        """Write what the changed parts now hold, how every rule stands, and what the list of plans shows."""
        keep(session, self.plan)
        if self.plan.leads and self.plan.around.due:
            # Somebody's access may have ended since: what is written from now on is not for them.
            renew_due(session, self.plan)
        asking = self._asking(session, self._load(session))
        write_rule_states(session, self.plan, asking.results(self.plan.classes))
        part = self.plan.part("plan")
        if part is not None:
            write_card(session, self.plan, part.id, part.epoch, make_card(asking.facts))

    def _asking(self, session: Session, entries: Entries) -> rules.Asking:
        """Return the questions put to these entries: what a stop looked at is mostly what then stands."""
        if self._asked is None or self._asked[0] != entries:
            self._asked = (dict(entries), rules.Asking(self._facts(session, entries.values())))
        return self._asked[1]

    def _around(self, session: Session) -> Circle:
        if self._circle is None:
            self._circle = Circle.of(session, self.plan.id)
        return self._circle

    def _load(self, session: Session) -> Entries:
        if self._entries is None:
            versions = read_heads(session, self.plan)
            circle = self._around(session)
            people = circle.name(session, {v.author for v in versions} | {self.plan.actor.person_id})
            self._entries = {entry["entry"]: entry for entry in gather(self.plan, versions, people)}
        return self._entries

    def _with(self, session: Session, filed: Submission) -> dict[str, Any]:
        """Return the entry as it is with the new revision: those it names as parents give way."""
        before = self._load(session).get(filed.entry)
        head = {
            "revision": filed.id,
            "seq": 2**52,
            "author": self.plan.actor.person_id,
            "author_agency": self.plan.actor.agency_kind,
            "parents": list(filed.parents),
            "v": filed.document["v"],
            "data": filed.document["data"],
            "withdrawn": filed.document["withdrawn"],
            "known_to_parent": filed.document["known_to_parent"],
        }
        kept = [one for one in (before["heads"] if before else ()) if one["revision"] not in filed.parents]
        return {
            "entry": filed.entry,
            "compartment": filed.compartment,
            "class": self.plan.parts[filed.compartment].kind,
            "kind": filed.document["kind"],
            "heads": [*kept, head],
        }

    def _facts(self, session: Session, gathered: Any) -> dict[str, Any]:
        part = self.plan.part("plan")
        agencies = self._around(session).agency_kinds(part.id) if part else []
        given = rules.given(self.plan.plan.stage, self.plan.plan.review_due, agencies, clock.today())
        return rules.facts(list(gathered), given)


def _is_child(document: Mapping[str, Any]) -> bool:
    return document["kind"] == "family_member" and document["data"].get("role") == "child"


def write_rule_states(session: Session, plan: OpenPlan, results: list[rules.Result]) -> None:
    """Keep each rule's state where it changed, since when it stands so, and the tips at which it came to.

    What could not be checked stays as it was.

    Answers stand in `risk`: without it, a rule that was answered would look as if nobody had.
    """
    kept, now = plan.around.rules, clock.now_ms()
    tips = json.dumps({part.id: part.tally.seq for part in plan.parts.values()})
    changed = [
        (result.rule, result.state)
        for result in results
        if result.state != "cannot" and (result.state != "not_met" or "risk" in plan.classes)
        if result.rule not in kept or kept[result.rule][0] != result.state
    ]
    if changed:
        session.execute(_FORGET, {"of": plan.id, "rules": [rule for rule, _ in changed]})
        rows = [{"plan": plan.id, "rule": rule, "state": state, "at": now, "tips": tips} for rule, state in changed]
        session.execute(_KEEP, rows)
        kept.update({rule: (state, now) for rule, state in changed})


def write_card(session: Session, plan: OpenPlan, compartment: str, epoch: int, card: dict[str, Any]) -> None:
    """Seal what the list of plans shows."""
    key = plan.ring.key(compartment, epoch)
    sealed = crypto.seal(key, crypto.canonical(card), card_aad(plan.id, epoch))
    _WRITE_CARD.run(session, {"of": plan.id, "compartment": compartment, "epoch": epoch, "sealed": sealed})


def give_child_a_pair(session: Session, plan: OpenPlan, child: str, wanted: Mapping[str, str]) -> None:
    """Give a child their two compartments out of those made beforehand; `wanted`: child → the pair they should get.

    They are made in blocks so that counting a plan's compartments does not count its children.
    """
    others = {pair for one, pair in wanted.items() if one != child}
    free = [pair for pair in plan.spare if pair[0].pair not in others]
    if not free:
        add_block(session, plan)
        free = [pair for pair in plan.spare if pair[0].pair not in others]
    pair = next((pair for pair in free if pair[0].pair == wanted.get(child)), free[0])
    for part in pair:
        relabel(session, plan, part.id, {"class": part.half, "about": child})
    own = plan.part("plan")
    if own is not None:
        mark_dirty(plan, own, own.epoch, own.tally.and_rooms(part.id for part in pair))


def relabel(session: Session, plan: OpenPlan, compartment: str, label: dict[str, object]) -> None:
    """Say, sealed, what a compartment now is."""
    part = plan.parts[compartment]
    sealed = crypto.seal_label(plan.ring.key(part.id, part.epoch), plan.id, part.id, part.epoch, label)
    session.execute(update(Compartment).where(Compartment.id == part.id).values(label=sealed))
    plan.parts[compartment] = part._replace(kind=str(label["class"]), about=str(label["about"]), half="", pair="")
