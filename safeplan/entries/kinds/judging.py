"""Kinds that judge the plan: reviews, notes among staff, answers to advice, and the decision to end."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, codes, day, ref, text


class Review(Entry):
    """What a manager decided. A plan that is sent back stays in use: no child is left without one."""

    info = Kind(
        "review",
        "plan",
        "Review",
        "Review",
        list="reviews",
        section="reviews",
        line=("outcome",),
        preset={"day": "{today}"},
    )

    outcome = code("The plan is", "review_outcomes", needed="Say whether the plan is agreed or sent back.")
    words = text("What is asked, in a sentence", long=True)
    day = day("On")


class QualityNote(Entry):
    """A manager's note to colleagues about one question of quality; the family never reads it."""

    info = Kind("quality_note", "staff", "Note among staff", "Note among staff", line=("words",))

    rule = text("Which question?", needed="Say which question this is about.", max=100)
    words = text("Note", needed="Write the note.", long=True)
    state = code("Is it done?", "note_states", default="open")


class RuleAnswer(Entry):
    """Why advice is set aside here, picked from a list with a line; the manager sees it."""

    info = Kind("rule_answer", "risk", "Answer to advice", "Why not now?", list="answers", line=("reason",))

    rule = text("Which advice?", needed="Say which advice this answers.", max=100)
    item = ref("About which entry?")
    reason = code("Why not now?", "answer_reasons", needed="Pick a reason.")
    words = text("In a line")


class Closure(Entry):
    """The proposal to step down or end, and whose work would stop with it."""

    info = Kind(
        "closure",
        "plan",
        "Ending or stepping down",
        "Should this plan end or step down?",
        list="closures",
        section="stage",
        line=("state",),
        preset={"day": "{today}"},
    )

    proposed = code("What is proposed?", "closures")
    words = text("Why now?", long=True)
    day = day("On")
    # If anybody says their work depends on this plan, it counts: a quiet ending may stop supervision.
    depends = codes("Whose work would stop?", "agencies", merge="any")
    state = code("Where does it stand?", "closure_states", default="proposed")
