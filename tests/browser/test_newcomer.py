"""The README's table "Where a new thing goes", done in a copy of this house: how many files it takes, and it works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from safeplan import clock
from safeplan.demo.families import Row
from tests.browser.chromium import on
from tests.browser.conftest import ContextFor
from tests.browser.live import Live, serving
from tests.browser.newcomers import House, copied
from tests.browser.screen import Thing, key
from tests.browser.steps import child, family_b, plans, sharing, signing_in
from tests.browser.toys import ROOT, TOYS

EIGHT_YEARS = timedelta(days=3050)
FAMILY = "Grace and Noah"
BORN = (date.fromisoformat(clock.today()) - EIGHT_YEARS).isoformat()
PEOPLE: list[Row] = [
    ("family_member", "grace", {"name": "Grace", "role": "parent"}),
    ("family_member", "mark", {"name": "Mark", "role": "perpetrator"}),
    ("family_member", "noah", {"name": "Noah", "role": "child", "born": BORN}),
]
STRENGTH: Row = ("strength", "sits", {"whose": "@grace", "what": "Sits up at night", "wants_kept": "no"})
SECTION, ASKED, DONE = "Animals they love", "Is an animal harmed, or used to frighten?", "Locks the dog in the shed"
HEADING = "What is done to an animal?"
QUICK = ("tests/guards/test_field_table.py", "tests/guards/test_sections.py", "tests/guards/test_deeds.py")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The copy, with every toy in it."""
    made = copied(tmp_path_factory.mktemp("newcomer") / "house")
    for _, edits in TOYS.values():
        made.add(edits)
    return made


@pytest.fixture
def served(house: House, tmp_path: Path) -> Iterator[Live]:
    house.build()
    with serving(tmp_path / "data", house.root) as live:
        yield live


@pytest.mark.parametrize("row", TOYS)
def test_a_new_thing_takes_few_files_and_the_readme_names_each(row: str) -> None:
    most, edits = TOYS[row]
    files = {edit.path for edit in edits}
    assert len(files) <= most, f"{row}: {sorted(files)}"
    readme = (ROOT / "README.md").read_text("utf-8").partition("## Where a new thing goes")[2]
    places = {file: (file, f"{Path(file).parent}/", f"`{Path(file).name}`") for file in files}
    unnamed = [file for file, words in places.items() if not any(word in readme for word in words)]
    assert not unnamed, f"say in the README's table that a new {row} goes there too: {unnamed}"


def test_the_guards_hold_and_say_where_what_was_forgotten_goes(house: House) -> None:
    ran = house.guards(*QUICK)
    assert ran.returncode == 0, ran.stdout
    for guard, path, words, told in (
        (
            QUICK[0],
            "tests/guards/field_table.toml",
            'heard = {kept = "plan", seen_with = "me", copy = false}\n',
            "field_table.toml",
        ),
        (QUICK[1], "safeplan/entries/sections.toml", f'ask = "{ASKED}"\n', "templates/plans/animals.html"),
        (
            QUICK[2],
            "safeplan/audit/presenters.py",
            '    "count-entries": "Counted the parts of the plan",\n',
            "safeplan/audit/presenters.py",
        ),
    ):
        with house.without(path, words):
            ran = house.guards(guard)
        assert ran.returncode == 1, f"nobody missed {words!r}"
        assert f"{told}" in ran.stdout.partition("AssertionError")[2], ran.stdout


def test_each_new_thing_works_in_a_browser(served: Live, context_for: ContextFor) -> None:
    plan = served.family([*PEOPLE, STRENGTH])
    page = context_for("tablet").new_page()
    stranger = context_for("desk").new_page()
    signing_in.when_they_sign_in(page, served.url, "priya")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    then_the_rule_asks(page)
    then_the_field_is_kept(page)
    then_the_section_is_just_me(page, plan)
    then_the_endpoint_answers(page, stranger, served, plan)
    then_the_board_is_offered_and_shown(page, plan)


def then_the_rule_asks(page: Page) -> None:
    family_b.then_the_next_question_is(page, "Somebody wants to stop doing this. Who can do it instead?")


def then_the_field_is_kept(page: Page) -> None:
    plans.press(plans.bar(page), "Note")
    page.get_by_role("textbox", name="Note").fill("Rang at ten")
    plans.when_they_choose(page, "Did a child hear it?", "No")
    plans.when_they_save(page)
    plans.when_they_open_the_plan(page, page.url.partition("/p/")[2][:32], FAMILY)
    plans.when_they_go_to(page, "Notes")
    plans.press(page, "Change")
    asked = plans.question_of(page, "Did a child hear it?")
    expect(asked.get_by_role("radio", name="No", exact=True)).to_be_checked()


def then_the_section_is_just_me(page: Page, plan: str) -> None:
    """In the menu for one who looks alone; for two who look together, or with children near, nowhere at all."""
    plans.when_they_open_the_plan(page, plan, FAMILY)
    plans.then_it_says(page, "Nobody has asked about animals")
    plans.when_they_go_to(page, SECTION)
    plans.then_it_says(page, ASKED)
    plans.press_main(page, "Add")
    page.get_by_label("What is done to it?").fill(DONE)
    for view in ("Children near", "Me and Grace"):
        signing_in.when_the_view_is(page, view)
        plans.then_it_says(page, "Kept for later.")
        # What every form is made of stands in the document unused, and is the same for every plan.
        expect(page.get_by_label("What is done to it?")).to_have_count(0)
        plans.then_it_says_nowhere(page, HEADING, DONE)
    signing_in.when_the_view_is(page, "Just me")
    expect(page.get_by_label("What is done to it?")).to_have_value(DONE)
    plans.when_they_save(page)
    expect(page.get_by_role("article")).to_contain_text(DONE)
    for view in ("Children near", "Me and Grace"):
        signing_in.when_the_view_is(page, view)
        plans.then_it_says(page, "Nothing here just now.")
        expect(plans.bar(page).get_by_role("button", name="Add", exact=True)).to_have_count(0)
        plans.then_it_says_nowhere(page, SECTION, ASKED, DONE)
        plans.when_they_go_back(page)
        plans.then_the_plan_is_open(page, "Noah")
        plans.then_it_says_nowhere(page, SECTION, ASKED, DONE)
        signing_in.when_the_view_is(page, "Just me")
        plans.when_they_go_to(page, SECTION)


def then_the_endpoint_answers(page: Page, stranger: Page, served: Live, plan: str) -> None:
    path = f"/api/1/plans/{plan}/count"
    status, answer = sharing.answer_to(page, path)
    assert status == 200
    assert '"parts"' in answer
    stranger.goto(served.url)
    assert sharing.answer_to(stranger, path)[0] == 401


def then_the_board_is_offered_and_shown(page: Page, plan: str) -> None:
    """At the gate of a child of eight, beside the board that was there before; and its page in the child's hands."""
    plans.when_they_open_the_plan(page, plan, FAMILY)
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    child.when_the_gate_is_answered(page)
    ages = Thing("group", "Pages for")
    on(page).press(key("5–7", within=ages))
    plans.then_it_says(page, "These pages are for 5 to 7. Noah is 8.")
    on(page).press(key("8–11", within=ages))
    plans.then_it_says_nowhere(page, "These pages are for")
    child.when_it_is_handed_over(page)
    child.when_the_child_goes_on_to(page, "What is my weather?")
    expect(page.get_by_role("button", name="thunder")).to_be_visible()
