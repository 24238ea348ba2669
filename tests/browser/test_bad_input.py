"""What goes wrong while somebody writes: a missing answer, an ended session, no signal, two people at once."""

import pytest
from playwright.sync_api import expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import ContextFor, SignedIn
from tests.browser.live import Live
from tests.browser.steps import actions, plans, signing_in
from tests.browser.steps.looking import faults_of

FAMILY = "Grace, Noah and Ella"
WORDS = "Stand at the gate from half past eight"


def test_a_missing_answer_is_said_beside_its_field_and_in_a_summary_that_has_the_focus(
    signed_in: SignedIn, live: Live, device: str
) -> None:
    page = signed_in("priya", device)
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], FAMILY)
    plans.when_they_go_to(page, "Who does what")
    plans.press_main(page, "Add" if device == "phone" else "Add an action")
    plans.press(plans.bar(page), "Save and ask")

    summary = page.get_by_role("alert").filter(has_text="to settle before this is saved")
    expect(summary).to_be_focused()
    expect(actions.what(page)).to_have_attribute("aria-invalid", "true")
    expect(actions.what(page)).to_have_accessible_description("Write what they will do.")
    # Each line of the summary leads to its field.
    summary.get_by_role("link", name="Write what they will do.").click()
    expect(actions.what(page)).to_be_focused()


def test_a_paste_that_is_too_long_is_kept_whole_and_said_beside_its_field(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "phone")
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], FAMILY)
    plans.press(plans.bar(page), "Note")
    note = page.get_by_role("textbox", name="Note")
    note.fill("a" * 20_013)
    expect(note).to_have_value("a" * 20_013)
    expect(note).to_have_accessible_description("20,013 characters; 20,000 can be kept")
    plans.press(plans.bar(page), "Save")
    summary = page.get_by_role("alert").filter(has_text="to settle before this is saved")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("20,013 characters; 20,000 can be kept")
    note.fill("a" * 20_000)
    expect(note).not_to_have_attribute("aria-invalid", "true")


def test_a_session_that_ended_while_somebody_wrote_costs_no_word(signed_in: SignedIn, live: Live) -> None:
    # Given: words in a form, and a session that is gone.
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    actions.what(page).fill(WORDS)
    assert live.end_sessions("priya") > 0

    # When they save, the passphrase is asked for over the writing,
    plans.press(plans.bar(page), "Save and ask")
    expect(page.get_by_label("Passphrase")).to_be_visible()
    expect(page.locator("#shell")).to_have_count(0)

    # and with it everything is as it was, and sent.
    mail = page.get_by_label("Work e-mail")
    if mail.count():
        mail.fill("priya@demo.example")
    signing_in.when_they_open_again(page)
    plans.then_all_is_sent(page)
    actions.then_it_is_in_the_list(page, WORDS)


def test_a_wrong_passphrase_does_not_lift_the_cover(signed_in: SignedIn, live: Live) -> None:
    # Mina's account waits longer after the miss, so that nobody else's is used here.
    page = signed_in("mina", "tablet")
    plans.when_they_open_the_plan(page, live.plans["bellwether-mended"], FAMILY)
    plans.press(page, "Cover")
    page.get_by_role("button", name="Done").click()
    signing_in.when_they_open_again(page, "lantern pebble orchard kettle button")
    expect(page.get_by_role("alert")).to_contain_text("That did not open. Check the words and try again.")
    expect(page.locator("#shell")).to_have_count(0)
    plans.then_it_says_nowhere(page, "Bellwether", "Grace")


def test_words_written_without_signal_are_kept_and_sent_when_it_is_back(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    page.context.set_offline(True)
    try:
        actions.when_the_words_are(page, WORDS, "Save and ask")
        expect(plans.bar(page).get_by_role("status")).to_contain_text("1 waiting to send. Keep this page open.")
        actions.then_it_is_in_the_list(page, WORDS)
    finally:
        page.context.set_offline(False)
    plans.then_all_is_sent(page)
    then_the_server_has(signed_in, plan, WORDS)


def test_a_server_that_fails_keeps_the_words_waiting(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    page.route("**/api/1/revisions", lambda route: route.fulfill(status=503, body="busy"))
    actions.when_the_words_are(page, WORDS, "Save and ask")
    expect(plans.bar(page).get_by_role("status")).to_contain_text("1 waiting to send")
    page.unroute("**/api/1/revisions")
    plans.then_all_is_sent(page)
    then_the_server_has(signed_in, plan, WORDS)


def then_the_server_has(signed_in: SignedIn, plan: str, words: str) -> None:
    """On another device: what was kept here has arrived there."""
    desk = signed_in("priya", "desk")
    plans.when_they_open_the_plan(desk, plan, FAMILY)
    plans.when_they_go_to(desk, "Who does what")
    actions.then_it_is_in_the_list(desk, words)


def test_two_who_wrote_at_once_are_shown_side_by_side_and_settled(
    signed_in: SignedIn, live: Live, context_for: ContextFor
) -> None:
    # Given: the same action open on a tablet and at a desk.
    plan = live.family(family_b_as_entered())
    tablet, desk = signed_in("priya", "tablet"), signed_in("tom", "desk")
    for page in (tablet, desk):
        plans.when_they_open_the_plan(page, plan, FAMILY)
        plans.when_they_go_to(page, "Who does what")
        actions.when_it_is_opened_to_change(page, "Will call 999")

    # When both save, neither overwrites the other;
    actions.when_the_words_are(tablet, "Rings 999 from the neighbour's")
    plans.then_all_is_sent(tablet)
    actions.when_the_words_are(desk, "Rings 999 and leaves the line open")
    plans.then_all_is_sent(desk)

    # both stand side by side, the same size, with nothing chosen.
    plans.when_they_open_the_plan(desk, plan, FAMILY)
    desk.get_by_role("button", name="Two people wrote").click()
    expect(desk.get_by_role("heading", name="Two people wrote here")).to_be_visible()
    for words in ("Rings 999 from the neighbour's", "Rings 999 and leaves the line open"):
        plans.then_it_says(desk, words)
    # Of two free texts nobody judged which is safer.
    expect(desk.locator(".holds")).to_have_text("Until you choose, this one is used: Rings 999 from the neighbour's.")
    assert [one.is_checked() for one in desk.get_by_role("radio").all()] == [False, False, False]
    widths = {round(one.bounding_box()["width"]) for one in desk.locator(".version").all()}  # type: ignore[index]
    assert len(widths) == 1
    assert faults_of(desk) == []

    # Settled only by a choice.
    plans.press(desk, "Settle it")
    plans.then_it_says(desk, "Choose what stands first.")
    desk.locator(".version").filter(has_text="leaves the line open").get_by_role("radio").check()
    desk.get_by_label("Why, in a line").fill("Grace said so")
    plans.press(desk, "Settle it")
    plans.then_all_is_sent(desk)
    expect(desk.get_by_role("button", name="Two people wrote")).to_have_count(0)
    plans.when_they_go_to(desk, "Who does what")
    actions.then_it_is_in_the_list(desk, "Rings 999 and leaves the line open")
    expect(desk.get_by_role("listitem").filter(has_text="from the neighbour's")).to_have_count(0)


def test_a_plan_with_open_disagreements_is_not_ended_and_the_page_leads_to_them(
    signed_in: SignedIn, live: Live, device: str
) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", device)
    plans.when_they_open_the_plan(page, plan, FAMILY)
    plans.when_they_go_to(page, "Reviews")
    plans.press(page, "Stage, review day and lead")

    # It is said where the ending is picked, before anything is sent,
    page.get_by_role("radio", name="Ended").check(force=True)
    card = page.get_by_role("alert").filter(has_text="Answer or settle each open disagreement first.")
    expect(card).to_be_visible()
    plans.press(plans.bar(page), "Save")
    expect(card).to_be_focused()
    assert faults_of(page) == []

    # and leads to what is open; the plan goes on.
    plans.press(card, "Open the disagreements")
    expect(page.get_by_role("heading", name="What we disagree on")).to_be_visible()
    plans.then_it_says(page, "My supervision of Mark stops if the child protection plan ends.")
    expect(plans.bar(page).get_by_role("button", name="Add", exact=True).last).to_be_enabled()


def test_an_ending_refused_for_what_was_written_elsewhere_says_so(signed_in: SignedIn, live: Live) -> None:
    # Given: a page that knows of no disagreement.
    plan = live.family([row for row in family_b_as_entered() if row[0] != "disagreement"])
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    plans.when_they_go_to(page, "Reviews")
    plans.press(page, "Stage, review day and lead")
    page.get_by_role("radio", name="Ended").check(force=True)
    plans.then_it_says(page, "Ending closes the plan to all writing.")

    # When the server refuses it, the same card says so, and the plan is read again.
    page.route("**/stage", lambda route: route.fulfill(status=409, json={"reason": "stop:stop_ending"}))
    with page.expect_response(lambda answer: answer.url.endswith(f"/plans/{plan}")):
        plans.press(plans.bar(page), "Save")
    card = page.get_by_role("alert").filter(has_text="Answer or settle each open disagreement first.")
    expect(card).to_be_focused()
    plans.press(card, "Open the disagreements")
    expect(page.get_by_role("heading", name="What we disagree on")).to_be_visible()


def test_a_missing_review_day_is_said_beside_its_field_and_in_a_summary_that_has_the_focus(
    signed_in: SignedIn, live: Live, device: str
) -> None:
    page = signed_in("priya", device)
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], FAMILY)
    plans.when_they_go_to(page, "Reviews")
    plans.press(page, "Stage, review day and lead")
    day = page.get_by_role("textbox", name="Looked at again on")
    day.fill("")
    plans.press(plans.bar(page), "Save")
    expect(page.get_by_role("alert").filter(has_text="One thing to settle")).to_be_focused()
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(day).to_have_accessible_description("Pick the day it is looked at again.")
    page.get_by_role("link", name="Pick the day it is looked at again.").click()
    expect(day).to_be_focused()
    assert faults_of(page) == []


@pytest.mark.parametrize(
    ("who", "path", "key", "words", "field"),
    [
        ("edith", "/agency", "Add the team", "Type a name for the team.", "Name of the team"),
        ("edith", "/agency/people/new", "Add this person", "Type an address.", "E-mail address"),
        ("edith", "/agency/desks/new", "Add the desk", "Type a name.", "Name of the desk"),
        (
            "tom",
            "/account/words",
            "Change my passphrase",
            "Type the passphrase you sign in with.",
            "Your passphrase now",
        ),
    ],
)
def test_what_is_wrong_in_a_form_of_accounts_is_said_beside_its_field_and_in_a_summary_that_has_the_focus(
    signed_in: SignedIn, device: str, who: str, path: str, key: str, words: str, field: str
) -> None:
    page = signed_in(who, device)
    signing_in.when_they_follow_a_link_inside(page, path)
    plans.press(page, key)
    summary = page.get_by_role("alert").filter(has_text=words)
    expect(summary).to_be_focused()
    asked = page.get_by_role("textbox", name=field, exact=True)
    expect(asked).to_have_attribute("aria-invalid", "true")
    expect(asked).to_have_accessible_description(words)
    assert faults_of(page) == []
    summary.get_by_role("link", name=words).click()
    expect(asked).to_be_focused()
