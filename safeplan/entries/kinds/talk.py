"""Kinds that keep what was said between people: promises, visit notes and disagreements."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, day, ref, text
from safeplan.entries.spec import When


class Promise(Entry):
    """What a worker said they would do, so that it is kept."""

    info = Kind(
        "promise",
        "plan",
        "Promise",
        "What did you promise?",
        list="promises",
        section="notes",
        line=("what",),
        preset={"to": "{parent}"},
    )

    to = ref("To whom?", "family_member", ask="visit", seen_with="parent")
    what = text("What was promised?", needed="Write what was promised.", ask="visit", seen_with="parent")
    by_day = day("By", ask="visit", seen_with="parent")
    state = code("Is it kept?", "promise_states", default="made")


class Note(Entry):
    """A line from a visit or a call."""

    info = Kind("note", "plan", "Visit note", "Note", list="notes", section="notes", line=("words",), anywhere=True)

    words = text("Note", needed="Write the note.", long=True, ask="visit")
    about = ref("About", ("family_member", "action", "contingency", "behaviour"))


class Disagreement(Entry):
    """One agency sees it differently. It is invited, answered, and taken further if it stays open."""

    info = Kind(
        "disagreement",
        "plan",
        "Disagreement",
        "I disagree, in one sentence",
        list="disagreements",
        section="disagreements",
        line=("words",),
        under=(("agency", "state"),),
        more=(("answer",),),
        preset={"agency": "{my_agency}", "state": "open"},
    )

    words = text("I disagree, in one sentence", needed="Write what you disagree with.", ask="visit")
    agency = code("For which agency?", "agencies", near=True)
    state = code("Where does it stand?", "disagreement_states", default="open")
    answer = text(
        "The answer", long=True, when=When("state", ("answered", "escalated", "settled")), phrase="Answer: {}"
    )
