"""Steps of reading and changing one action in the list of who does what."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps.plans import bar, press, press_main, when_they_choose, when_they_go_to


def when_a_new_action_is_begun(page: Page, agency: str = "Council") -> None:
    """Begin an action that is asked of an agency which can open the plan."""
    when_they_go_to(page, "Who does what")
    press_main(page, "Add an action")
    when_they_choose(page, "Which agency?", agency)
    expect(what(page)).to_be_visible()


def what(page: Page) -> Locator:
    """Return the field for what somebody will do."""
    return page.get_by_label("What will they do?")


def when_it_is_opened_to_change(page: Page, words: str) -> None:
    """Open one action in place, and its form."""
    page.get_by_role("button", name=re.compile(f"^{re.escape(words)}")).filter(visible=True).first.click()
    press(page, "Change")
    expect(what(page)).to_have_value(words)


def when_the_words_are(page: Page, words: str, save: str = "Save") -> None:
    what(page).fill(words)
    press(bar(page), save)


def then_it_is_in_the_list(page: Page, words: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=words).filter(visible=True).first).to_be_visible()
