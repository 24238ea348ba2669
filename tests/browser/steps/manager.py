"""Steps of a manager: decisions that wait, the quality of plans, and sending one back with a sentence."""

from playwright.sync_api import Page, expect

from tests.browser.steps.plans import press
from tests.browser.steps.signing_in import when_they_follow_a_link_inside


def when_decisions_are_opened(page: Page) -> None:
    when_they_follow_a_link_inside(page, "/quality")
    expect(page.get_by_role("link", name="Decisions waiting")).to_have_attribute("aria-current", "page")


def when_the_grid_is_opened(page: Page) -> None:
    page.get_by_role("link", name="Quality", exact=True).click()
    expect(page.get_by_role("heading", name="Are the plans good?")).to_be_visible()


def when_a_plan_is_reviewed(page: Page, plan: str) -> None:
    when_they_follow_a_link_inside(page, f"/quality/{plan}")


def when_it_is_sent_back(page: Page, words: str) -> None:
    page.locator("#send-back").get_by_role("textbox").fill(words)
    press(page, "Send back")
    expect(page.get_by_role("link", name="Decisions waiting")).to_have_attribute("aria-current", "page")
