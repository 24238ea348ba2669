"""A card with words in it never goes by: it stays, or stands among what is unfinished until somebody chooses."""

from playwright.sync_api import Page, expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import plans

WORDS = "Quillfeather said she will come back on Sunday"
LACKS = "#tonight-lacks"


def when_the_card_is(page: Page, question: str) -> None:
    """Walk on over empty cards to the one that asks this."""
    heading = page.locator("#tonight-question")
    for _ in range(8):
        if question in heading.inner_text():
            return
        before = heading.inner_text()
        plans.press(plans.bar(page), "Not now")
        expect(heading).not_to_have_text(before)
    raise AssertionError(f"no card asks {question}")


def test_half_a_card_stays_and_is_kept_as_it_is(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet", plan)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    plans.press(plans.bar(page), "Tonight")

    # Given: what a child said, and nobody yet said how.
    when_the_card_is(page, "say, or show?")
    page.get_by_role("radio", name="Noah", exact=True).check(force=True)
    page.get_by_label("As it was said or seen").fill(WORDS)
    plans.press(plans.bar(page), "Next")
    expect(page.locator(LACKS)).to_be_focused()
    expect(page.locator(LACKS)).to_contain_text("Your words are kept. Say how the child told or showed it.")
    expect(plans.bar(page)).to_contain_text("1 unfinished. Keep this page open")

    # When it is left all the same, it stands on the overview, and in another plan's list too.
    plans.press(plans.bar(page), "Not now")
    page.go_back()
    row = page.get_by_role("button", name="Unfinished: A plan for tonight")
    expect(row).to_contain_text("One card is not finished")
    row.click()

    # Then the card is there with its words, and one tap keeps them with that not said.
    expect(page.locator("#tonight-question")).to_contain_text("say, or show?")
    expect(page.get_by_label("As it was said or seen")).to_have_value(WORDS)
    plans.press(plans.bar(page), "Next")
    page.locator(LACKS).get_by_role("button", name="How is not said yet").click()
    plans.press(plans.bar(page), "Next")
    plans.then_all_is_sent(page)
    plans.then_it_stands_on_the_server(page, plan, WORDS)


def test_what_was_begun_outlives_another_plan_and_is_thrown_away_by_choice(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "desk", plan)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    plans.press(plans.bar(page), "Note")
    page.get_by_role("textbox", name="Note").fill(WORDS)
    # The list closes the plan, and what was begun in it stays.
    page.get_by_role("button", name="My plans", exact=True).click()
    expect(page.get_by_role("heading", name="My plans")).to_be_visible()
    expect(plans.bar(page)).to_contain_text("1 unfinished. Keep this page open")
    plans.bar(page).get_by_role("button", name="1 unfinished").click()
    page.get_by_role("button", name="Finish it").click()
    plans.then_the_plan_is_open(page, "Grace, Noah and Ella")
    page.get_by_role("button", name="Unfinished: Visit note").click()
    expect(page.get_by_role("textbox", name="Note")).to_have_value(WORDS)

    plans.bar(page).get_by_role("button", name="1 unfinished").click()
    page.get_by_role("button", name="Not needed, throw it away").click()
    expect(plans.bar(page)).not_to_contain_text("unfinished")
    plans.press(plans.bar(page), "Note")
    expect(page.get_by_role("textbox", name="Note")).to_have_value("")


def test_each_find_on_a_card_is_offered_one_after_the_other(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet", plan)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    plans.press(plans.bar(page), "Tonight")
    when_the_card_is(page, "What did Mark do?")
    page.get_by_label("In plain words").fill("Rings her on 07700 900456 since she moved to 12 Mill Lane CB1 2AB")
    page.get_by_label("Closest to").select_option(label="Stalks and harasses")
    plans.press(plans.bar(page), "Next")
    offer = page.locator("section.offer")
    expect(offer).to_contain_text("07700 900456")
    page.wait_for_timeout(500)
    plans.press(offer, "Leave it here")
    expect(offer).to_contain_text("12 Mill Lane CB1 2AB")
    page.wait_for_timeout(500)
    plans.press(offer, "Keep it with the addresses")
    expect(page.locator("#tonight-question")).not_to_contain_text("What did Mark do?")
    plans.then_it_stands_on_the_server(page, plan, "since she moved to (kept with the addresses)")
