"""Steps of typing the second practice study into an empty plan, and of mending it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps.plans import (
    bar,
    press,
    press_main,
    question_of,
    then_it_is_kept,
    when_they_choose,
    when_they_go_back,
    when_they_go_to,
    when_they_open_the_desk_fields,
    when_they_save,
)

# What the plan as first entered must make the advice ask, in the order of the advice.
PROMPTS = (
    "Who else can act?",
    "Does this make Grace police them?",
    "Has it started?",
    "Can this really be done?",
    "What does this person do to control them?",
    "Who does what to whom?",
    "What can the licence or order require?",
    "What can police do today?",
    "Clare's Law: was the right to know considered?",
    "What does this child say or show?",
    "Does this child have a plan of their own?",
    "Who can this child turn to?",
    "Who works with the family and cannot see the plan?",
    "Who does not agree with ending?",
    "What has changed, and for how long?",
    "Whose work stops with this plan?",
)


def when_it_is_typed_in(page: Page) -> None:
    """The whole family, as the study found it."""
    when_the_family_is_named(page)
    when_the_members_are_known_better(page)
    when_the_violence_is_called_volatile(page)
    when_grace_is_given_it_all(page)
    when_a_referral_is_taken_for_protection(page)


def when_the_family_is_named(page: Page) -> None:
    """Grace, Noah and Mark on the first card; then back to the overview, where the rest is written."""
    when_they_go_to(page, "Who is this plan for?")
    page.get_by_label("The parent who is not causing harm").fill("Grace Bellwether")
    page.get_by_label("Child", exact=True).fill("Noah Bellwether")
    page.get_by_label("Born").fill("2018-07-18")
    page.get_by_label("The person causing harm").fill("Mark Sculthorpe")
    press(bar(page), "Next")
    expect(page.get_by_role("img", name="Card 2 of")).to_be_attached()
    then_it_is_kept(page)
    press(page.get_by_role("main"), "Back")
    press(page.get_by_role("main"), "Back")
    expect(page.get_by_role("heading", name="Grace and Noah", level=1)).to_be_visible()


def when_the_members_are_known_better(page: Page) -> None:
    """Mark is on licence and probation work with him; school works with Noah."""
    when_they_go_to(page, "People and sharing")
    _change(page, "Mark Sculthorpe", {"Who already works with them?": "Probation", "Supervised by": "On licence"})
    _change(page, "Noah Bellwether", {"Who already works with them?": "School"})
    when_they_go_back(page)


def _change(page: Page, name: str, answers: dict[str, str]) -> None:
    page.get_by_role("article").filter(has=page.get_by_role("heading", name=name)).get_by_role(
        "button", name="Change", exact=True
    ).click()
    when_they_open_the_desk_fields(page)
    for question, answer in answers.items():
        when_they_choose(page, question, answer)
    when_they_save(page)


def when_the_violence_is_called_volatile(page: Page) -> None:
    when_they_go_to(page, "What Mark does")
    press_main(page, "Add")
    page.get_by_label("What kind of behaviour?").select_option(label="Threatens and frightens")
    page.get_by_label("What does Mark do?").or_(page.get_by_label("What do they do?")).fill("Volatile relationship")
    when_they_save(page)
    when_they_go_back(page)


def when_grace_is_given_it_all(page: Page) -> None:
    """Three actions, all Grace's, taken as agreed."""
    when_they_go_to(page, "Who does what")
    for what in ("Will not let Mark in", "Will call 999", "Will supervise contact"):
        when_an_action_is_written(page, "Grace", what, state="Accepted")
    when_they_go_back(page)


def when_a_referral_is_taken_for_protection(page: Page) -> None:
    when_they_go_to(page, "Who does what")
    when_an_action_is_written(page, "Mark", "Is referred to a programme", programme="Referred", save="Save and ask")
    when_they_go_back(page)


def when_an_action_is_written(
    page: Page, who: str, what: str, *, state: str = "", programme: str = "", save: str = "Save"
) -> None:
    """Add an action from the list of actions: who acts, what, and how far it is."""
    press(bar(page), "Add an action")
    when_they_choose(page, "Who acts?", who)
    page.get_by_label("What will they do?").or_(page.get_by_label(re.compile("^What will .* do"))).first.fill(what)
    when_they_open_the_desk_fields(page)
    if state:
        when_they_choose_or_select(page, "How far is it?", state)
    if programme:
        when_they_choose_or_select(page, "The programme", programme)
    when_they_save(page, save)


def when_they_choose_or_select(page: Page, question: str, answer: str) -> None:
    """A short list is a row of choices, a long one a list that opens."""
    listed = page.get_by_role("combobox", name=question, exact=True)
    expect(listed.or_(question_of(page, question))).to_be_visible()
    if listed.count():
        listed.select_option(label=answer)
    else:
        when_they_choose(page, question, answer)


def when_an_ending_is_proposed_over_a_disagreement(page: Page) -> None:
    when_they_go_to(page, "What we disagree on")
    press_main(page, "Add")
    page.get_by_role("main").get_by_role("textbox").first.fill("My supervision of Mark stops if this plan ends.")
    when_they_save(page)
    when_they_go_back(page)


def then_the_advice_asks(page: Page, *titles: str) -> None:
    """At the desk: every one of these is a card of the advice, in this order."""
    assert [title for title in prompts(page) if title in titles] == list(titles)


def then_the_advice_no_longer_asks(page: Page, title: str) -> None:
    expect(page.get_by_role("complementary").get_by_role("heading", name=title, exact=True)).to_have_count(0)


def prompts(page: Page) -> list[str]:
    """Return the titles of all cards of the advice column."""
    aside = page.get_by_role("complementary", name="Advice and people")
    expect(aside.locator(".advice").first).to_be_visible()
    more = aside.get_by_role("button", name=re.compile(r"^\d+ more$"))
    if more.count():
        more.click()
    return aside.locator(".advice").get_by_role("heading").all_inner_texts()


def then_the_next_question_is(page: Page, words: str) -> None:
    """On a visit: the one line above the bar."""
    expect(next_question(page)).to_contain_text(words)


def next_question(page: Page) -> Locator:
    return bar(page).get_by_role("paragraph").filter(has_text="Ask next:")


def when_an_agency_takes_it(page: Page, what: str, agency: str) -> None:
    """In the form an advice's button opened: which agency, what it does, and that it said yes."""
    when_they_choose(page, "Which agency?", agency)
    page.get_by_label("What will they do?").fill(what)
    when_they_open_the_desk_fields(page)
    when_they_choose_or_select(page, "How far is it?", "Accepted")
    when_they_save(page)


def when_they_mend(page: Page, title: str, key: str) -> None:
    """Press the button of one card of the advice column."""
    prompts(page)
    card = page.locator(".advice").filter(has=page.get_by_role("heading", name=title, exact=True))
    press(card, key)
