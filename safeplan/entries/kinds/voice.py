"""The kind that keeps what a child says or shows, as it was said."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, day, name, ref, text


class Voice(Entry):
    """A child's own words, or what a worker saw. While two writings differ, both stand."""

    info = Kind(
        "voice",
        "child",
        "In a child's words",
        "What did the child say or show?",
        list="voices",
        section="book",
        line=("words",),
        preset={"child": "{child}", "when_day": "{today}"},
    )

    child = ref("Which child?", "family_member", roles=("child",), needed="Say which child.", ask="visit")
    way = code("How do we know?", "voice_ways", needed="Say how the child told or showed it.", ask="visit")
    words = text("As it was said or seen", help="The child's words, spelling and all.", long=True, ask="visit")
    when_day = day("When?", ask="visit")
    where = code("Where?", "voice_places", ask="visit")
    heard_by = name("Who heard or saw it?")
