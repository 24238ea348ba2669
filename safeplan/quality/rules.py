"""Who may review, what waits for a manager, and how a rule's state is shown; pure, from clear facts only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from safeplan.clock import DAY, UK
from safeplan.rules import GROUPS, RULES

INTERIM_DAYS = 5
#: A decision about how things stand is asked again after this long: agreeing once must not hide a plan for ever.
ASK_AGAIN_DAYS = 5
EMERGENCY_DAYS = 14
OUTCOMES = ("agreed", "sent_back")
LONGEST_SENTENCE = 1000

#: The questions in tables that fit a screen, in the order a plan is read.
THEMES: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (title, tuple(rule.code for rule in RULES if rule.group == group)) for group, title in GROUPS.items()
)
#: An ending over an open disagreement is read, never agreed at a tap.
ENDING = "Ending"

LEADS_IT = "You lead this plan. Somebody else reviews it."
WROTE_IN_IT = "You wrote in this plan since its last review. Somebody else reviews it."

#: How a state is shown: (word, shape). One shape each, so that it holds without colour.
SHAPES: Mapping[str, tuple[str, str]] = {
    "met": ("met", "dot met"),
    "answered": ("answered with a reason", "dot answered"),
    "not_met": ("open", "dot open"),
    "unchecked": ("not yet checked", "unknown"),
    "cannot": ("cannot be checked", "unknown"),
    "none": ("does not apply", "apart"),
}


@dataclass(frozen=True)
class PlanFacts:
    """What is known of one plan without opening it. Times are ms UTC, `rules` is code → (state, since)."""

    id: str
    status: str
    stage: str
    created_at: int
    review_due: str
    lead: str
    lead_left_at: int | None
    held: tuple[int, int] | None
    emergencies: tuple[tuple[int, str, str], ...]
    rules: Mapping[str, tuple[str, int]]
    reviewed_at: int | None


@dataclass(frozen=True)
class Waiting:
    """One decision that waits: of which sort, since when, the sentence.

    An `event` is decided once. What is `read` from a rule's state is not new because it was computed again.
    What is `held` waits until it is over: no review of the plan decides it.
    """

    plan: str
    kind: str
    sentence: str
    since: int
    event: bool = False
    read: bool = False
    held: bool = False


def may_review(actor: str, lead: str | None, authors_since: Iterable[str]) -> str:
    """Return "" if `actor` may review, else why not: neither the lead nor who wrote since the last review."""
    if actor == lead:
        return LEADS_IT
    return WROTE_IN_IT if actor in set(authors_since) else ""


def waiting(facts: PlanFacts, now: int, today: str) -> list[Waiting]:
    """Return what waits for a manager on one plan, what was just decided left out."""
    if facts.status != "active":
        return []
    found = [*_standing(facts, now, today), *_from_rules(facts), *_events(facts, now)]
    return [one for one in found if _still_waits(one, facts.reviewed_at, now)]


def _still_waits(one: Waiting, reviewed_at: int | None, now: int) -> bool:
    if one.held or reviewed_at is None or (one.since > reviewed_at and not one.read):
        return True
    return not one.event and now - reviewed_at > ASK_AGAIN_DAYS * DAY


def _standing(facts: PlanFacts, now: int, today: str) -> Iterable[Waiting]:
    age = (now - facts.created_at) // DAY
    if facts.stage == "interim" and age >= INTERIM_DAYS:
        words = f"The plan for tonight is {age} days old. The full plan is not made yet."
        yield Waiting(facts.id, "Interim past 5 days", words, facts.created_at + INTERIM_DAYS * DAY)
    if facts.review_due and facts.review_due < today:
        words = "The day of its review has passed."
        yield Waiting(facts.id, "Review overdue", words, _start_of(facts.review_due))
    if not facts.lead:
        words = "Nobody leads this plan. Name its next lead."
        yield Waiting(facts.id, "No lead", words, facts.lead_left_at or facts.created_at)
    if facts.held:
        number, since = facts.held
        words = "Something sent in waits for a person to file it or set it aside."
        if number > 1:
            words = f"{number} things sent in wait for a person to file them or set them aside."
        yield Waiting(facts.id, "Waiting to be filed", words, since)


def _from_rules(facts: PlanFacts) -> Iterable[Waiting]:
    def since(code: str, state: str) -> int | None:
        held, at = facts.rules.get(code, ("", 0))
        return at if held == state else None

    if (at := since("power_ends_soon", "not_met")) is not None:
        words = "An order or power ends within 14 days. Nothing in the plan says what holds after it."
        yield Waiting(facts.id, "Order ends soon", words, at, read=True)
    if (at := since("harmer_unasked", "answered")) is not None:
        words = "Nothing is asked of the person causing harm. A reason is given."
        yield Waiting(facts.id, "Nothing asked", words, at, read=True)
    state, at = facts.rules.get("ending_disagreement", ("", 0))
    stopped = since("stop_ending", "not_met")
    if state in ("not_met", "answered") or stopped is not None:
        words = "An ending is proposed and a disagreement is open."
        yield Waiting(facts.id, ENDING, words, at if stopped is None else stopped, read=True, held=True)
    elif state == "met":
        # Taken further is not settled, and how far each went is not known without opening the plan.
        words = "An ending is on the table. Each disagreement with it was answered or taken further."
        yield Waiting(facts.id, ENDING, words, at, event=True)


def _events(facts: PlanFacts, now: int) -> Iterable[Waiting]:
    for at, who, reason in facts.emergencies:
        if now - at < EMERGENCY_DAYS * DAY:
            words = f"{who} opened it at an emergency desk: {reason}."
            yield Waiting(facts.id, "Opened in an emergency", words, at, event=True)


def _start_of(day: str) -> int:
    """Return the first moment after a British day, ms UTC: overdue begins when the day is over."""
    start = datetime.fromisoformat(day).replace(tzinfo=UK)
    return int(start.timestamp() * 1000) + DAY
