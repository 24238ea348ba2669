"""What is mended on a visit without signal, and what two people wrote meanwhile, at both sizes that are carried."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.steps import actions, family_b, plans, visiting
from tests.browser.tablets import Tablet

MENDED = "Police look in at ten, and stand between Mark and the door"
# Each size has an action of its own: both write in the one plan that is shared.
SAME_ACTION = {"tablet": "Will supervise contact", "phone": "Will not let Mark in"}
# A partner's change to the same action, written while the tablet is out of reach.
EDIT = """async ([plan, before, what]) => {
  const { csrf } = await (await fetch("/api/1/session")).json();
  const { entries } = await (await fetch(`/api/1/plans/${plan}`)).json();
  const { entry, compartment, heads: [head] } = entries.find((one) => one.heads[0].data.what === before);
  const id = () => crypto.randomUUID().replaceAll("-", "");
  const document = { v: head.v, kind: "action", data: { ...head.data, what }, withdrawn: "", why: "" };
  const revision = { id: id(), plan, compartment, entry, parents: [head.revision], device: id() };
  Object.assign(revision, { document: { ...document, known_to_parent: false }, authored_at: Date.now() });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  const body = JSON.stringify({ revisions: [revision] });
  return (await (await fetch("/api/1/revisions", { method: "POST", headers, body })).json()).receipts[0].state;
}"""
STANDING = """async (plan) => {
  const { entries } = await (await fetch(`/api/1/plans/${plan}`)).json();
  return entries.map((one) => one.heads.map((head) => head.data.what));
}"""


def saved_here(page: Page, waiting: int) -> None:
    plans.press(plans.bar(page), "Save")
    visiting.then_the_state_is(page, "Saved on this tablet")
    visiting.then_the_state_is(page, f"On this tablet · {waiting} waiting to send")


def when_the_plan_is_mended(page: Page, plan: str) -> None:
    """By hand, without signal: an action an agency takes, what Mark does, how to make contact, Noah's words, a note."""
    family_b.then_the_next_question_is(page, "Every step here rests on Grace. Which agency can take one?")
    plans.press(plans.bar(page), "Ask an agency")
    plans.when_they_choose(page, "Which agency?", "Police")
    page.get_by_label("What will they do?").fill(MENDED)
    plans.when_they_open_the_desk_fields(page)
    family_b.when_they_choose_or_select(page, "How far is it?", "Accepted")
    saved_here(page, 1)
    # The advice is judged on the tablet: what was just written has answered it.
    expect(family_b.next_question(page)).not_to_contain_text("Every step here rests on Grace")

    visiting.when_a_form_is_opened_here(page, plan, "behaviour")
    page.get_by_label("What kind of behaviour?").select_option(label="Threatens and frightens")
    page.get_by_role("textbox", name="What do").fill("Mark shouts at the door at night until Grace opens it")
    saved_here(page, 2)
    visiting.when_a_form_is_opened_here(page, plan, "safe_contact")
    plans.when_they_choose(page, "How?", "Ring only, no message")
    saved_here(page, 3)
    visiting.when_a_form_is_opened_here(page, plan, "voice")
    plans.when_they_choose(page, "Which child?", "Noah")
    plans.when_they_choose(page, "How do we know?", "In the child's own words")
    page.get_by_label("As it was said or seen").fill("When it gets loud my tummy does butterflies.")
    saved_here(page, 4)
    visiting.when_a_form_is_opened_here(page, plan, "note")
    page.get_by_label("Note", exact=True).fill("Grace was calmer once the door was spoken of.")
    saved_here(page, 5)


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_two_people_write_the_same_action_and_both_stand_until_one_of_them_chooses(
    tablet_of: Callable[[str], Tablet], signed_in: SignedIn, size: str
) -> None:
    visit = tablet_of(size)
    mine, hers = f"What Priya wrote on the {size}", f"What Dana wrote meanwhile, for the {size}"
    plan, before = visit.shared, SAME_ACTION[size]
    page = visit.opened(plan)
    written = 0
    if size == "tablet":
        when_the_plan_is_mended(page, plan)
        written = 5
    visiting.when_they_open_the_plan_here(page, plan)
    plans.when_they_go_to(page, "Who does what")
    actions.when_it_is_opened_to_change(page, before)
    actions.what(page).fill(mine)
    saved_here(page, written + 1)

    page.get_by_role("button", name="Cover", exact=True).click()
    visiting.when_the_cover_is_lifted_by_pin(page)
    visiting.when_it_is_locked(page)
    visiting.when_the_tablet_is_opened(page)
    visiting.then_the_state_is(page, f"On this tablet · {written + 1} waiting to send")

    partner = signed_in("dana", "desk")
    assert partner.evaluate(EDIT, [plan, before, hers]) == "accepted"
    visiting.when_signal_comes(page)
    visiting.then_the_state_is(page, f"On its way · {written + 1} ")
    visiting.when_they_sign_in_over_it(page, "priya")
    plans.then_all_is_sent(page)
    plans.then_it_stands_on_the_server(page, plan, mine)

    visiting.when_they_open_the_plan_here(page, plan)
    page.get_by_role("button", name="Two people wrote").click()
    expect(page.get_by_role("heading", name="Two people wrote here", level=1)).to_be_visible()
    expect(page.get_by_text(mine).last).to_be_visible()
    expect(page.get_by_text(hers).last).to_be_visible()
    expect(page.get_by_role("radio", name="Keep both, side by side")).to_be_attached()
    expect(page.locator("input[name=keep]:checked")).to_have_count(0)
    plans.press(plans.bar(page), "Settle it")
    expect(page.get_by_text("Choose what stands first.")).to_be_visible()
    page.get_by_role("radio", name="Keep both, side by side").check(force=True)
    page.get_by_label("Why, in a line").fill("Both are meant")
    plans.press(plans.bar(page), "Settle it")
    expect(page.get_by_role("heading", name="Grace, Noah and Ella", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Two people wrote")).to_have_count(0)
    plans.then_all_is_sent(page)
    standing = partner.evaluate(STANDING, plan)
    assert [standing.count([words]) for words in (mine, hers)] == [1, 1]
