"""A tablet a child holds, and everything that can happen to it: taps, time, signal, other hands."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from safeplan.demo.families import family_b_as_entered
from safeplan.plans.models import Letter
from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import child, plans, signing_in


@pytest.fixture(autouse=True)
def nobody_holds_it_afterwards(live: Live) -> Iterator[None]:
    """A tablet that a test leaves with the child is no part of the next one."""
    yield
    live.end_sessions("priya")


def given_noah_is_here(signed_in: SignedIn, live: Live, size: str = "tablet") -> tuple[Page, str]:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", size)
    when_it_is_given(page, plan)
    return page, plan


def when_it_is_given(page: Page, plan: str, **answers: str) -> None:
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)
    child.when_the_gate_is_answered(page, **answers)
    child.when_it_is_handed_over(page)


def letters_of(live: Live, plan: str, room: str = "") -> int:
    """Count the sealed pages that came for a plan, in one compartment or in all."""
    with Session(live.engine) as session:
        found = select(func.count()).select_from(Letter).where(Letter.plan == plan)
        return session.scalar(found.where(Letter.compartment == room) if room else found) or 0


def rooms(page: Page) -> dict[str, str]:
    """Return the compartments a child's session may put pages into, by name."""
    answer: dict[str, Any] = page.evaluate("fetch('/api/1/session/child').then((r) => r.json())")
    return {name: box["compartment"] for name, box in answer["child"]["letterboxes"].items()}


def when_priya_takes_it(page: Page) -> None:
    key = page.get_by_role("button", name="Grown-up: open sign-in")
    key.click()
    key.click()


def when_somebody_sends_what_waits(page: Page, key: str) -> None:
    page.get_by_label("Work e-mail").fill(f"{key}@demo.example")
    page.get_by_label("Passphrase").fill(signing_in.WORDS)
    page.wait_for_timeout(child.SECOND_TAP_MS)
    plans.press(page, "Send what waits")


def test_a_session_that_ends_loses_nothing_and_says_nothing_to_the_child(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live)
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    live.end_sessions("priya")

    # Noah goes on, and nothing on his pages is any different.
    plans.press(page, "sad")
    child.when_the_child_goes_on_to(page, "All done. Thank you.")
    seen = page.locator("body").inner_text()
    assert [words for words in ("Not sent", "sign in", "Passphrase", "signal") if words in seen] == []
    child.when_the_child_goes_on(page)
    expect(page.get_by_role("status").first).to_have_text("Not sent yet: 1. Keep this page open.")
    assert letters_of(live, plan) == 0

    # Somebody else cannot send it: sealed in Priya's name, it would never open again.
    when_priya_takes_it(page)
    when_somebody_sends_what_waits(page, "sam")
    plans.then_it_says(page, "These pages are Priya’s to send. Nothing is lost.")
    assert live.sessions_of("sam") == []
    assert letters_of(live, plan) == 0

    # Priya signs in on the same page: it goes, and she is where she works.
    when_somebody_sends_what_waits(page, "priya")
    page.wait_for_url(f"{live.url}/")
    # She gave her words a moment ago: no cover asks for them again, now or by the time she goes on.
    expect(page.get_by_role("heading", name="My plans")).to_be_visible()
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)
    expect(child.page_of(page, "How do I feel today?")).to_contain_text("sad")


def test_the_last_page_is_with_the_server_before_the_session_ends(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live)
    child.when_the_child_goes_on_to(page, "All done. Thank you.")
    plans.press(page, "draw")
    child.when_the_child_goes_on(page)
    child.when_the_grown_up_has_it_back(page)
    assert letters_of(live, plan) == 1


def test_pages_wait_for_signal_while_a_child_goes_on(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live, "phone")
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    page.context.set_offline(True)
    plans.press(page, "calm")
    child.when_the_child_goes_on_to(page, "All done. Thank you.")
    child.when_the_child_goes_on(page)
    expect(page.get_by_role("status").first).to_have_text("Not sent yet: 1. Keep this page open.")
    when_priya_takes_it(page)
    expect(page.get_by_label("Passphrase")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("status").first).to_have_text("", timeout=30_000)
    assert letters_of(live, plan) == 1


def test_two_taps_at_once_are_one(signed_in: SignedIn, live: Live) -> None:
    page, _ = given_noah_is_here(signed_in, live)
    following = page.get_by_role("navigation", name="Always here").get_by_role("button").last
    page.wait_for_timeout(child.SECOND_TAP_MS)
    following.dblclick()
    # The first of the two pages that must be said: a double tap did not jump over it.
    child.then_the_page_is(page, "Before we start")
    plans.then_it_says(page, "You can stop any time.")

    child.when_the_child_goes_on_to(page, "How do I feel today?")
    page.get_by_role("button", name="glad", exact=True).dblclick()
    expect(page.get_by_role("button", name="glad", exact=True)).to_have_attribute("aria-pressed", "true")


def test_one_tap_on_the_key_does_nothing_and_a_third_changes_nothing(signed_in: SignedIn, live: Live) -> None:
    page, _ = given_noah_is_here(signed_in, live)
    key = page.get_by_role("button", name="Grown-up corner: tap twice")
    key.click()
    page.wait_for_timeout(800)
    key.click()
    child.then_the_page_is(page, "My book")
    page.wait_for_timeout(800)
    key.click(click_count=3)
    child.then_the_page_is(page, "Grown-up corner")


def test_what_is_open_is_kept_when_the_page_is_hidden(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live)
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "worried")
    assert letters_of(live, plan) == 0
    with page.expect_response("**/api/1/letters"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert letters_of(live, plan) == 1


def test_closing_asks_while_anything_is_only_here(signed_in: SignedIn, live: Live) -> None:
    page, _ = given_noah_is_here(signed_in, live)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    page.context.set_offline(True)
    plans.press(page, "cross")
    page.close(run_before_unload=True)
    # The browser asked, once, in its own words.
    signing = page.context.new_page()
    signing.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_a_child_who_stops_at_who_may_look_has_let_nobody_look(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live)
    there = rooms(page)
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "sad")
    child.when_the_child_goes_on_to(page, "Who may look at my book?")
    child.when_somebody_may_look(page, "Ruth")
    plans.press(page, "Stop")
    plans.press(page, "I want to go on")

    # He thinks better of it, and goes on: nothing ever stood where others may look.
    plans.press(page, "just Priya and me, for now")
    child.when_the_child_goes_on_to(page, "All done. Thank you.")
    child.when_the_child_goes_on(page)
    child.when_the_grown_up_has_it_back(page)
    assert letters_of(live, plan, there["child"]) == 0
    assert letters_of(live, plan, there["kept"]) >= 2


def test_every_address_leads_back_to_the_child_s_page(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live)
    for path in ("/", f"/p/{plan}"):
        other = page.context.new_page()
        other.goto(f"{live.url}{path}")
        expect(other.get_by_role("heading", name="Give this to Noah")).to_be_visible()
        assert other.url == f"{live.url}/board"
        plans.then_it_says_nowhere(other, "Sculthorpe", "Bellwether", "Mark")
        other.close()


def test_nothing_the_child_said_is_in_memory_once_it_is_given_back(signed_in: SignedIn, live: Live) -> None:
    page, _ = given_noah_is_here(signed_in, live)
    child.when_the_child_goes_on_to(page, "My hand")
    child.when_somebody_is_put_on_the_hand(page, "Quillfeather")
    child.when_the_child_goes_on_to(page, "Who may look at my book?")
    child.when_somebody_may_look(page, "Ottermoss")
    child.when_the_child_goes_on_to(page, "All done. Thank you.")
    assert child.words_in_memory(page, "Quillfeather", "Ottermoss") == ["Quillfeather", "Ottermoss"]
    child.when_the_child_goes_on(page)
    expect(page.get_by_role("heading", name="Give this to Priya")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("")
    assert child.words_in_memory(page, "Quillfeather", "Ottermoss") == []


def test_a_note_left_open_is_not_there_for_the_next_hand(signed_in: SignedIn, live: Live) -> None:
    page, _ = given_noah_is_here(signed_in, live)
    key = page.get_by_role("button", name="Grown-up corner: tap twice")
    key.dblclick()
    page.get_by_role("textbox", name="Noah’s words, as said").fill("He said the shed is dark.")
    page.go_back()
    child.then_the_page_is(page, "Give this to Noah")
    page.wait_for_timeout(child.SECOND_TAP_MS)
    page.get_by_role("button", name="Grown-up corner: tap twice").dblclick()
    expect(page.get_by_role("textbox", name="Noah’s words, as said")).to_have_value("")
    # From the cover back to the cover.
    plans.press(page, "Back to Noah")
    child.then_the_page_is(page, "Give this to Noah")


def test_whoever_a_child_names_is_thanked_and_who_harms_is_never_to_be_asked(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live)
    child.when_the_child_goes_on_to(page, "My hand")
    child.when_somebody_is_put_on_the_hand(page, "Mark")
    plans.then_it_says(page, "You chose Mark. Thank you.")
    child.when_somebody_is_put_on_the_hand(page, "Ruth")
    plans.press(page, "Stop")
    plans.press(page, "Give this to Priya")
    child.when_the_grown_up_has_it_back(page)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    plans.when_they_open_the_plan(page, plan, "Grace, Noah and Ella")
    child.when_the_book_is_opened(page)

    # Kept as said; the only answer there is about him is that he is not asked.
    expect(child.page_of(page, "My hand")).to_contain_text("Mark")
    offered = page.get_by_role("group", name="Check Mark", exact=True).get_by_role("button")
    assert offered.all_inner_texts() == ["not to be asked"]
    child.when_it_is_checked(page, "Mark", "not to be asked")
    child.when_it_is_checked(page, "Ruth", "asked, and yes")

    # Next time Ruth is offered by name; Mark is not.
    plans.press(page.get_by_role("main"), "Hand over to Noah")
    child.when_the_gate_is_answered(page)
    given = given_over(page)
    assert [name for name in ("Ruth", "Mark") if name in json.dumps(given)] == ["Ruth"]
    assert len(json.dumps(given)) < 4096


def given_over(page: Page) -> dict[str, str]:
    """Hand over, and return what crossed to the child's page."""
    with page.expect_request(
        lambda request: request.method == "POST" and request.url.endswith("/session/child")
    ) as sent:
        plans.press(page, "Give to Noah")
    gate: dict[str, str] = json.loads(sent.value.post_data or "{}")["gate"]
    expect(page.get_by_role("heading", name="Give this to Noah")).to_be_visible()
    return gate


def test_a_name_that_is_typed_counts_as_the_person_it_names(signed_in: SignedIn, live: Live) -> None:
    page, plan = given_noah_is_here(signed_in, live)
    # As if Ruth had been asked on an earlier day.
    page.route("**/api/1/session/child", _with_ruth)
    page.reload()
    plans.press(page, "Noah is here")
    there = rooms(page)
    child.when_the_child_goes_on_to(page, "Who may look at my book?")
    child.when_somebody_may_look(page, "ruth")
    expect(page.get_by_role("button", name="Ruth", exact=True)).to_have_attribute("aria-pressed", "true")
    child.when_the_child_goes_on_to(page, "All done. Thank you.")
    child.when_the_child_goes_on(page)
    child.when_the_grown_up_has_it_back(page)
    assert letters_of(live, plan, there["child"]) == 1


def _with_ruth(route: Route) -> None:
    answer = route.fetch()
    body = answer.json()
    ruth = {"name": "Ruth", "picture": "teacher", "tone": "", "person": ""}
    body["child"]["gate"]["person_0"] = json.dumps(ruth)
    route.fulfill(response=answer, json=body)


@pytest.mark.parametrize("style", ["words", "few words", "pictures"])
@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_the_keys_never_move_and_nothing_is_under_them(signed_in: SignedIn, live: Live, size: str, style: str) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", size)
    when_it_is_given(page, plan, With=style)
    places = set()
    while page.get_by_role("heading", level=1).inner_text() != "All done. Thank you.":
        places.add(page.evaluate(KEY_PLACES))
        title = page.get_by_role("heading", level=1).inner_text()
        assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 1, title
        # By the keyboard: only a finger has to wait until its next tap is another one.
        child.then_the_four_keys_are_there(page)
        page.locator(".keys button").last.press("Enter")
    assert len(places) == 1


KEY_PLACES = """() => JSON.stringify([...document.querySelectorAll(".keys button")].map((key) => {
  const {left, top, width, height} = key.getBoundingClientRect();
  return [left, top, width, height].map(Math.round);
}))"""
