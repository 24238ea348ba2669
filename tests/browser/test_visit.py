"""A visit without signal, from taking a plan along to its revisions standing in the log."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.deploys import Site
from tests.browser.live import Live
from tests.browser.steps import actions, plans, signing_in, visiting

CALL = "Will call 999"
WORDS = "Stand at the quarry gate until four"


def when_priya_takes_everything_along(page: Page, site: Site) -> None:
    visiting.when_the_shell_is_kept(page, site.url)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    visiting.when_the_tablet_is_set_up(page)
    visiting.when_all_are_taken_along(page)


def test_what_is_written_without_signal_stands_in_the_plan_after_signing_in(
    live: Live, site: Site, tablet: Callable[[], BrowserContext]
) -> None:
    plan = live.family(family_b_as_entered())
    page = tablet().pages[0]
    when_priya_takes_everything_along(page, site)
    site.stop()
    visiting.when_they_open_the_plan_here(page, plan)
    signing_in.when_the_view_is(page, "Just me")
    plans.when_they_go_to(page, "Who does what")
    actions.when_it_is_opened_to_change(page, CALL)
    actions.what(page).fill(WORDS)
    page.wait_for_timeout(1000)

    # Covered and lifted, the field is as it was; locked by five wrong PINs, it takes the words, and it is there again.
    page.get_by_role("button", name="Cover", exact=True).click()
    visiting.when_the_cover_is_lifted_by_pin(page)
    expect(actions.what(page)).to_have_value(WORDS)
    page.get_by_role("button", name="Cover", exact=True).click()
    visiting.when_five_wrong_pins_are_tried(page)
    visiting.then_the_tablet_asks_for_words(page)
    visiting.when_the_tablet_is_opened(page)
    expect(actions.what(page)).to_have_value(WORDS)
    plans.press(plans.bar(page), "Save")
    expect(plans.bar(page)).to_contain_text("Saved on this tablet")
    expect(plans.bar(page)).to_contain_text("On this tablet · 1 waiting to send")
    actions.then_it_is_in_the_list(page, WORDS)

    site.deploy()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(plans.bar(page)).to_contain_text("Sent · 1 waits for your sign-in")
    visiting.when_they_sign_in_over_it(page, "priya")
    expect(plans.bar(page)).to_contain_text("All sent")
