"""Kinds that say what the person causing harm does and what it does to each child: a pattern, not incidents."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, codes, moment, month, ref, text
from safeplan.entries.spec import When

_MARK = When("mark", ("yes", "unknown"))


class Behaviour(Entry):
    """One thing a person does, how often and since when, and how the children are drawn in."""

    info = Kind(
        "behaviour",
        "risk",
        "What they do",
        "What does this person do?",
        list="behaviours",
        section="pattern",
        line=("what",),
        preset={"who": "{perpetrator}"},
    )
    in_order = (("since", "until", "The last month is before the first. Which is right?"),)

    category = code("What kind of behaviour?", "behaviours", needed="Pick what kind of behaviour it is.", ask="visit")
    who = ref("Who does it?", "family_member", roles=("perpetrator", "kin", "other"), ask="visit")
    what = text(
        "What do they do?",
        needed="Write what this person does.",
        help="One person and what they do: “takes her bank card every Friday”.",
        ask="visit",
    )
    frequency = code("How often?", "frequencies", ask="visit")
    since = month("Since", ask="visit", beside="until")
    until = month("Until")
    still = code("Is it still happening?", "still")
    quiet_reason = code("Why is it quiet?", "quiet_reasons", when=When("still", ("quiet",)))
    children = code("Is a child used in it, or near it?", "child_involvement")
    source = code("How do we know?", "sources")
    said_by = code("Who said it?", "tellers", when=When("source", ("said",)))
    markers = codes("Is any of this present?", "markers", merge="any")


class Impact(Entry):
    """What this child lives with. A mark on a child who does not move about is one of the four stops."""

    info = Kind(
        "impact",
        "risk",
        "What it does to a child",
        "What does it do to this child?",
        list="impacts",
        section="pattern",
        line=("effect",),
        preset={"child": "{child}"},
    )

    child = ref("Which child?", "family_member", roles=("child",), needed="Say which child.", ask="visit")
    behaviour = ref("Which behaviour?", "behaviour", ask="visit")
    effect = text("What do you see in the child?", needed="Write what it does to this child.", ask="visit")
    mark = code("Is there a bruise or another mark?", "yes_no_unknown", careful="yes", ask="visit")
    told_who = codes("Who has been told?", "told", when=_MARK)
    told_at = moment("When were they told?", when=_MARK)
