"""The second practice study, typed in: the questions it sets off, and that each is gone when it is mended."""

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import family_b, plans, signing_in

ON_ENDING = (
    "Who does not agree with ending?",
    "What has changed, and for how long?",
    "Whose work stops with this plan?",
)


def test_a_plan_that_rests_on_grace_is_questioned_and_mended(signed_in: SignedIn, live: Live) -> None:
    # Given: Priya on a visit, at an empty plan, with only her own eyes on the screen.
    page = signed_in("priya", "tablet")
    plan = plans.when_they_start_a_plan(page)
    signing_in.when_the_view_is(page, "Just me")

    # When the family is written as the study found it …
    family_b.when_it_is_typed_in(page)

    # … then one question stands above the bar on the tablet,
    family_b.then_the_next_question_is(page, "Every step here rests on Grace. Which agency can take one?")

    # and once the plan is more than tonight's, all of them stand at the desk.
    live.set_stage(plan, "full")
    desk = signed_in("priya", "desk")
    plans.when_they_open_the_plan(desk, plan, "Grace and Noah")
    family_b.then_the_advice_asks(desk, *(one for one in family_b.PROMPTS if one not in ON_ENDING))

    # When an agency takes what Grace was left with, the question is gone, also from the tablet.
    family_b.when_they_mend(desk, "Who else can act?", "Ask an agency")
    family_b.when_an_agency_takes_it(desk, "Look in at ten, and stand between Mark and the door", "Police")
    family_b.then_the_advice_no_longer_asks(desk, "Who else can act?")

    # When Mark's behaviour is put in words of who does what, nobody asks about the wording.
    family_b.when_they_mend(desk, "Who does what to whom?", "Say what Mark does")
    desk.get_by_role("textbox", name="What do").fill("Mark shouts at the door at night until Grace opens it")
    plans.when_they_save(desk)
    family_b.then_the_advice_no_longer_asks(desk, "Who does what to whom?")

    # When the right to know was considered, and Noah's words are kept, neither is asked for.
    family_b.when_they_mend(desk, "Clare's Law: was the right to know considered?", "Consider Clare's Law")
    plans.when_they_save(desk)
    family_b.then_the_advice_no_longer_asks(desk, "Clare's Law: was the right to know considered?")

    family_b.when_they_mend(desk, "What does this child say or show?", "Add Noah's voice")
    plans.when_they_choose(desk, "How do we know?", "In the child's own words")
    desk.get_by_label("As it was said or seen").fill("When it gets loud my tummy does butterflies.")
    plans.when_they_save(desk)
    family_b.then_the_advice_no_longer_asks(desk, "What does this child say or show?")

    plans.when_they_open_the_plan(page, plan, "Grace and Noah")
    expect(family_b.next_question(page)).not_to_contain_text("Every step here rests on Grace")


def test_family_b_as_entered_sets_off_every_question_of_the_study(signed_in: SignedIn, live: Live) -> None:
    desk = signed_in("priya", "desk")
    plans.when_they_open_the_plan(desk, live.plans["bellwether-entered"], "Grace")
    family_b.then_the_advice_asks(desk, *family_b.PROMPTS)


def test_the_plan_that_works_is_asked_nothing(signed_in: SignedIn, live: Live) -> None:
    for size in ("desk", "tablet"):
        page = signed_in("priya", size)
        plans.when_they_open_the_plan(page, live.plans["thornquist"], "Isla and Wren")
        # The sections are there, so silence is an answer and not a page still loading.
        plans.then_it_says(page, "accepted or in force")
        expect(page.get_by_role("button", name="Why we ask")).to_have_count(0)
        expect(page.get_by_text("Ask next:")).to_have_count(0)


def test_somebody_who_knows_the_family_never_holds_a_key(signed_in: SignedIn) -> None:
    # Given: Priya says at the start that Tom knows them.
    page = signed_in("priya", "tablet")
    plans.press(page, "New plan")
    page.get_by_role("radio", name="Yes").check(force=True)
    expect(plans.bar(page).get_by_role("button", name="Start the plan")).to_have_count(0)
    page.get_by_role("searchbox", name="Find a name").fill("Dana")
    page.get_by_role("checkbox", name="Dana Reyes").check(force=True)
    plans.press(page, "Start the plan")
    expect(page).to_have_url(plans.PLAN_ADDRESS)
    plan = page.url.rsplit("/", 1)[1]

    # Then Dana is not among those it can be shared with.
    signing_in.when_they_follow_a_link_inside(page, f"/sharing/{plan}/who")
    expect(page.get_by_role("radio", name="Joan Addo")).to_have_count(1)
    expect(page.get_by_role("radio", name="Dana Reyes")).to_have_count(0)
    plans.then_it_says_nowhere(page, "Dana")
