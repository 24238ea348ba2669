"""The table of sections, its pages and its scripts agree; nothing is open to a parent or a child by accident."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from safeplan.entries import sections
from safeplan.entries.sections import Section

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "templates" / "plans"
SCRIPTS = ROOT / "static" / "js"

# Whoever opens a section to more eyes writes it here too, having asked what a child would read over a shoulder.
CHILDREN_NEAR = {"overview", "book", "tonight", "form"}
WITH_THE_PARENT = CHILDREN_NEAR | {"actions", "strengths", "contingency", "read-back"}

INCLUDED = re.compile(r"""(?:include|from) "plans/([\w-]+)\.html\"""")
BOUND = re.compile(r'x-data="(plan\w+)"')
REGISTERED = re.compile(r'Alpine\.data\(\s*"(\w+)"')
LISTED = re.compile(r"\[((?:\s*\"[\w-]+\"\s*,?)+)\]")


def pages() -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted(PAGES.glob("*.html"))}


def scripts() -> dict[str, str]:
    return {path.relative_to(SCRIPTS).as_posix(): path.read_text("utf-8") for path in sorted(SCRIPTS.rglob("*.js"))}


def without_a_home(rows: Iterable[Section], templates: Mapping[str, str], js: Mapping[str, str]) -> list[str]:
    """One sentence for each page or script that a row has not, and for each that no row leads to."""
    pieces = {row.piece for row in rows} | {"say-why"}
    used = {name for text in (*templates.values(), *others()) for name in INCLUDED.findall(text)}
    said = [
        f"Section {piece}: write templates/plans/{piece}.html, or give its row of sections.toml a question in `ask`."
        for piece in pieces - templates.keys()
    ]
    said += [
        f"templates/plans/{name}.html is drawn nowhere: name it in a row of safeplan/entries/sections.toml."
        for name in templates.keys() - pieces - used
    ]
    every = js["sections/every.js"] + js["board/drawn.js"]
    homes = {name: script for script, text in js.items() for name in REGISTERED.findall(text)}
    for page, text in templates.items():
        for name in BOUND.findall(text):
            if name not in homes:
                said.append(f"{page}.html binds {name}, which no script registers with Alpine.data().")
            elif Path(homes[name]).name not in every:
                said.append(f"{homes[name]} registers {name}: import it in static/js/sections/every.js.")
    return sorted(said)


def others() -> list[str]:
    return [path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html") if path.parent != PAGES]


def silent(rows: Iterable[Section], lines: str) -> list[str]:
    """One sentence for each row of the menu that has nothing to say under its name."""
    own = set(re.findall(r"^  (\w+)[:,(]", lines, re.MULTILINE))
    return [
        f"Section {row.name} stands in the menu and says nothing there: write `counts` and `none` in its row of "
        "sections.toml, or a line of its own in static/js/sections/lines.js."
        for row in rows
        if row.menu and row.name not in own and not (row.counts and row.none)
    ]


def kept_by_hand(names: set[str], js: Mapping[str, str]) -> list[str]:
    """One sentence for each list of sections in a script: the table is the only one."""
    return [
        f"{script} lists sections by hand ({', '.join(found)}): ask the table, by sectionOf() of words/schema.js."
        for script, text in js.items()
        for match in LISTED.finditer(text)
        if len(found := re.findall(r'"([\w-]+)"', match[1])) > 1 and set(found) <= names
    ]


def test_every_section_has_its_page_and_its_script() -> None:
    said = without_a_home(sections.load(), pages(), scripts())
    assert not said, "\n".join(said)


def test_every_row_of_the_menu_says_something() -> None:
    said = silent(sections.load(), scripts()["sections/lines.js"])
    assert not said, "\n".join(said)


def test_nobody_keeps_a_list_of_sections_by_hand() -> None:
    said = kept_by_hand({row.name for row in sections.load()}, scripts())
    assert not said, "\n".join(said)


def test_what_a_child_or_a_parent_may_see_is_said_twice() -> None:
    opened = {view: {row.name for row in sections.load() if view in row.views} for view in ("children", "parent")}
    assert opened == {"children": CHILDREN_NEAR, "parent": WITH_THE_PARENT}


def row(**more: object) -> Section:
    return sections.read([{"name": "diary", "title": "Diary", **more}], {"diary": "diary"})[0]


def test_a_new_section_is_just_me_until_its_row_says_otherwise() -> None:
    assert row().views == ()


def test_planted_faults_are_noticed() -> None:
    js = scripts()
    assert without_a_home([*sections.load(), row()], pages(), js) == [
        "Section diary: write templates/plans/diary.html, or give its row of sections.toml a question in `ask`."
    ]
    assert without_a_home([*sections.load(), row(ask="What happened?")], pages(), js) == []
    lonely = pages() | {"diary": '<div x-data="planDiary"></div>'}
    assert without_a_home(sections.load(), lonely, js) == [
        "diary.html binds planDiary, which no script registers with Alpine.data().",
        "templates/plans/diary.html is drawn nowhere: name it in a row of safeplan/entries/sections.toml.",
    ]
    forgotten = js | {"sections/diary.js": 'Alpine.data("planDiary", () => ({}));'}
    assert without_a_home([*sections.load(), row()], lonely, forgotten) == [
        "sections/diary.js registers planDiary: import it in static/js/sections/every.js."
    ]
    assert len(silent([row(menu="more")], js["sections/lines.js"])) == 1
    assert silent([row(menu="more", counts="{n} days", none="None")], js["sections/lines.js"]) == []
    planted = {"sections/diary.js": 'if (["form", "tonight"].includes(screen.section)) return;'}
    assert len(kept_by_hand({"form", "tonight"}, planted)) == 1


@pytest.mark.parametrize(
    ("rows", "homes", "words"),
    [
        ([{"name": "a", "title": "A"}], {"diary": "diary"}, "No row of sections.toml is called diary"),
        ([{"name": "a", "title": "A", "views": ["child"]}], {}, "views are children, parent"),
        ([{"name": "a", "title": "A", "menu": "top"}], {}, "menu is one of"),
        ([{"name": "a", "title": "A", "ask": "?"}], {}, "it shows one kind; 0 name it"),
        ([{"name": "a", "title": "A", "seen": ["me"]}], {}, "unexpected keyword argument 'seen'"),
        ([{"name": "a", "title": "A"}, {"name": "a", "title": "A"}], {}, "two rows called a"),
    ],
)
def test_a_row_that_contradicts_itself_says_what_to_write(rows: list, homes: dict, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        sections.read(rows, homes)
