"""Tom's pages: what waits for him, the grid of plans and questions, and a plan sent back that stays in use."""

import re

from playwright.sync_api import expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import manager, plans, signing_in
from tests.browser.steps.looking import faults_of

SENTENCE = "Which agency can take the door, and by when?"


def test_tom_sends_a_plan_back_with_a_sentence_and_it_stays_in_use(signed_in: SignedIn, live: Live) -> None:
    # Given: a plan that proposes an ending while a disagreement is open.
    plan = live.family(family_b_as_entered())
    live.set_stage(plan, "full")
    tom = signed_in("tom", "desk")

    # When Tom looks at what waits, the ending is there, and nothing looks like the answer.
    manager.when_decisions_are_opened(tom)
    waiting = tom.get_by_role("listitem").filter(has_text="An ending is proposed")
    expect(waiting.first).to_be_visible()
    expect(waiting.first.get_by_role("link")).not_to_have_count(0)

    # When he opens the grid, each shape has a word, and the plan's row says what is open.
    manager.when_the_grid_is_opened(tom)
    expect(tom.get_by_role("row").filter(has_text="Grace, Noah and Ella").first).to_contain_text("met")
    expect(tom.get_by_role("cell", name="open").first).to_be_attached()

    # When he sends it back with a sentence,
    manager.when_a_plan_is_reviewed(tom, plan)
    expect(tom.get_by_role("heading", name="Who else can act?")).to_be_visible()
    plans.then_it_says(tom, "Will supervise contact")
    manager.when_it_is_sent_back(tom, SENTENCE)

    # then Priya reads his sentence among the reviews, and the plan is in use as before.
    priya = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(priya, plan, "Grace, Noah and Ella")
    plans.when_they_go_to(priya, "Reviews")
    plans.then_it_says(priya, SENTENCE)
    plans.when_they_go_back(priya)
    plans.when_they_go_to(priya, "Who does what")
    expect(plans.bar(priya).get_by_role("button", name="Add an action")).to_be_enabled()


def test_what_tom_asks_stands_first_on_priya_s_page(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    live.set_stage(plan, "full")
    tom = signed_in("tom", "desk")
    manager.when_a_plan_is_reviewed(tom, plan)
    manager.when_it_is_sent_back(tom, SENTENCE)
    priya = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(priya, plan, "Grace, Noah and Ella")
    row = priya.get_by_role("main").get_by_role("button", name=re.compile("^Tom .*asks"))
    expect(row).to_contain_text(SENTENCE)


def test_sending_back_needs_a_sentence(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    tom = signed_in("tom", "desk")
    manager.when_a_plan_is_reviewed(tom, plan)
    plans.press(tom, "Send back")
    expect(tom.get_by_role("alert").first).to_be_focused()


def test_a_practitioner_has_no_manager_s_page(signed_in: SignedIn, live: Live) -> None:
    priya = signed_in("priya", "desk")
    for path in ("/quality", "/quality/plans"):
        signing_in.when_they_follow_a_link_inside(priya, path)
        expect(priya.get_by_text("Nothing here")).to_be_visible()


def test_an_ending_over_open_disagreements_is_read_and_not_agreed(signed_in: SignedIn, live: Live, device: str) -> None:
    plan = live.family(family_b_as_entered())
    tom = signed_in("tom", device)
    manager.when_a_plan_is_reviewed(tom, plan)
    expect(tom.get_by_role("button", name="Agree", exact=True)).to_have_count(0)
    tom.get_by_role("link", name="Open all three").click()
    card = tom.get_by_role("region", name="Answer or settle each open disagreement first.")
    expect(card).to_be_in_viewport()
    for words in ("My supervision of Mark stops", "Noah still will not go home", "Nothing Mark does has changed."):
        expect(card).to_contain_text(words)
    assert faults_of(tom) == []

    # What he sends back does not read, to who leads it, as if anything about the ending was decided.
    manager.when_it_is_sent_back(tom, SENTENCE)
    expect(tom.get_by_role("listitem").filter(has_text="An ending is proposed").first).to_be_visible()
    priya = signed_in("priya", device)
    plans.when_they_open_the_plan(priya, plan, "Grace, Noah and Ella")
    plans.when_they_go_to(priya, "Reviews")
    expect(priya.get_by_role("heading", name="Plan reviewed: sent back")).to_be_visible()
    plans.then_it_says(priya, "Ending or stepping down. A review of the plan does not decide it.")


def test_on_a_phone_each_plan_of_the_grid_is_a_card_with_every_question_whole(signed_in: SignedIn, live: Live) -> None:
    tom = signed_in("tom", "phone")
    manager.when_decisions_are_opened(tom)
    manager.when_the_grid_is_opened(tom)
    # Every question of a plan is on the screen's width, with its shape's word, and still a table to who hears it.
    row = (
        tom.get_by_role("table", name="Plans by question: Who acts")
        .get_by_role("row")
        .filter(has=tom.get_by_role("rowheader", name="Isla and Wren"))
    )
    cells = row.get_by_role("cell")
    expect(cells).to_have_count(8)
    for cell in cells.all():
        box = cell.bounding_box()
        assert box is not None
        assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    expect(row.get_by_role("button", name="Asks the person causing harm met")).to_be_visible()
    expect(row.get_by_text("does not apply").first).to_be_visible()
    assert tom.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults_of(tom) == []

    # One question is picked without the grid's head row, and every plan's answer to it stands below.
    tom.get_by_label("One question").select_option(label="Safe contact known")
    plans.press(tom, "Show")
    expect(tom.get_by_role("heading", name="Safe contact known")).to_be_visible()
    expect(tom.get_by_role("row").filter(has_text="Isla and Wren").get_by_role("cell")).to_have_count(1)
