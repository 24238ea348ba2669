"""Kinds behind the actions: powers, what the parent already does, and whether an action is real."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, day, ref, text
from safeplan.entries.spec import When


class Power(Entry):
    """An order or power: considered, asked for, in force, or not used and why. Never what a disclosure said."""

    info = Kind(
        "power",
        "plan",
        "Power or order",
        "Which power could protect here?",
        list="powers",
        section="powers",
        line=("power",),
        under=(("state", "asked_agency", "expiry"),),
        more=(("perpetrator",), ("reason",), ("conditions",)),
        preset={"perpetrator": "{perpetrator}"},
        # A child and family assessment.
        young={"power": "P27", "state": "asked", "asked_agency": "council"},
    )
    in_order = (("start", "expiry", "It ends before it starts. Which is right?"),)

    power = code("Which power?", "powers", needed="Pick a power.", ask="visit", of="perpetrator")
    perpetrator = ref("On whom?", "family_member", roles=("perpetrator",))
    state = code("How far is it?", "power_states", needed="Say how far it is.", ask="visit")
    reason = text("Why, or why not?", ask="visit")
    conditions = text("Conditions")
    start = day("Starts", beside="expiry")
    expiry = day("Ends", phrase="until {}", over="ended {}", lapses=When("state", ("in_force",)))
    asked_agency = code("Who was asked?", "agencies", near=True)
    told_parent = code("Does the parent know?", "yes_no_unknown", careful="no")


class Strength(Entry):
    """What somebody already does that protects, in credit and never as a duty."""

    info = Kind(
        "strength",
        "plan",
        "What already protects",
        "What do they already do?",
        list="strengths",
        section="strengths",
        line=("what",),
        preset={"whose": "{parent}"},
    )

    whose = ref(
        "Who does it?", "family_member", roles=("parent", "kin", "child", "other"), ask="visit", seen_with="parent"
    )
    what = text("What do they do?", needed="Write what they already do.", ask="visit", seen_with="parent")
    wants_kept = code("Do they want to keep it?", "yes_no_unknown", careful="no", ask="visit", seen_with="parent")


_ASK = "yes_no_unknown"


class Realism(Entry):
    """The ten questions for an action of the parent's, asked privately: is it real, and is it theirs to do?"""

    info = Kind("realism", "risk", "Is it real?", "Can this be done safely?", list="realisms", section="strengths")

    action = ref("Which action?", "action", needed="Say which action this is about.")
    q1 = code("Does it try to change what the person causing harm does?", _ASK, careful="yes", ask="visit")
    q2 = code("Is there the phone, money, time alone, language and health for it?", _ASK, careful="no", ask="visit")
    q3 = code("Would it be dangerous if the person causing harm found out?", _ASK, careful="yes", ask="visit")
    q4 = code("Could it be used against the parent?", _ASK, careful="yes")
    q5 = code("Does a tenancy, an order or parental responsibility defeat it?", _ASK, careful="yes")
    q6 = code("Does a child have to do, know or hide anything?", _ASK, careful="yes")
    q7 = code("Is it possible only when the person causing harm is away or sober?", _ASK, careful="yes")
    q8 = code("Did the parent choose it, and believe that it helps?", _ASK, careful="no", ask="visit")
    q9 = code("Does somebody else do it if the parent cannot?", _ASK, careful="no")
    q10 = code("Does the parent lose anything if it fails?", _ASK, careful="yes")
    words = text("In the parent's words", long=True, ask="visit")
    result = code("So it is", "realism_results", needed="Say whether it is realistic.", ask="visit")
