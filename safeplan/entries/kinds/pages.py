"""The kind that keeps a page of a child's own book."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, codes, items, name, ref, text
from safeplan.entries.spec import LONGEST_NAME, Spec

# Strokes of a pen as text; a larger drawing travels as an attachment.
LONGEST_DRAWING = 200_000

_PERSON = {
    "name": Spec("text", "Name", max=LONGEST_NAME),
    "picture": Spec("code", "Picture", list="pictures"),
    "tone": Spec("code", "Skin tone", list="tones"),
    "drawn": Spec("text", "Drawn", max=LONGEST_DRAWING),
}
_BODY = {
    "part": Spec("code", "Where", list="body_parts"),
    "feeling": Spec("code", "What is it like there", list="body_feelings"),
}
_MAY_LOOK = {
    "person": Spec("ref", "Who"),
    "name": Spec("text", "Name", max=LONGEST_NAME),
    "yes": Spec("code", "May look", list="yes_no_unknown", careful="no"),
}
_CHECK = {
    "what": Spec("code", "What was checked", list="page_checks"),
    "outcome": Spec("code", "Outcome", list="check_outcomes"),
    "by": Spec("person", "By"),
    "day": Spec("day", "On"),
}


class Page(Entry):
    """One page as the child left it: made, checked by a worker, then in use. The child's part is never corrected."""

    info = Kind(
        "page",
        "child",
        "Page of a child's book",
        "",
        list="pages",
        section="book",
        line=("page",),
        also=("kept",),
    )

    child = ref("Whose book?", "family_member", roles=("child",), needed="Say whose book this is.")
    band = code("Pages for", "bands")
    page = code("Which page?", "pages", needed="Say which page this is.")
    # A child's choices are never cut down by somebody else's version of them.
    chosen = codes("Chosen", "pictures", merge="any")
    people = items("People", _PERSON)
    body = items("Where I feel it", _BODY)
    words = text("Words", long=True)
    drawing = text("Drawing", max=LONGEST_DRAWING)
    dont_know = code("I don't know", "yes_no_unknown")
    call_me = name("Call me")
    ground = code("Colour of the page", "grounds")
    own_picture = code("Picture for my book", "pictures")
    may_look = items("Who may look", _MAY_LOOK)
    state = code(
        "The page is", "page_states", needed="Say whether the page is made, checked or in use.", default="made"
    )
    checks = items("Checked by a worker", _CHECK)
