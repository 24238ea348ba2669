"""Kinds that say who is in the family, how contact stays safe, what is known to whom, and where people are."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import clock, code, codes, day, name, ref, text
from safeplan.entries.spec import When

_PERPETRATOR = When("role", ("perpetrator",))
_CHILD = When("role", ("child",))
#: Whom a question is about comes first: nobody looks for the person causing harm among the children.
ABOUT = ("parent", "child", "kin", "other", "perpetrator")


class FamilyMember(Entry):
    """A person the plan is about. Every child is here as a victim in their own right."""

    info = Kind(
        "family_member",
        "plan",
        "Person in the family",
        "Who is in the family?",
        list="family",
        section="people",
        line=("name",),
        # Whoever causes harm, or may, is not named where a child may read it.
        near=When("role", ("child", "parent", "kin")),
    )

    name = name("First name, or what they like to be called", needed="Write a name.", ask="visit", seen_with="any")
    role = code("Who are they?", "roles", needed="Say who this person is.", ask="visit", seen_with="any")
    relation = code("How are they related?", "relations", seen_with="parent")
    certainty = code("How sure is it that this person causes harm?", "certainties", when=_PERPETRATOR)
    born = day(
        "Born",
        ask="visit",
        seen_with="any",
        birth="born_part",
        help="A day, a month, a year, or about how old: about 8",
    )
    # What is not known of a birth is taken as late as it may be: the youngest that somebody can be is kept safe.
    born_part = code("How much of it is known?", "birth_parts", seen_with="any")
    due = day("Baby is due", seen_with="any", when=_CHILD)
    under_18 = code("Are they under 18?", "yes_no_unknown", careful="yes", when=_PERPETRATOR)
    moves_about = code(
        "Does the child crawl or walk alone?", "yes_no_unknown", careful="no", seen_with="any", when=_CHILD
    )
    lives = code("Lives", "lives")
    contact = code("Contact with the person causing harm", "contacts", when=_CHILD)
    agencies = codes("Who already works with them?", "agencies", merge="any")
    supervision = codes("Supervised by", "supervisions", merge="any", when=_PERPETRATOR)
    interpreter = text(
        "Language, and interpreter", max=300, help="Never a relative, a child or somebody from the community."
    )
    note = text("Anything to know", long=True)


class SafeContact(Entry):
    """The rule for making contact without a danger: never a number, which belongs to a place."""

    info = Kind(
        "safe_contact",
        "plan",
        "Safe contact",
        "How is it safe to make contact?",
        list="safe_contacts",
        section="people",
        line=("words", "how"),
        preset={"about": "{parent}"},
    )

    about = ref("With whom?", "family_member", roles=ABOUT, ask="visit", seen_with="parent")
    how = code("How?", "contact_ways", needed="Say how it is safe to make contact.", ask="visit", seen_with="parent")
    days = text("On which days?", max=300, seen_with="parent")
    from_time = clock("From", ask="visit", seen_with="parent", beside="to_time")
    to_time = clock("To", ask="visit", seen_with="parent")
    words = text("What to say, or not to say", ask="visit", seen_with="parent")
    never = text("Never")


class Knows(Entry):
    """What the person causing harm knows and does not: everybody reads it before they speak."""

    info = Kind(
        "knows",
        "plan",
        "What they know",
        "What do they know, and what not?",
        list="knows",
        section="people",
        line=("words",),
        preset={"who": "{perpetrator}"},
    )

    who = ref(
        "Who?",
        "family_member",
        roles=("perpetrator", "kin", "other"),
        ask="visit",
    )
    # Joined so that a doubt counts as known: an agency that relies on a secret may be relying on nothing.
    knows = codes("Knows about", "known_things", merge="any", ask="visit")
    does_not_know = codes("Does not know about", "known_things", merge="all", ask="visit")
    words = text("In a line", ask="visit")


class Place(Entry):
    """What finds a person: kept apart, so that reading a plan never gives an address away."""

    info = Kind("place", "place", "Place", "What finds this person?", section="places", line=("words",))

    about = ref("Whom is it about?", "family_member", roles=ABOUT, ask="visit")
    kind = code("What is it?", "place_kinds", needed="Say what this is.", ask="visit")
    words = text("Address, number or arrangement", needed="Write the address, number or arrangement.", ask="visit")
