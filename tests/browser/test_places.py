"""Where people can be found: in no plan that opens, on no tablet that is merely open, and away again under a cover."""

from playwright.sync_api import Page, expect

from safeplan.demo.families import family_b_mended
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import plans, signing_in, visiting
from tests.browser.test_sharing import PLACE

ADDRESS = "14 Quarrelstone Mews"


def when_they_look_where(page: Page) -> None:
    plans.when_they_go_to(page, "Where they can be found")
    plans.press(page, "Show them")


def then_it_is_away(page: Page) -> None:
    plans.then_it_says_nowhere(page, ADDRESS)


def test_with_signal_it_shows_to_whoever_asks_and_goes_under_the_cover(signed_in: SignedIn, live: Live) -> None:
    plan = live.family([*family_b_mended(), PLACE])
    page = signed_in("priya", "phone")
    answers: list[str] = []
    page.on("response", lambda answer: answers.append(answer.text()) if f"/api/1/plans/{plan}" in answer.url else None)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    then_it_is_away(page)
    assert [words for words in answers if ADDRESS in words] == []

    when_they_look_where(page)
    plans.then_it_says(page, ADDRESS)
    plans.then_it_says(page, "Home address, Grace")
    plans.press(page, "Cover")
    signing_in.when_they_lift_the_cover(page)
    expect(page.get_by_role("button", name="Show them")).to_be_visible()
    then_it_is_away(page)

    # Its history and its form are pages that show it too.
    for way in ("History", "Change"):
        plans.press(page, "Show them")
        plans.press(page, way)
        written = page.get_by_role("article").get_by_text(ADDRESS)
        shown = page.get_by_label("Address, number or arrangement") if way == "Change" else written
        expect(shown).to_be_visible()
        plans.press(page, "Cover")
        signing_in.when_they_lift_the_cover(page)
        expect(page.get_by_role("button", name="Show them")).to_be_visible()
        then_it_is_away(page)
        # Nor does going back, and on again, come to a page that shows it.
        page.go_back()
        page.go_forward()
        then_it_is_away(page)
        plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
        plans.when_they_go_to(page, "Where they can be found")

    # What was being written of it is there again once it is shown again, and names what it changes.
    plans.press(page, "Show them")
    plans.press(page, "Change")
    page.get_by_label("Address, number or arrangement").fill("2 Lantern Row")
    plans.press(page, "Cover")
    signing_in.when_they_lift_the_cover(page)
    then_it_is_away(page)
    plans.then_it_says_nowhere(page, "2 Lantern Row")
    plans.press(page, "Show them")
    plans.press(page, "Change")
    expect(page.get_by_label("Address, number or arrangement")).to_have_value("2 Lantern Row")
    plans.press(plans.bar(page), "Save")
    expect(page.get_by_role("article")).to_contain_text("2 Lantern Row")
    expect(page.get_by_text("Two people wrote")).to_have_count(0)


def test_on_a_tablet_without_signal_it_takes_the_words_once_more(signed_in: SignedIn, live: Live) -> None:
    plan = live.family([*family_b_mended(), PLACE])
    page = signed_in("priya", "tablet")
    visiting.when_the_tablet_is_set_up(page)
    for row in page.locator(".take-row").all():
        row.locator("input").first.check(force=True)
        row.get_by_text("Where they can be found").click()
    plans.press(plans.bar(page), "Take along")
    expect(page.get_by_role("heading", name="Ready for offline")).to_be_visible()
    plans.press(plans.bar(page), "My plans")
    page.context.set_offline(True)
    # Signed in still, and without signal: the tablet is asked.
    visiting.when_they_open_the_plan_here(page, plan)
    signing_in.when_the_view_is(page, "Just me")
    when_they_look_where(page)
    page.get_by_label("Your passphrase, once more").fill(visiting.WORDS)
    page.keyboard.press("Enter")
    plans.then_it_says(page, ADDRESS)
    page.goto(live.url)
    visiting.when_the_tablet_is_opened(page)
    signing_in.then_somebody_is_signed_in(page)
    visiting.when_they_open_the_plan_here(page, plan)
    signing_in.when_the_view_is(page, "Just me")
    then_it_is_away(page)

    when_they_look_where(page)
    asked = page.get_by_label("Your passphrase, once more")
    asked.fill("gravel picnic lantern harbour puddle")
    asked.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That did not open. Check the words and try again.")
    then_it_is_away(page)
    expect(page.get_by_role("button", name="Show them")).to_be_enabled()
    asked.fill(visiting.WORDS)
    asked.press("Enter")
    plans.then_it_says(page, ADDRESS)


def test_the_passphrase_that_handing_the_lead_on_takes_is_brought_into_view(signed_in: SignedIn, live: Live) -> None:
    """It comes below everything else; whoever saved must not have to look for it."""
    plan = live.family(family_b_mended())
    page = signed_in("priya", "phone")
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    plans.press(page, "Change stage, review day or lead")
    page.get_by_role("radio", name="Tom Whitlock").check(force=True)
    page.get_by_role("textbox", name="Looked at again on").fill("2030-01-01")
    # As the server answers after five minutes.
    page.route("**/lead", lambda route: route.fulfill(status=403, json={"reason": "step-up"}))
    plans.press(plans.bar(page), "Save")
    asked = page.get_by_label("Your passphrase, once more")
    expect(asked).to_be_focused()
    expect(asked).to_be_in_viewport()
    expect(asked).to_have_accessible_description("Who leads can open every part, and where they can be found as well.")
    asked.fill("gravel picnic")
    plans.press(page, "Show")
    expect(asked).to_have_attribute("type", "text")
