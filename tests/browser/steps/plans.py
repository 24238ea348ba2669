"""Steps of opening a plan and writing in it, by the words that are on the screen."""

import re
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import on
from tests.browser.screen import BAR, MAIN, SLOW_S, Screen, Thing, main_key
from tests.browser.steps import signing_in

PLAN_ADDRESS = re.compile(r"/p/[0-9a-f]{32}$")
ON_THE_SERVER = """
const [plan, words] = arguments;
return fetch(`/api/1/plans/${plan}`).then(async (answer) => (await answer.text()).includes(words));
"""


def press(within: Page | Locator, words: str) -> None:
    """Press the key that says exactly this."""
    within.get_by_role("button", name=words, exact=True).click()


def bar(page: Page) -> Locator:
    """Return the bottom bar, where the main key is."""
    return page.get_by_role("contentinfo")


def press_main(page: Page | Screen, words: str) -> None:
    """Press the main key, the last of the bar: the question above it may have one that says the same."""
    on(page).press(main_key(words))


def when_they_start_a_plan(page: Page, known: str = "No Nobody") -> str:
    """Answer who knows the family and start; return the new plan's id."""
    press(page, "New plan")
    page.get_by_role("radio", name=known).check(force=True)
    press(page, "Start the plan")
    expect(page).to_have_url(PLAN_ADDRESS)
    expect(page.get_by_role("heading", name="A new plan", level=1)).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def when_they_open_the_plan(page: Page, plan: str, family: str, view: str = "Just me") -> None:
    """Come to a plan from inside, wait for the family's first names, and say who can see it."""
    if page.url.endswith(plan):
        # The same address again would keep the section that is open.
        signing_in.when_they_follow_a_link_inside(page, "/")
    signing_in.when_they_follow_a_link_inside(page, f"/p/{plan}")
    then_the_plan_is_open(page, family)
    if view:
        signing_in.when_the_view_is(page, view)


def then_the_plan_is_open(page: Page | Screen, family: str) -> None:
    """The family's first names are there, whoever can see the screen."""
    on(page).sees(MAIN.saying(family), SLOW_S)


def when_its_row_is_pressed(page: Page | Screen, family: str) -> None:
    """From the list of plans; of two families with the same names, the one that stands first."""
    on(page).press(Thing("button", begins=family, within=Thing("listitem"), pick="first"))
    # It begins as a visit does, with children near: what is in it shows once they look alone.
    on(page).sees(Thing("title", has=family), SLOW_S)


def when_they_go_to(page: Page | Screen, section: str) -> None:
    """From the overview into one of its sections: the words a row begins with."""
    on(page).press(Thing("button", begins=section, within=MAIN, pick="first"))


def when_they_go_back(page: Page) -> None:
    """To the overview: by the list of sections at the desk, by the section's own key on a visit."""
    listed = page.get_by_role("link", name="Overview", exact=True)
    listed.or_(page.get_by_role("main").get_by_role("button", name="The plan", exact=True)).click()


def question_of(page: Page, words: str) -> Locator:
    """Return the choices that stand under a question, whether one or several may be picked."""
    one, several = (page.get_by_role(role, name=words, exact=True) for role in ("radiogroup", "group"))
    return one.or_(several)


def when_they_choose(page: Page | Screen, question: str, answer: str) -> None:
    """Pick one of the choices under a question; `answer` is the choice's whole word."""
    on(page).choose(question, answer)


def when_they_open_the_desk_fields(page: Page) -> None:
    fold = page.get_by_role("button", name="To confirm at the desk")
    if fold.get_attribute("aria-expanded") != "true":
        fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")


def when_they_save(page: Page, words: str | Literal["Save"] = "Save") -> None:
    """Press Save in the bar, and see the form close."""
    press(bar(page), words)
    expect(bar(page).get_by_role("button", name=words, exact=True)).to_have_count(0)
    then_it_is_kept(page)


def then_it_is_kept(page: Page) -> None:
    """With signal everything is sent; without, the tablet says that it waits."""
    if page.evaluate("navigator.onLine"):
        then_all_is_sent(page)
    else:
        expect(bar(page).get_by_role("status")).to_contain_text("waiting to send")


def then_all_is_sent(page: Page | Screen) -> None:
    on(page).sees(Thing("status", has="All sent", within=BAR))


def then_it_stands_on_the_server(page: Page | Screen, plan: str, words: str) -> None:
    """In the plan as the server gives it, whatever this screen shows."""
    on(page).until(ON_THE_SERVER, plan, words)


def then_it_says(page: Page, words: str) -> None:
    expect(page.get_by_text(words).filter(visible=True).first).to_be_visible()


def then_it_says_nowhere(page: Page, *words: str) -> None:
    """The words are not in the document at all: not hidden, not counted, not waiting to be shown."""
    content = page.content()
    assert [word for word in words if word in content] == []
