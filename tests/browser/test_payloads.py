"""What somebody types is text, wherever it is shown again: no script, no picture, no dialog."""

import pytest
from playwright.sync_api import Page, expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import actions, child, plans, signing_in

FAMILY = "Grace, Noah and Ella"
PAYLOAD = "<img src=/none onerror=alert(1)><script>alert(2)</script>\"' x-data={{7*7}} javascript:alert(3)"


def when_every_text_field_is(page: Page, words: str) -> int:
    """Fill what takes words, also what waits for the desk; return how many fields there were."""
    fold = page.get_by_role("button", name="To confirm at the desk")
    if fold.count():
        plans.when_they_open_the_desk_fields(page)
    fields = page.get_by_role("main").locator(
        # A birth is no words: what is typed there is read as a day or an age.
        "textarea:visible, input.input:not([type]):not(#f-born):visible, input[type=text]:visible"
    )
    for field in fields.all():
        most = int(field.get_attribute("maxlength") or 1000)
        field.fill(words[:most])
    return fields.count()


def then_it_is_only_text(page: Page) -> None:
    expect(page.get_by_text("<img src=/none onerror=alert(1)>").filter(visible=True).first).to_be_visible()
    assert page.locator("img[src='/none'], script:not([src])").count() == 0


def test_an_action_s_words_are_text_on_every_page_that_shows_them(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "desk")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    assert when_every_text_field_is(page, PAYLOAD) >= 2
    plans.press(plans.bar(page), "Save and ask")
    plans.then_all_is_sent(page)
    then_it_is_only_text(page)
    page.get_by_role("button", name="<img").filter(visible=True).first.click()
    plans.press(page, "History")
    then_it_is_only_text(page)
    plans.when_they_open_the_plan(page, plan, FAMILY)
    signing_in.when_the_view_is(page, "Me and Grace")
    then_it_is_only_text(page)

    tom = signed_in("tom", "desk")
    signing_in.when_they_follow_a_link_inside(tom, f"/quality/{plan}")
    then_it_is_only_text(tom)


@pytest.mark.parametrize("kind", ["note", "family"])
def test_other_forms_keep_words_as_text(signed_in: SignedIn, live: Live, kind: str) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    if kind == "note":
        plans.press(plans.bar(page), "Note")
    else:
        plans.when_they_go_to(page, "People and sharing")
        plans.press_main(page, "Add")
        plans.when_they_choose(page, "Who are they?", "Family or friend")
    assert when_every_text_field_is(page, PAYLOAD) >= 1
    plans.when_they_save(page)
    if kind == "family":
        then_it_is_only_text(page)
    assert page.locator("img[src='/none'], script:not([src])").count() == 0


def test_a_child_s_words_are_text(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    child.when_the_gate_is_answered(page)
    child.when_it_is_handed_over(page)
    page.get_by_label("Call me").fill("<b>Noah</b>")
    child.when_the_child_goes_on_to(page, "Tell the grown-ups")
    child.when_words_are_said(page, PAYLOAD)
    plans.press(page, "Stop")
    then_no_markup(page)
    plans.press(page, "Give this to Priya")
    child.when_the_grown_up_has_it_back(page)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    plans.when_they_open_the_plan(page, plan, FAMILY)
    child.when_the_book_is_opened(page)
    then_it_is_only_text(page)


def then_no_markup(page: Page) -> None:
    assert page.locator("main b").filter(has_text="Noah").count() == 0
