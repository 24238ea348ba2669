"""Gathers what waits for a manager, judges one plan with the rules, and records a review of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from safeplan import catalogue, clock, crypto, entries, refusals
from safeplan import rules as advice
from safeplan.accounts.models import Person
from safeplan.agencies.models import Desk, DeskMember
from safeplan.audit.models import AuditRow
from safeplan.audit.service import record
from safeplan.plans import ending
from safeplan.plans.access.opening import OpenPlan, get_plan, held_by
from safeplan.plans.access.people import Staff, agency_kinds, staff
from safeplan.plans.log.append import append
from safeplan.plans.log.heads import gather
from safeplan.plans.log.reading import read_heads
from safeplan.plans.models import EmergencyOpening, Grant, Letter, Plan, Revision, RuleState
from safeplan.quality import rules
from safeplan.quality.rules import PlanFacts, Waiting
from safeplan.sharing.reading import Passage, Reader, standing

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor

#: The questions of quality. The four stops are not among them: they never let a plan stand that fails them.
QUESTIONS = tuple(rule for rule in advice.RULES if not rule.stop)
MOST_PASSAGES = 12


@dataclass(frozen=True)
class Judged:
    """One question about one plan: how it stands, the passages it judges, and reasons somebody gave."""

    rule: advice.Rule
    state: str
    passages: tuple[Passage, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Judgement:
    """One plan as it stands now: every question, and the ending that is held up, with what holds it."""

    questions: tuple[Judged, ...]
    stopped: advice.Rule | None
    open: tuple[Passage, ...]


def require_manager(session: Session, actor: Actor) -> None:
    """Let in managers and those on a managers' desk; to everybody else there is nothing here."""
    sits = (
        select(Desk.id)
        .join(DeskMember, DeskMember.desk == Desk.id)
        .where(Desk.kind == "managers", DeskMember.person == actor.person_id)
    )
    if actor.role != "manager" and session.execute(sits.limit(1)).first() is None:
        raise refusals.NothingHere


def managed(session: Session, actor: Actor) -> list[str]:
    """Return the plans this manager answers for: held with the lead's right, by a desk or by name, and not led."""
    query = (
        select(Grant.plan)
        .join(Plan, Plan.id == Grant.plan)
        .where(held_by(actor), Grant.right == "lead")
        .where(Plan.lead.is_(None) | (Plan.lead != actor.person_id))
        .distinct()
    )
    return sorted(session.scalars(query))


def decisions_waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Return what waits for this manager, oldest first. No plan is opened for it."""
    now, today = clock.now_ms(), clock.today()
    found = [one for facts in plan_facts(session, managed(session, actor)) for one in rules.waiting(facts, now, today)]
    return sorted(found, key=lambda one: (one.since, one.plan))


def plan_facts(session: Session, plans: Sequence[str]) -> list[PlanFacts]:
    """Return what is known of plans in clear, in a fixed number of statements however many there are."""
    states, held, nights = rule_states(session, plans), _held(session, plans), _emergencies(session, plans)
    reviewed, left = _latest(session, plans, "review"), _latest(session, plans, "lead-left")
    return [
        PlanFacts(
            plan.id,
            plan.status,
            plan.stage,
            plan.created_at,
            plan.review_due or "",
            plan.lead or "",
            left.get(plan.id),
            held.get(plan.id),
            tuple(nights.get(plan.id, ())),
            states.get(plan.id, {}),
            reviewed.get(plan.id),
        )
        for plan in session.scalars(select(Plan).where(Plan.id.in_(plans)))
    ]


def rule_states(session: Session, plans: Sequence[str]) -> dict[str, dict[str, tuple[str, int]]]:
    """Return plan → rule → (state, since) as last evaluated by somebody who held what it needs."""
    found: dict[str, dict[str, tuple[str, int]]] = {}
    query = select(RuleState.plan, RuleState.rule, RuleState.state, RuleState.at).where(RuleState.plan.in_(plans))
    for plan, rule, state, at in session.execute(query):
        found.setdefault(plan, {})[rule] = (state, at)
    return found


def open_for_review(session: Session, actor: Actor, plan_id: str) -> OpenPlan:
    """Return a plan to one of its managers."""
    require_manager(session, actor)
    return get_plan(session, actor, plan_id, "lead", action="review-open")


def why_not_reviewer(session: Session, plan: OpenPlan) -> str:
    """Return "" if the actor may review this plan, else the sentence that says why not."""
    since = _latest(session, [plan.id], "review").get(plan.id, 0)
    wrote = select(Revision.author).where(Revision.plan == plan.id, Revision.received_at > since).distinct()
    return rules.may_review(plan.actor.person_id, plan.plan.lead, session.scalars(wrote))


def judge(session: Session, plan: OpenPlan) -> Judgement:
    """Ask every question of the plan as it stands now, and give the passages each one judges."""
    people, gathered, given = _standing(session, plan)
    facts = advice.facts(gathered, given)
    results = {one.rule: one for one in advice.Asking(facts).results(plan.classes)}
    reader = Reader(standing(gathered), {one.id: one.name for one in people.values()})
    stopped = ending.held_up(gathered, given)
    passages = tuple(reader.passage(reader.entries[one]) for one in (stopped.by if stopped else ()))
    questions = tuple(_judged(rule, results[rule.code], reader, facts) for rule in QUESTIONS)
    return Judgement(questions, stopped.rule if stopped else None, passages)


def _standing(session: Session, plan: OpenPlan) -> tuple[dict[str, Staff], list[dict[str, Any]], dict[str, Any]]:
    """Return the staff who wrote, the entries, and what rules are told besides."""
    heads = read_heads(session, plan)
    people = staff(session, {head.author for head in heads})
    part = plan.part("plan")
    agencies = agency_kinds(session, part.id) if part else []
    given = advice.given(plan.plan.stage, plan.plan.review_due, agencies, clock.today())
    return people, gather(plan, heads, people), given


def review(
    session: Session, actor: Actor, plan_id: str, outcome: str, words: str, sentences: Mapping[str, str]
) -> None:
    """Agree a plan, or send it back with a sentence per question. It stays in use either way."""
    plan = open_for_review(session, actor, plan_id)
    if why_not_reviewer(session, plan):
        raise refusals.NotAllowed("somebody-else-reviews")
    asked = {rule: said.strip() for rule, said in sentences.items() if said.strip()}
    codes = {rule.code for rule in QUESTIONS}
    if outcome not in rules.OUTCOMES or not set(asked) <= codes:
        raise refusals.WrongShape
    if outcome == "sent_back" and not (asked or words.strip()):
        raise refusals.NotAnswered("sentence-missing")
    if outcome == "agreed":
        _, gathered, given = _standing(session, plan)
        if stopped := ending.held_up(gathered, given):
            raise refusals.Stopped(f"stop:{stopped.rule.code}")
    written = [("review", {"outcome": outcome, "words": words.strip(), "day": clock.today()})]
    written += [("quality_note", {"rule": rule, "words": said, "state": "open"}) for rule, said in asked.items()]
    for receipt in append(session, actor, [_revision(plan, kind, data) for kind, data in written]):
        if receipt.state != "accepted":
            raise refusals.Stopped(receipt.reason or "not-now")
    record(session, actor.person_id, "review", agency=actor.agency_id, plan=plan.id, code=outcome)


def _revision(plan: OpenPlan, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    described = entries.schema()[kind]
    document = {"v": described["v"], "kind": kind, "data": {**described["empty"], **data}}
    return {
        "id": crypto.new_id(),
        "plan": plan.id,
        "compartment": "",
        "entry": crypto.new_id(),
        "parents": [],
        "document": {**document, "withdrawn": "", "why": "", "known_to_parent": False},
        "device": "",
        "authored_at": clock.now_ms(),
    }


def _judged(rule: advice.Rule, result: advice.Result, reader: Reader, facts: Mapping[str, Any]) -> Judged:
    kinds = {advice.LISTS[name] for name in rule.each} or set(rule.mends)
    wanted: Iterable[str] = result.items or [i for i, entry in reader.entries.items() if entry["kind"] in kinds]
    passages = [reader.passage(reader.entries[one]) for one in wanted if one in reader.entries][:MOST_PASSAGES]
    label = catalogue.load().label
    answers = [
        (label("answer_reasons", answer["reason"]), str(answer["words"]))
        for answer in facts["answers"]
        if answer["rule"] == rule.code
    ]
    return Judged(rule, result.state, tuple(passages), tuple(answers))


def _held(session: Session, plans: Sequence[str]) -> dict[str, tuple[int, int]]:
    query = (
        select(Letter.plan, func.count(Letter.id), func.min(Letter.received_at))
        .where(Letter.plan.in_(plans), Letter.state == "held")
        .group_by(Letter.plan)
    )
    return {plan: (number, since) for plan, number, since in session.execute(query)}


def _emergencies(session: Session, plans: Sequence[str]) -> dict[str, list[tuple[int, str, str]]]:
    found: dict[str, list[tuple[int, str, str]]] = {}
    query = (
        select(EmergencyOpening.plan, EmergencyOpening.at, Person.name, EmergencyOpening.reason)
        .join(Person, Person.id == EmergencyOpening.person)
        .where(EmergencyOpening.plan.in_(plans))
    )
    for plan, at, name, reason in session.execute(query):
        words = catalogue.load().label("emergency_reasons", reason).lower()
        found.setdefault(plan, []).append((at, name, words))
    return found


def _latest(session: Session, plans: Sequence[str], action: str) -> dict[str, int]:
    """Return plan → when an action was last recorded on it (ms UTC)."""
    query = (
        select(AuditRow.plan, func.max(AuditRow.at))
        .where(AuditRow.plan.in_(plans), AuditRow.action == action)
        .group_by(AuditRow.plan)
    )
    return {str(plan): at for plan, at in session.execute(query)}
