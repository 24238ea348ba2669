"""A tablet that is left alone: what comes over it, and when. The page's clock is the test's own."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import plans, signing_in, visiting
from tests.browser.tablets import Tablet, note_of


def opened_with_a_clock(tablet: Tablet) -> Page:
    page = tablet.page()
    # Its timers are set as it loads, so it loads once more with the clock in place.
    page.clock.install()
    page.reload()
    tablet.when_it_is_opened(page)
    return page


def test_two_minutes_alone_cover_it_and_fifteen_under_the_cover_lock_it(tablet_of: Callable[[str], Tablet]) -> None:
    page = opened_with_a_clock(tablet_of("tablet"))
    plans.when_they_go_to(page, "Who does what")
    plans.then_it_says(page, "Will call 999")

    # Not before: and any touch begins the two minutes again.
    page.clock.run_for("01:50")
    page.keyboard.press("Shift")
    page.clock.run_for("01:50")
    plans.then_it_says(page, "Will call 999")
    page.clock.run_for("00:20")
    signing_in.then_it_is_covered(page)
    plans.then_it_says_nowhere(page, "Will call 999")

    # A PIN lifts it for fifteen minutes; then only the words do.
    page.clock.run_for("14:40")
    signing_in.then_it_is_covered(page)
    page.clock.run_for("00:30")
    visiting.then_the_tablet_asks_for_words(page)
    expect(page.get_by_label("PIN")).to_have_count(0)


def test_no_question_holds_a_lock_up_over_what_is_half_written(tablet_of: Callable[[str], Tablet]) -> None:
    page = tablet_of("tablet").opened()
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    plans.press(plans.bar(page), "Note")
    note_of(page).fill("Quillfeather rang twice")
    expect(plans.bar(page)).to_contain_text("1 unfinished. Kept on this tablet")
    # It is sealed within a second.
    page.wait_for_timeout(1200)
    visiting.when_it_is_locked(page)
    assert asked == []
    visiting.when_the_tablet_is_opened(page)
    expect(plans.bar(page)).to_contain_text("1 unfinished")
