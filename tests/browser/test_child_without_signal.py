"""A tablet in a kitchen without signal, in the hands of a child: nothing of the plan is on it, and no page is lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from safeplan.demo.families import Row, family_b_as_entered
from safeplan.plans.models import Letter
from tests.browser.conftest import Tablet
from tests.browser.deploys import Site
from tests.browser.live import Live
from tests.browser.steps import child, disk, plans, signing_in, visiting

FAMILY = "Grace, Noah and Ella"
# Words only the plan has, and words only a child's pages have.
PLANS = ("Sculthorpe", "Bellwether", "Volatile relationship", "Will supervise contact")
PAGES = ("Quillfeather", "When it gets loud my tummy does butterflies")
OUTBOX = """async () => {
  const open = (name) => new Promise((done, fail) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = fail;
  });
  const all = (db, store) => new Promise((done) => {
    const asked = db.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const letters = [];
  for (const row of await all(await open("daybook"), "vaults")) {
    letters.push(...await all(await open(row.name), "outbox"));
  }
  return letters.map(({ id, state }) => ({ id, state }));
}"""


@pytest.fixture(autouse=True)
def nobody_else_is_signed_in(live: Live) -> Iterator[None]:
    live.end_sessions("priya")
    yield
    live.end_sessions("priya")


def with_ella_of_six() -> list[Row]:
    """The family, with a sister who is old enough to be handed the tablet after Noah."""
    born = str(date.today() - timedelta(days=6 * 366))
    return [
        (kind, name, data | {"born": born} if name == "ella" else data) for kind, name, data in family_b_as_entered()
    ]


def given_the_plan_is_on_the_tablet(
    tablet: Tablet, live: Live, site: Site, size: str = "tablet", rows: list[Row] | None = None
) -> tuple[Page, str]:
    """Priya has taken the family along this morning, and is in the kitchen now: no signal, the tablet locked."""
    plan = live.family(rows or family_b_as_entered())
    page = tablet(size).new_page()
    visiting.when_the_shell_is_kept(page, site.url)
    signing_in.when_they_sign_in(page, site.url, "priya")
    visiting.when_the_tablet_is_set_up(page)
    visiting.when_one_is_taken_along(page, plan)
    return page, plan


def when_the_gate_is_reached(page: Page, plan: str) -> None:
    visiting.when_they_open_the_plan_here(page, plan)
    plans.then_the_plan_is_open(page, FAMILY)
    when_the_gate_is_reached_from_the_plan(page)


def when_the_gate_is_reached_from_the_plan(page: Page) -> None:
    signing_in.when_the_view_is(page, "Just me")
    child.when_the_book_is_opened(page)
    child.when_the_gate_is_opened(page)


def when_signal_goes_and_it_is_opened_again(tablet: Tablet, site: Site, size: str = "tablet") -> Page:
    site.stop()
    page = tablet(size).new_page()
    page.goto(site.url)
    visiting.when_the_tablet_is_opened(page)
    # The words are made slow to guess, and that is slow here too.
    expect(page.get_by_role("button", name="Cover", exact=True)).to_be_visible(timeout=20_000)
    return page


def outbox(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(OUTBOX)
    return found


def letters_of(live: Live, plan: str) -> list[str]:
    """Return the states of the sealed pages that came for a plan."""
    with Session(live.engine) as session:
        return list(session.scalars(select(Letter.state).where(Letter.plan == plan)))


def wait_for_letters(page: Page, live: Live, plan: str, count: int) -> list[str]:
    for _ in range(60):
        if len(letters_of(live, plan)) >= count:
            break
        page.wait_for_timeout(500)
    return letters_of(live, plan)


def test_noah_s_pages_outlive_an_empty_battery_and_nothing_else_is_on_the_tablet(
    tablet: Tablet, live: Live, site: Site, tmp_path: Path
) -> None:
    # Given: no signal, and Priya hands over from the plan on her tablet.
    _, plan = given_the_plan_is_on_the_tablet(tablet, live, site)
    page = when_signal_goes_and_it_is_opened_again(tablet, site)
    when_the_gate_is_reached(page, plan)
    assert child.words_in_memory(page, *PLANS) == list(PLANS)
    child.when_the_gate_is_answered(page)
    child.when_it_is_handed_over(page)

    # Then nothing of the plan is in the page or in its memory.
    assert child.words_in_memory(page, *PLANS) == []
    plans.then_it_says_nowhere(page, *PLANS)

    # When Noah names somebody, draws, says his words and goes on, and the battery is empty …
    child.when_the_child_goes_on_to(page, "My hand")
    child.when_somebody_is_put_on_the_hand(page, PAGES[0])
    child.when_the_child_goes_on_to(page, "Tell the grown-ups")
    child.when_something_is_drawn(page)
    child.when_words_are_said(page, f"{PAGES[1]}.")
    child.when_the_child_goes_on(page)
    page.wait_for_function(f"async () => (await ({OUTBOX})()).length === 2")
    assert disk.kill(tmp_path / "profile") > 0

    # … then nothing that was made or known lies open on the disk,
    assert disk.on_disk(tmp_path / "profile", *PLANS, *PAGES) == []
    assert disk.on_disk(tmp_path / "profile", plan), "the search finds nothing at all"

    # and the child's page, opened again, says whom to give it to, and nothing else.
    page = tablet().new_page()
    page.goto(f"{site.url}/board")
    expect(page.get_by_role("heading", name="Give this to your grown-up")).to_be_visible()
    plans.then_it_says_nowhere(page, *PLANS, *PAGES, "Noah")
    waiting = outbox(page)
    assert [one["state"] for one in waiting] == ["new", "new"]

    # With signal they leave while the tablet is locked.
    site.deploy()
    assert wait_for_letters(page, live, plan, 2) == ["waiting", "waiting"]
    page.goto(site.url)
    plans.then_it_says_nowhere(page, *PLANS, *PAGES, "Noah")

    # Priya signs in and opens the plan: his pages are in his book, to be checked and used.
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    plans.when_they_open_the_plan(page, plan, FAMILY)
    child.when_the_book_is_opened(page)
    expect(child.page_of(page, "Tell the grown-ups")).to_contain_text(PAGES[1])
    child.then_the_drawing_is_in_the_book(page, "Tell the grown-ups")
    plans.then_it_says(page, "1 still to check.")
    child.when_it_is_checked(page, PAGES[0], "asked, and yes")
    plans.then_it_says(page, "Everybody and every place named is checked.")
    expect(child.page_of(page, "My hand")).to_contain_text("Checked")


def test_leaving_without_signal_shows_a_locked_tablet(tablet: Tablet, live: Live, site: Site) -> None:
    given_the_plan_is_on_the_tablet(tablet, live, site)
    page = when_signal_goes_and_it_is_opened_again(tablet, site)
    # It is the only one that is listed: the rest are not on this tablet.
    plans.when_its_row_is_pressed(page, FAMILY)
    when_the_gate_is_reached_from_the_plan(page)
    child.when_the_gate_is_answered(page)
    child.when_it_is_handed_over(page)
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "sad")
    plans.press(page, "Stop")
    plans.press(page, "Give this to Priya")
    expect(page.get_by_role("status").first).to_have_text("Your pages are kept.")

    # A reload says whom to give it to; two taps by a grown-up lead to the lock, and Back to nothing.
    page.reload()
    expect(page.get_by_role("heading", name="Give this to your grown-up")).to_be_visible()
    child.when_the_grown_up_takes_it(page)
    visiting.then_the_tablet_asks_for_words(page)
    plans.then_it_says(page, "1 waiting to send. They go when there is signal, also while this is locked.")
    plans.then_it_says_nowhere(page, *PLANS, "Noah")
    for _ in range(4):
        page.evaluate("() => setTimeout(() => history.back(), 0)")
        page.wait_for_timeout(400)
        plans.then_it_says_nowhere(page, *PLANS, "Noah")


def test_the_cookie_of_whoever_gave_it_lets_nobody_in_when_signal_comes_back(
    tablet: Tablet, live: Live, site: Site
) -> None:
    # Given: Priya is signed in, signal goes, and she hands over.
    page, plan = given_the_plan_is_on_the_tablet(tablet, live, site)
    when_the_gate_is_reached(page, plan)
    child.when_the_gate_is_answered(page)
    site.stop()
    child.when_it_is_handed_over(page)
    assert live.sessions_of("priya") == ["full"]

    # When signal comes back and somebody types an address of the server, the page is not fetched …
    other = page.context.new_page()
    page.close()
    site.deploy()
    other.goto(f"{site.url}/quality")
    expect(other.get_by_label("Work e-mail")).to_be_visible()
    plans.then_it_says_nowhere(other, *PLANS)
    # … and what the cookie opened is ended.
    assert live.sessions_of("priya") == []
    # Whoever signs in now is signed in: the mark is gone with the session it stood for.
    signing_in.when_they_type_their_words(other, "priya")
    signing_in.then_somebody_is_signed_in(other)
    other.reload()
    signing_in.when_they_open_again(other)
    assert live.sessions_of("priya") == ["full"]


def test_the_board_s_first_word_to_the_server_ends_the_session(tablet: Tablet, live: Live, site: Site) -> None:
    page, plan = given_the_plan_is_on_the_tablet(tablet, live, site)
    when_the_gate_is_reached(page, plan)
    child.when_the_gate_is_answered(page)
    site.stop()
    child.when_it_is_handed_over(page)
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "glad")
    plans.press(page, "Break")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(f"{one.method} {one.url.removeprefix(site.url)}"))
    site.deploy()
    assert wait_for_letters(page, live, plan, 1) == ["waiting"]
    assert live.sessions_of("priya") == []
    calls = [one for one in asked if "/api/" in one]
    assert calls.index("POST /api/1/letters") > calls.index("DELETE /api/1/session")


def test_with_signal_the_session_becomes_the_child_s_and_pages_leave_by_the_tablet(
    tablet: Tablet, live: Live, site: Site
) -> None:
    page, plan = given_the_plan_is_on_the_tablet(tablet, live, site)
    when_the_gate_is_reached(page, plan)
    child.when_the_gate_is_answered(page)
    child.when_it_is_handed_over(page)
    assert live.sessions_of("priya") == ["child"]
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "worried")
    plans.press(page, "Stop")
    assert wait_for_letters(page, live, plan, 1) == ["waiting"]
    plans.press(page, "Give this to Priya")
    child.when_the_grown_up_takes_it(page)
    expect(page.get_by_label("Work e-mail")).to_be_visible()
    assert live.sessions_of("priya") == []


def test_each_child_has_answers_and_a_page_of_their_own(tablet: Tablet, live: Live, site: Site) -> None:
    _, plan = given_the_plan_is_on_the_tablet(tablet, live, site, rows=with_ella_of_six())
    page = when_signal_goes_and_it_is_opened_again(tablet, site)
    when_the_gate_is_reached(page, plan)
    child.when_the_gate_is_answered(page, **{"Next after Noah": "Ella"})
    plans.then_it_says(page, "Now answer for Ella. Noah’s pages are gone before Ella’s start.")
    plans.press(page, "Answer for Ella")

    # Nothing of Noah's answers stands for Ella.
    plans.then_it_says(page, "For Ella, after Noah.")
    expect(page.get_by_role("button", name="Give to Noah")).to_be_disabled()
    for question in ("Who can hear or see us?", "Did Ella say yes to pictures today?", "With"):
        expect(plans.question_of(page, question).get_by_role("button", pressed=True)).to_have_count(0)
    answers = {question.replace("Noah", "Ella"): one for question, one in child.ANSWERS.items()}
    for question, one in answers.items():
        if not question.startswith("Next after"):
            plans.press(plans.question_of(page, question), one)
    child.when_it_is_handed_over(page)

    # Noah's page holds nothing of Ella, and ends on giving it back.
    assert child.words_in_memory(page, "Ella") == []
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    plans.press(page, "sad")
    plans.press(page, "Stop")
    plans.press(page, "Give this to Priya")
    expect(page.get_by_role("button", name="Next child")).to_have_count(0)

    # Only the grown-up's key goes on to Ella, and her page holds nothing of his.
    child.when_the_grown_up_takes_it(page)
    plans.press(page, "Next child")
    expect(page.get_by_role("heading", name="Give this to Ella")).to_be_visible()
    plans.then_it_says_nowhere(page, "Noah")
    plans.press(page, "Ella is here")
    child.when_the_child_goes_on_to(page, "How do I feel today?")
    expect(page.get_by_role("button", name="sad", exact=True)).to_have_attribute("aria-pressed", "false")
    plans.press(page, "calm")
    plans.press(page, "Stop")
    plans.press(page, "Give this to Priya")
    child.when_the_grown_up_takes_it(page)
    visiting.then_the_tablet_asks_for_words(page)
    assert len(outbox(page)) == 2


def test_a_child_who_says_no_is_left_out_and_the_other_has_their_turn(tablet: Tablet, live: Live, site: Site) -> None:
    _, plan = given_the_plan_is_on_the_tablet(tablet, live, site, rows=with_ella_of_six())
    page = when_signal_goes_and_it_is_opened_again(tablet, site)
    when_the_gate_is_reached(page, plan)
    child.when_the_gate_is_answered(page, **{"Next after Noah": "Ella"})
    plans.press(page, "Answer for Ella")
    plans.press(plans.question_of(page, "Did Ella say yes to pictures today?"), "not today, that is fine")
    expect(page.get_by_role("button", name="Give to Noah")).to_be_disabled()
    plans.press(page, "Leave Ella out")
    expect(page.get_by_role("heading", name="Give this to Noah")).to_be_visible()
