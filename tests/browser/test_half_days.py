"""Days as people know them: half a birth is kept and marked, half a day is refused in the form it wants."""

from playwright.sync_api import expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import actions, plans

FAMILY = "Grace, Noah and Ella"


def test_a_child_who_is_about_eight_is_kept_and_marked(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, live.family(family_b_as_entered()), FAMILY)
    plans.when_they_go_to(page, "People and sharing")
    plans.press_main(page, "Add")
    page.get_by_label("First name").fill("Sam Bellwether")
    plans.when_they_choose(page, "Who are they?", "Child")

    # Given: what is no birth is refused, and stays as it was typed.
    born = page.get_by_label("Born")
    for typed, words in (("2031-01-01", "Write a birth between 1900 and today."), ("12 03", "Write it as")):
        born.fill(typed)
        plans.press_main(page, "Save")
        expect(page.locator("#e-born")).to_contain_text(words)
        expect(born).to_have_value(typed)

    # When it is typed as it is known, then it is kept, and marked as estimated.
    born.fill("about 8")
    plans.when_they_save(page)
    expect(page.get_by_text("about 8, estimated")).to_be_visible()


def test_half_a_last_day_is_refused_and_not_let_go(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, live.family(family_b_as_entered()), FAMILY)
    actions.when_a_new_action_is_begun(page)
    actions.when_it_is_worded(page, "Walks past at four")

    # When a day and a month are there and no year,
    page.get_by_label("Until", exact=True).press_sequentially("1203")
    plans.press_main(page, "Save and ask")

    # then nothing is saved, and it says how the day is written.
    expect(page.locator("#e-until_day")).to_contain_text("Write it as")
    expect(actions.what(page)).to_have_value("Walks past at four")
