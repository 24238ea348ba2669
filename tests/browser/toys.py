"""What a newcomer adds by the README's table, one small thing a row: a toy each, as edits of the files it takes.

`newcomers.py` makes a copy of the house with them in it, `test_newcomer.py` sees them work there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Edit:
    """Words that go into a file: after the line that `after` is in; at the end where it is empty, or into a new one."""

    path: str
    words: str
    after: str = ""

    def done(self, text: str) -> str:
        """Return the file's text with the words in it."""
        if not self.after:
            return text + self.words
        before, found, rest = text.partition(self.after)
        if not found:
            raise ValueError(f"{self.path} has no {self.after!r} any more: say in toys.py where the words go now")
        line, end, rest = rest.partition("\n")
        return before + found + line + end + self.words + rest


RULE = """
[[rule]]
code = "kept_against_will"
group = "who_acts"
title = "Does anybody want to stop what they do?"
short = "Nobody keeps up what they want to stop"
answers = "The over-reliance of safety plans on non-abusing parents, mostly mothers, in protecting children"
stage = "tonight"
order = 105
needs = ["plan"]
each = "strengths"
when = "item.wants_kept != ''"
test = "item.wants_kept == 'yes'"
ask = "Somebody wants to stop doing this. Who can do it instead?"
words = "Somebody keeps this up who wants to stop. Ask an agency to take it on."
button = { label = "Ask an agency", kind = "action", opens = "new", preset = { owner = "agency", state = "asked" } }
mends = ["action", "strength"]
hurt = "A wish written down for them: it is asked in private, in their own words."
"""


def _vectors() -> str:
    """Return a plan that fails the rule and one that meets it, as the files of vectors are written."""
    said = (
        ("a strength they want to stop, and one they keep", "no", {"state": "not_met", "items": ["s1"]}),
        ("a strength nobody was asked about, and one they keep", "", {"state": "met", "items": []}),
    )
    return json.dumps(
        [
            {
                "name": name,
                "plan": {"today": "2026-11-22", "stage": "full", "plan_agencies": ["council"]},
                "held": ["plan", "risk", "child"],
                "entries": [_strength("s1", "Sits up at night", kept), _strength("s2", "Rings her sister", "yes")],
                "expect": {"kept_against_will": expected},
            }
            for name, kept, expected in said
        ],
        indent=2,
    )


def _strength(entry: str, what: str, kept: str) -> dict[str, object]:
    data = {"what": what, "wants_kept": kept}
    head = {"seq": 1, "withdrawn": "", "author_agency": "council", "data": data}
    return {"entry": entry, "kind": "strength", "heads": [head]}


KIND = '''"""The kind that says what is done to an animal of the family's: harm to it is harm meant for somebody."""

from __future__ import annotations

from safeplan.entries.entry import Entry, Kind
from safeplan.entries.fields import code, text


class Animal(Entry):
    """An animal somebody in the family loves, and what is done to it."""

    info = Kind(
        "animal",
        "risk",
        "Animal",
        "What is done to an animal?",
        list="animals",
        section="animals",
        line=("done",),
        under=(("whose",),),
    )

    done = text("What is done to it?", needed="Write what is done to the animal.", ask="visit")
    whose = text("Who loves it most?")
    sheltered = code("Could somebody else look after it?", "yes_no_unknown", careful="no")
'''

SECTION = """
[[section]]
name = "animals"
title = "Animals they love"
lead = "What is done to them, and who could look after them."
ask = "Is an animal harmed, or used to frighten?"
menu = "more"
counts = "{n} written down"
none = "Nobody has asked about animals"
"""

KIND_TABLE = """
[animal]
done = {kept = "risk", seen_with = "me", copy = false}
whose = {kept = "risk", seen_with = "me", copy = false}
sheltered = {kept = "risk", seen_with = "me", copy = false}
"""

ENDPOINT = """

@blueprint.get(f"{API}/<plan>/count")
@signed_in()
def count_entries(plan: str) -> Response:
    opened = service.get_plan(db.session(), current_actor(), _id(plan), action="count-entries")
    return jsonify(parts=len(opened.parts))
"""

WEATHER = """[[pages]]
id = "weather"
name = "weather inside me"
ground = "sky"
[[pages.screens]]
layout = "tiles"
title = "What is my weather?"
tiles = [["calm", "calm", "clear sky"], ["cross", "cross", "thunder"], ["sad", "sad", "rain"]]

"""


def older_board() -> str:
    """Return what a board for 8–11 begins as: the one for 5–7 with longer sentences, and a page nobody has kept."""
    text = (ROOT / "safeplan/children/boards/5-7.toml").read_text("utf-8")
    for was, now in {
        'band = "5-7"': 'band = "8-11"',
        'label = "5–7"': 'label = "8–11"',
        "ages = [5, 7]": "ages = [8, 11]",
        "most_words = 8": "most_words = 12",
        '[[pages]]\nid = "where"': WEATHER + '[[pages]]\nid = "where"',
    }.items():
        assert text.count(was) == 1, was
        text = text.replace(was, now)
    # A sitting has at most so many pages: this one takes the place of another.
    return re.sub(r'\[\[pages\]\]\nid = "helps".*?(?=\[\[pages\]\]\n)', "", text, flags=re.DOTALL)


#: What is added, by the row of the README's table, and how many files it may take.
TOYS: Mapping[str, tuple[int, tuple[Edit, ...]]] = {
    "rule": (
        3,
        (Edit("safeplan/rules/acting.toml", RULE), Edit("tests/vectors/rules/kept_against_will.json", _vectors())),
    ),
    "field": (
        2,
        (
            Edit(
                "safeplan/entries/kinds/talk.py",
                '    heard = code("Did a child hear it?", "yes_no_unknown", careful="yes", ask="visit")\n',
                after='words = text("Note"',
            ),
            Edit(
                "tests/guards/field_table.toml",
                'heard = {kept = "plan", seen_with = "me", copy = false}\n',
                after="[note]",
            ),
        ),
    ),
    "kind and section": (
        4,
        (
            Edit("safeplan/entries/kinds/animals.py", KIND),
            Edit("safeplan/entries/sections.toml", SECTION),
            Edit("tests/guards/field_table.toml", KIND_TABLE),
        ),
    ),
    "age band with a page": (
        2,
        (
            Edit("safeplan/children/boards/8-11.toml", older_board()),
            Edit(
                "safeplan/catalogue/children.toml",
                '  {code = "weather", label = "What is my weather?"},\n',
                after='{code = "feel", label',
            ),
        ),
    ),
    "endpoint": (
        3,
        (
            Edit("safeplan/plans/routes.py", ENDPOINT),
            Edit("tests/guards/access_table.toml", '    "GET /api/1/plans/<plan>/count",\n', after="signed_in = ["),
            Edit(
                "safeplan/audit/presenters.py",
                '    "count-entries": "Counted the parts of the plan",\n',
                after='"open": "Opened the plan"',
            ),
        ),
    ),
}
