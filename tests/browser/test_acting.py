"""Who is asked to act: what reached nobody never looks as if it had, and what is asked fits whom it is asked of."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from safeplan.clock import UK
from safeplan.demo.families import Row, family_b_as_entered
from tests.browser.conftest import ContextFor, SignedIn
from tests.browser.live import Live
from tests.browser.steps import plans, signing_in


def test_an_agency_that_cannot_open_the_plan_is_not_said_to_have_been_asked(signed_in: SignedIn, live: Live) -> None:
    plan = live.family(family_b_as_entered())
    live.share(plan, "dana", "plan", "risk")
    page = signed_in("priya", "phone")
    plans.when_they_open_the_plan(page, plan, "Grace")
    plans.when_they_go_to(page, "Who does what")
    plans.press_main(page, "Add")

    # Nothing is asked of an agency that has no name.
    plans.when_they_choose(page, "Who acts?", "An agency")
    page.get_by_label("What will they do?").fill("Finds Grace another flat")
    plans.press(plans.bar(page), "Save and ask")
    expect(page.get_by_role("alert")).to_contain_text("Say which agency is asked.")
    expect(plans.question_of(page, "Which agency?")).to_contain_text("Say which agency is asked.")

    # Dana's police can open the plan; nobody at housing can, and the form says so when it is picked.
    plans.when_they_choose(page, "Which agency?", "Police")
    expect(page.get_by_text("can open this plan yet")).to_have_count(0)
    plans.when_they_choose(page, "Who is asked?", "Dana, police")
    plans.when_they_choose(page, "Which agency?", "Housing")
    plans.then_it_says(page, "Nobody at housing can open this plan yet. Share it first.")
    expect(plans.question_of(page, "Who is asked?")).to_have_count(0)

    # Dana, picked before, is not asked in housing's name.
    plans.when_they_save(page)
    row = page.get_by_role("listitem").filter(has_text="Finds Grace another flat")
    expect(row).to_contain_text("not shared yet")
    expect(row).not_to_contain_text("asked")
    expect(row).not_to_contain_text("Dana")


def test_of_a_person_under_18_nothing_is_asked_that_is_for_adults(signed_in: SignedIn, live: Live) -> None:
    rows = [
        (kind, name, data | {"under_18": "yes"} if name == "mark" else data)
        for kind, name, data in family_b_as_entered()
    ]
    plan = live.family(rows)
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, "Grace")

    plans.when_they_go_to(page, "Orders and powers")
    plans.press_main(page, "Add")
    powers = page.get_by_role("combobox", name="Which power?")
    for words, offered in (
        ("MAPPA", 0),
        ("Licence conditions", 0),
        ("Notice: leave and keep away (DVPN)", 0),
        ("Non-molestation order", 1),
    ):
        expect(powers.get_by_role("option", name=words, include_hidden=True)).to_have_count(offered)
    plans.then_it_says(page, "Mark is under 18, and a child to keep safe as well.")
    plans.press(page, "Ask for an assessment")
    expect(powers.locator("option:checked")).to_have_text("Child and family assessment")
    plans.when_they_choose(page, "How far is it?", "Considered")
    expect(page.get_by_role("button", name="Ask for an assessment")).to_have_count(0)
    plans.when_they_save(page)
    plans.when_they_go_back(page)

    plans.when_they_go_to(page, "Who does what")
    plans.press_main(page, "Add an action")
    plans.when_they_choose(page, "Who acts?", "Mark")
    plans.when_they_open_the_desk_fields(page)
    listed = page.get_by_role("combobox", name="From the list of actions")
    for words, offered in (
        ("Wears and charges the tag", 0),
        ("Keeps every probation appointment", 0),
        ("Stops the behaviour named on the plan", 1),
    ):
        expect(listed.get_by_role("option", name=words, include_hidden=True)).to_have_count(offered)


def test_what_somebody_does_is_asked_of_whoever_may_harm_and_what_may_happen_names_them(
    signed_in: SignedIn, live: Live
) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "desk")
    plans.when_they_open_the_plan(page, plan, "Grace")
    plans.when_they_go_to(page, "If it goes wrong tonight")
    plans.press_main(page, "Add")
    trigger = page.get_by_role("combobox", name="If this happens")
    trigger.select_option(label="Mark comes to school or nursery")
    plans.when_they_choose(page, "The first step", "Ring 999")
    page.get_by_label("What happens then?").fill("School keeps the door shut")
    plans.when_they_save(page)
    plans.then_it_says(page, "Mark comes to school or nursery")

    # Nobody looks for the person causing harm among those who are harmed.
    plans.when_they_go_back(page)
    plans.when_they_go_to(page, "What Mark does")
    plans.press_main(page, "Add")
    who = plans.question_of(page, "Who does it?")
    expect(who).to_contain_text("Mark")
    expect(who).not_to_contain_text("Grace")
    expect(who).not_to_contain_text("Noah")


def test_with_grace_only_what_is_about_mark_stands_under_his_name(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, live.plans["bellwether-mended"], "Grace", view="Me and Grace")
    plans.then_it_says(page, "What other people will do")
    plans.when_they_go_to(page, "About Mark")
    plans.then_it_says(page, "What is asked of Mark, and what others do around Mark.")
    listed = page.get_by_role("main").get_by_role("listitem")
    expect(listed.filter(has_text="Mark").first).to_be_visible()
    expect(listed.filter(has_text="Sam")).to_have_count(0)


def test_a_plan_that_has_ended_asks_nothing(signed_in: SignedIn, live: Live) -> None:
    # With a disagreement open it could not be ended.
    plan = live.family([row for row in family_b_as_entered() if row[0] != "disagreement"])
    page = signed_in("priya", "desk")
    plans.when_they_open_the_plan(page, plan, "Grace")
    plans.then_it_says(page, "Needs you")
    live.set_stage(plan, "ended")
    plans.when_they_open_the_plan(page, plan, "Grace")
    plans.then_it_says(page, "Ended. Kept to be read")
    expect(page.get_by_text("Needs you")).to_have_count(0)
    expect(page.locator(".advice")).to_have_count(0)


def test_what_is_over_or_has_not_begun_is_never_drawn_as_if_it_protected(signed_in: SignedIn, live: Live) -> None:
    last_friday = (datetime.now(UK) - timedelta(days=(datetime.now(UK).weekday() + 3) % 7 or 7)).date()
    asked = {"agency": "probation", "perpetrator": "@mark", "asked_of": "", "checker": "probation"}
    ordered = {**asked, "owner": "perpetrator", "state": "in_force"}
    rows: list[Row] = [
        ("action", "kept", {**ordered, "what": "Stays away"}),
        ("action", "over", {**ordered, "what": "Wears a tag", "until_day": str(last_friday)}),
        ("action", "words", {**asked, "owner": "agency", "state": "accepted", "what": "Referral to the programme"}),
    ]
    plan = live.family([*(row for row in family_b_as_entered() if row[0] == "family_member"), *rows])
    page = signed_in("priya", "desk")
    plans.when_they_open_the_plan(page, plan, "Grace")
    plans.then_it_says(page, "1 accepted or in force, 1 asked")
    plans.when_they_go_to(page, "Who does what")
    for what, says, cell in (
        ("Stays away", "in force", "own-cause"),
        ("Wears a tag", "ended Fri", "own-none"),
        ("Referral to the programme", "referred", "own-asked"),
    ):
        row = page.get_by_role("listitem").filter(has_text=what)
        expect(row).to_contain_text(says)
        expect(row.locator(f".swatch.{cell}")).to_have_count(1)
    # With Grace, nothing is said of what is over.
    signing_in.when_the_view_is(page, "Me and Grace")
    plans.when_they_go_back(page)
    expect(page.get_by_text("wears a tag")).to_have_count(0)
    plans.then_it_says(page, "1 in force")


def test_where_the_rules_cannot_come_nothing_is_drawn_as_if_it_protected(context_for: ContextFor, live: Live) -> None:
    context = context_for("desk", service_workers="block")
    refused: list[str] = []
    context.route("**/rules-*.js", lambda route: (refused.append(route.request.url), route.abort()))
    page = context.new_page()
    signing_in.when_they_sign_in(page, live.url, "priya", live.plans["bellwether-mended"])
    signing_in.when_the_view_is(page, "Just me")
    plans.when_they_go_to(page, "Who does what")
    expect(page.get_by_role("listitem").filter(has_text="in force").first).to_be_visible()
    assert refused
    filled = page.locator(".own-cause, .own-agency, .own-parent, .own-kin, .state-force, .state-accepted, .state-doing")
    expect(filled).to_have_count(0)


def test_a_form_left_open_does_not_say_what_it_is_about_while_children_are_near(
    signed_in: SignedIn, live: Live
) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "desk")
    plans.when_they_open_the_plan(page, plan, "Grace")
    plans.when_they_go_to(page, "What Mark does")
    page.get_by_role("button", name="Effect on a child").first.click()
    about = page.locator("form .page-head p")
    expect(about).to_contain_text("Mark")
    signing_in.when_the_view_is(page, "Children near")
    expect(page.get_by_text("Mark")).to_have_count(0)
    expect(about).to_have_count(0)
