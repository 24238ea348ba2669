"""Steps of reading and changing one action in the list of who does what."""

from playwright.sync_api import Locator, Page

from tests.browser.chromium import Chromium, on
from tests.browser.screen import BAR, MAIN, Screen, Thing, field, key, main_key
from tests.browser.steps.plans import when_they_choose, when_they_go_to

WHAT = field("What will they do?")


def when_a_new_action_is_begun(page: Page | Screen, agency: str = "Council") -> None:
    """Begin an action that is asked of an agency which can open the plan."""
    when_they_go_to(page, "Who does what")
    on(page).press(main_key("Add an action"))
    when_they_choose(page, "Which agency?", agency)
    on(page).sees(WHAT)


def what(page: Page) -> Locator:
    """Return the field for what somebody will do."""
    return Chromium(page).locator(WHAT)


def when_it_is_opened_to_change(page: Page | Screen, words: str) -> None:
    """Open one action in place, and its form."""
    screen = on(page)
    screen.press(Thing("button", begins=words, within=MAIN, pick="first"))
    screen.press(key("Change"))
    screen.has_value(WHAT, words)


def when_it_is_worded(page: Page | Screen, words: str) -> None:
    """Write what somebody will do, in the open form; nothing is saved yet."""
    on(page).fill(WHAT, words)


def when_the_words_are(page: Page | Screen, words: str, save: str = "Save") -> None:
    """Write what somebody will do, and save it."""
    when_it_is_worded(page, words)
    on(page).press(key(save, within=BAR))


def then_it_is_in_the_list(page: Page | Screen, words: str) -> None:
    on(page).sees(Thing("listitem", has=words, pick="first"))
