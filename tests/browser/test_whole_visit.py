"""One whole visit: a plan taken along empty, a family and a child's board made without signal, sent, and settled."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from safeplan.plans.models import Letter, Revision
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import actions, child, family_b, plans, signing_in, visiting

FAMILY = "Grace and Noah"
# One of the actions of family B, and what two people make of it while neither sees the other.
ACTION = "Will supervise contact"
MINE = "Will see Noah only at the contact centre, with staff there"
HERS = "Will see Noah only when his grandmother is there"
NOAH_S_WORDS = "When it gets loud my tummy does butterflies"
NAMED = "Quillfeather"
UNFINISHED = "Will leave the house keys"
WHOLE = f"{UNFINISHED} with the officer"


def kept(live: Live, plan: str) -> tuple[int, int]:
    """Return how many revisions of the plan stand in the log, and how many letters about it were brought."""
    with Session(live.engine) as session:
        revisions, letters = (
            session.scalar(select(func.count()).select_from(table).where(table.plan == plan))
            for table in (Revision, Letter)
        )
    return int(revisions or 0), int(letters or 0)


def when_an_empty_plan_is_taken_along(page: Page, live: Live) -> str:
    """Priya starts a plan, lets Dana write in it, and takes it along, with signal."""
    visiting.when_the_shell_is_kept(page, live.url)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    plan = plans.when_they_start_a_plan(page)
    live.share(plan, "dana", "plan", "risk")
    signing_in.when_they_follow_a_link_inside(page, "/")
    visiting.when_the_tablet_is_set_up(page)
    visiting.when_one_is_taken_along(page, plan)
    return plan


def when_family_b_is_typed_in(page: Page, plan: str) -> None:
    visiting.when_they_open_the_plan_here(page, plan)
    signing_in.when_the_view_is(page, "Just me")
    family_b.when_it_is_typed_in(page)
    family_b.then_the_next_question_is(page, "Every step here rests on Grace. Which agency can take one?")


def when_noah_makes_his_board(page: Page) -> None:
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    # There is no other child to have a turn.
    child.when_the_gate_is_answered(page, **{"Next after Noah": ""})
    child.when_it_is_handed_over(page)
    assert child.words_in_memory(page, "Sculthorpe", ACTION) == []
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "worried")
    child.when_the_child_goes_on_to(page, "My hand")
    child.when_somebody_is_put_on_the_hand(page, NAMED)
    child.when_the_child_goes_on_to(page, "Tell the grown-ups")
    child.when_something_is_drawn(page)
    child.when_words_are_said(page, f"{NOAH_S_WORDS}.")
    plans.press(page, "Stop")
    plans.press(page, "Give this to Priya")
    child.when_the_grown_up_takes_it(page)


def when_an_action_is_left_half_written(page: Page, plan: str) -> None:
    signing_in.then_somebody_is_signed_in(page)
    visiting.when_they_open_the_plan_here(page, plan)
    signing_in.when_the_view_is(page, "Just me")
    actions.when_a_new_action_is_begun(page)
    plans.when_they_choose(page, "Who acts?", "Mark")
    actions.what(page).fill(UNFINISHED)
    # A draft is sealed within a second.
    page.wait_for_timeout(1000)


def when_it_is_covered_locked_and_opened_again(page: Page) -> None:
    plans.press(page, "Cover")
    visiting.when_the_cover_is_lifted_by_pin(page)
    expect(actions.what(page)).to_have_value(UNFINISHED)
    plans.press(page, "Cover")
    signing_in.then_it_is_covered(page)
    plans.then_it_says_nowhere(page, UNFINISHED, "Grace", "Noah", "Mark")
    visiting.when_five_wrong_pins_are_tried(page)
    visiting.then_the_tablet_asks_for_words(page)
    plans.then_it_says_nowhere(page, UNFINISHED, "Grace", "Noah", "Mark")
    visiting.when_the_tablet_is_opened(page)
    expect(actions.what(page)).to_have_value(UNFINISHED)


def when_the_action_is_changed(page: Page, words: str) -> None:
    """Priya goes there from the overview, Dana at the desk by the list of sections."""
    row = page.get_by_role("main").get_by_role("button", name=re.compile("^Who does what"))
    row.or_(page.get_by_role("link", name="Who does what")).first.click()
    actions.when_it_is_opened_to_change(page, ACTION)
    actions.what(page).fill(words)
    plans.when_they_save(page)


def test_a_visit_from_taking_the_plan_along_to_settling_what_two_people_wrote(
    tablet: Callable[..., BrowserContext], signed_in: SignedIn, live: Live
) -> None:
    # Given: an empty plan on the tablet, and no signal in the kitchen.
    page = tablet().pages[0]
    plan = when_an_empty_plan_is_taken_along(page, live)
    before = kept(live, plan)
    page.context.set_offline(True)

    # When the family is typed in, Noah makes his board, and the tablet is covered and locked in the middle of a word …
    when_family_b_is_typed_in(page, plan)
    when_noah_makes_his_board(page)
    visiting.then_the_tablet_asks_for_words(page)
    visiting.when_the_tablet_is_opened(page)
    # Noah sits beside her; and nobody is told that he was never asked.
    expect(page.get_by_role("button", name="Who can see this screen")).to_contain_text("Children near")
    signing_in.when_the_view_is(page, "Just me")
    plans.then_it_says(page, "Noah’s pages are on this tablet, sealed.")
    when_an_action_is_left_half_written(page, plan)
    when_it_is_covered_locked_and_opened_again(page)
    actions.what(page).fill(WHOLE)
    plans.when_they_save(page, "Save and ask")

    # … then nothing has left it, and with signal everything leaves it once.
    assert kept(live, plan) == before
    visiting.when_signal_comes(page)
    visiting.then_the_state_is(page, "wait for your sign-in")
    visiting.when_they_sign_in_over_it(page, "priya")
    plans.then_all_is_sent(page)

    # Dana, elsewhere, sees the family as it was written, and changes an action; Priya, without signal, the same one.
    desk = signed_in("dana", "desk")
    plans.when_they_open_the_plan(desk, plan, FAMILY)
    page.context.set_offline(True)
    visiting.when_they_open_the_plan_here(page, plan)
    when_the_action_is_changed(page, MINE)
    when_the_action_is_changed(desk, HERS)

    # With signal again, both stand, and neither is chosen for them.
    visiting.when_signal_comes(page)
    visiting.when_signal_is_noticed(page)
    plans.then_all_is_sent(page)
    visiting.when_they_open_the_plan_here(page, plan)
    page.get_by_role("button", name="Two people wrote").click()
    plans.then_it_says(page, MINE)
    plans.then_it_says(page, HERS)
    expect(page.locator("input[name=keep]:checked")).to_have_count(0)
    page.get_by_role("radio", name=HERS).check(force=True)
    page.get_by_label("Why, in a line").fill("His grandmother has said yes")
    plans.press(plans.bar(page), "Settle it")
    plans.then_all_is_sent(page)

    # One of them stands, for both; what was half written stands whole; and Noah's page is in his book.
    plans.when_they_open_the_plan(desk, plan, FAMILY)
    expect(desk.get_by_role("button", name="Two people wrote")).to_have_count(0)
    desk.get_by_role("link", name="Who does what").click()
    actions.then_it_is_in_the_list(desk, HERS)
    actions.then_it_is_in_the_list(desk, WHOLE)
    plans.then_it_says_nowhere(desk, MINE)
    visiting.when_they_open_the_plan_here(page, plan)
    child.when_the_book_is_opened(page)
    expect(child.page_of(page, "Tell the grown-ups")).to_contain_text(NOAH_S_WORDS)
    expect(child.page_of(page, "My hand")).to_contain_text(NAMED)
