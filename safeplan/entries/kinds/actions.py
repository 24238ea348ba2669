"""Kinds that say who will do what: actions, and what happens first if it goes wrong."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, day, moment, person, ref, refs, text
from safeplan.entries.spec import When

_AGENCY = When("owner", ("agency",))
_OTHERS = When("owner", ("perpetrator", "agency"))
_TELLING = When("telling", ("telling_plan", "told"))
_CANNOT = When("state", ("cannot",))


class Action(Entry):
    """One thing one owner will do. Asked protects nothing until it is accepted or in force."""

    info = Kind(
        "action",
        "plan",
        "Action",
        "Ask somebody to act",
        list="actions",
        section="actions",
        line=("what",),
        preset={"state": "asked", "owner": "agency", "perpetrator": "{perpetrator}", "from_day": "{today}"},
        asks=(When("state", ("asked",)), When("owner", ("perpetrator", "agency", "kin"))),
        copy="What is asked of you",
    )
    in_order = (("from_day", "until_day", "The end date is before the start. Which is right?"),)

    owner = code("Who acts?", "owners", needed="Say who acts.", ask="visit", seen_with="parent", copy=True)
    agency = code(
        "Which agency?",
        "agencies",
        needed="Say which agency is asked.",
        ask="visit",
        seen_with="parent",
        when=_AGENCY,
        near=True,
        asks=True,
    )
    asked_of = person("Who is asked?", ask="visit", seen_with="parent", when=_AGENCY, at="agency")
    what = text("What will they do?", needed="Write what they will do.", ask="visit", seen_with="parent", copy=True)
    perpetrator = ref("About whom?", "family_member", roles=("perpetrator",))
    covers = refs("Which behaviour does it answer?", "behaviour", merge="all")
    rung = code("Where does it stand?", "rungs", help="Try in this order: around, ordered, agreed, agencies, parent.")
    pattern = code("From the list of actions", "perpetrator_actions", when=_OTHERS, of="perpetrator")
    from_day = day("From", seen_with="parent", copy=True, beside="until_day")
    until_day = day("Until", merge="earliest", ask="visit", seen_with="parent", copy=True)
    answer_by = moment("Answer by", seen_with="parent")
    checker = code("Who checks that it happens?", "checkers", ask="visit", seen_with="parent", near=True)
    checker_person = person("Who there?", at="checker")
    evidence = code("How will we know?", "evidence")
    evidence_words = text("What was seen, by whom and when")
    power = code("Which power stands behind it?", "powers", when=_OTHERS, of="perpetrator")
    if_not = text("What happens if not?")
    state = code("How far is it?", "action_states", needed="Say how far it is.", default="asked", seen_with="parent")
    programme = code("The programme", "programme_states", help="A referral is not a start.", when=_OTHERS)
    cannot_reason = code("Why can it not be done?", "cannot_reasons", when=_CANNOT)
    cannot_words = text("What covers the gap?", when=_CANNOT)
    answered_by = person("Answered by")
    answered_at = moment("Answered at")
    telling = code(
        "Is the person causing harm to be told?",
        "tellings",
        default="not_to_be_told",
        says={"not_to_be_told": "{perpetrator} is not to be told about this."},
    )
    telling_who = text("Who tells, and who is with them?", when=_TELLING)
    telling_when = moment("When?", when=_TELLING)
    telling_parent = code("Does the parent agree to the telling?", "yes_no_unknown", careful="no", when=_TELLING)
    telling_after = text("Who is with the family afterwards?", when=_TELLING)
    own_choice = code(
        "Is it the parent's own choice?",
        "yes_no_unknown",
        careful="no",
        seen_with="parent",
        when=When("owner", ("parent",)),
    )
    review_day = day("Look at it again on")


class Contingency(Entry):
    """What happens first if it goes wrong, and who comes."""

    info = Kind(
        "contingency",
        "plan",
        "If it goes wrong",
        "If it goes wrong, what comes first?",
        list="contingencies",
        section="contingency",
        line=("trigger_words", "trigger"),
        under=(("first_step",), ("what",)),
        more=(("who", "who_words"), ("ring",)),
    )

    trigger = code("If this happens", "triggers", needed="Say what may happen.", ask="visit", seen_with="parent")
    trigger_words = text("More exactly", seen_with="parent")
    first_step = code("The first step", "first_steps", needed="Pick the first step.", ask="visit", seen_with="parent")
    what = text("What happens then?", ask="visit", seen_with="parent")
    who = code("Who comes?", "responders", ask="visit", seen_with="parent", near=True, phrase="Comes: {}")
    who_words = text("Name", seen_with="parent")
    ring = text(
        "Whom to ring",
        help="A name or a desk. A number that finds somebody belongs to a place.",
        seen_with="parent",
        phrase="Ring: {}",
    )
