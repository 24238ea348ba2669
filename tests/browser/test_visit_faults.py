"""A visit on which something goes wrong: nothing that was written is lost, doubled, or shown to somebody else."""

import re
from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import Page, Request, Route, expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import ContextFor, SignedIn
from tests.browser.live import Live
from tests.browser.steps import actions, plans, sharing, signing_in, visiting
from tests.browser.tablets import Tablet, note_of, when_a_note_is_written
from tests.browser.test_vault import FEWEST_PROCESSES, kill

LETTERS = "**/api/1/letters"
GONE = "These plans have left this tablet."


@pytest.fixture
def tablet(tablet_of: Callable[[str], Tablet]) -> Tablet:
    return tablet_of("tablet")


def saved_note(page: Page, words: str) -> None:
    when_a_note_is_written(page, words)
    expect(note_of(page)).to_have_count(0)


def entries_with(page: Page, plan: str, words: str) -> int:
    """How many entries of the plan say this, as the server has them for whoever is signed in on this page."""
    found = """async ([plan, words]) => {
      const { entries } = await (await fetch(`/api/1/plans/${plan}`)).json();
      return entries.filter((one) => one.heads.some((head) => Object.values(head.data).includes(words))).length;
    }"""
    return int(page.evaluate(found, [plan, words]))


def when_it_is_tried_until(page: Page, enough: Callable[[], bool]) -> None:
    """What waits is tried again and again; if nothing waits any more there is nothing to cut, and that is a fault."""
    for _ in range(200):
        if enough():
            return
        visiting.when_signal_is_noticed(page)
        page.wait_for_timeout(50)
    raise AssertionError("nothing was left to send before every cut was made")


def test_thirty_cuts_in_the_middle_of_sending_lose_nothing_and_double_nothing(tablet: Tablet) -> None:
    page = tablet.opened()
    before = len(tablet.logged())
    random, cuts, wanted = Random(12), [0], [20]  # noqa: S311  (which request is cut, and where)

    def cut(route: Route) -> None:
        if cuts[0] >= wanted[0]:
            route.continue_()
            return
        cuts[0] += 1
        if random.random() < 0.5:
            # The server has it, and the tablet never hears so.
            route.fetch()
        route.abort("connectionreset")

    page.context.route(LETTERS, cut)
    visiting.when_signal_comes(page)
    written = [f"Number {number} of six" for number in range(1, 5)]
    for number, words in enumerate(written):
        saved_note(page, words)
        when_it_is_tried_until(page, lambda: cuts[0] >= 5 * (number + 1))  # noqa: B023  (asked at once)
    visiting.when_signal_is_noticed(page)
    visiting.then_the_state_is(page, "On its way · 4 wait for your sign-in")
    assert len(tablet.logged()) == before

    # The rest is cut while they are signed in, where a letter takes its place in the plan at once.
    wanted[0] = 30
    visiting.when_they_sign_in_over_it(page, "priya")
    for number in (5, 6):
        written.append(f"Number {number} of six")
        saved_note(page, written[-1])
    when_it_is_tried_until(page, lambda: cuts[0] >= 30)
    visiting.when_signal_is_noticed(page)
    visiting.then_the_state_is(page, "All sent")
    assert len(tablet.logged()) == before + 6
    assert [entries_with(page, tablet.plan, words) for words in written] == [1] * 6


def test_a_session_that_ends_covers_nothing_and_holds_up_no_word(tablet: Tablet) -> None:
    page = tablet.page(signal=True)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    visiting.when_they_open_the_plan_here(page, tablet.plan)
    signing_in.when_the_view_is(page, "Just me")
    plans.press(plans.bar(page), "Note")
    note_of(page).fill("Written as the session ended")
    tablet.live.end_sessions("priya")
    plans.press(plans.bar(page), "Save")
    visiting.then_the_state_is(page, "On its way · 1 waits for your sign-in")
    expect(page.locator("#shell")).to_have_count(1)
    expect(page.get_by_role("heading", name="Home visit")).to_have_count(0)
    visiting.when_they_sign_in_over_it(page, "priya")
    visiting.then_the_state_is(page, "All sent")
    assert entries_with(page, tablet.plan, "Written as the session ended") == 1


def test_two_tabs_of_one_tablet_send_each_letter_once(tablet: Tablet) -> None:
    first = tablet.opened()
    second = first.context.new_page()
    second.goto(f"{tablet.live.url}/")
    tablet.when_it_is_opened(second)
    before = len(tablet.letters())
    sent: list[str] = []
    first.context.on("requestfinished", lambda one: sent.extend(ids_in(one)))
    saved_note(second, "From the second tab")
    first.bring_to_front()
    saved_note(first, "From the first tab")
    visiting.when_signal_comes(first)
    visiting.when_signal_is_noticed(first)
    visiting.when_signal_is_noticed(second)
    visiting.then_the_state_is(first, "On its way · 2 wait for your sign-in")
    assert len(sent) == len(set(sent)) == 2
    assert len(tablet.letters()) == before + 2


def ids_in(request: Request) -> list[str]:
    if not request.url.endswith("/api/1/letters"):
        return []
    return [one["id"] for one in request.post_data_json["letters"]]


FULL = "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
SHUT = "() => { IDBDatabase.prototype.transaction = () => { throw new DOMException('', 'InvalidStateError'); }; }"
MENDED = "() => { self.mend(); }"
KEPT_WHOLE = """() => {
  const { put } = IDBObjectStore.prototype;
  const { transaction } = IDBDatabase.prototype;
  self.mend = () => { IDBObjectStore.prototype.put = put; IDBDatabase.prototype.transaction = transaction; };
}"""


@pytest.mark.parametrize("fault", [FULL, SHUT], ids=["full", "shut"])
def test_a_store_that_takes_nothing_is_said_plainly_and_the_words_stay_in_the_form(tablet: Tablet, fault: str) -> None:
    page = tablet.opened()
    [worker] = page.workers
    worker.evaluate(KEPT_WHOLE)
    plans.press(plans.bar(page), "Note")
    worker.evaluate(fault)
    note_of(page).fill("Words that found no room")
    plans.press(plans.bar(page), "Save")
    expect(page.get_by_role("alert")).to_contain_text("This tablet could not keep it")
    expect(note_of(page)).to_have_value("Words that found no room")
    visiting.then_the_state_is(page, "This tablet could not keep it. Keep this page open.")
    expect(plans.bar(page)).not_to_contain_text("Saved")
    worker.evaluate(MENDED)
    plans.press(plans.bar(page), "Save")
    visiting.then_the_state_is(page, "On this tablet · 1 waiting to send")
    expect(note_of(page)).to_have_count(0)


def test_the_next_person_sees_nothing_of_it_and_it_still_goes_in_its_writers_name(tablet: Tablet) -> None:
    page = tablet.opened()
    priya = tablet.live.people["priya"]
    before = tablet.letters().count((priya, "waiting"))
    saved_note(page, "Priya's own words")
    visiting.when_it_is_locked(page)
    expect(page.get_by_text("1 waiting to send. They go when there is signal")).to_be_visible()

    # It must still be here while Dana is signed in: it would otherwise have left before she came.
    page.context.route(LETTERS, lambda route: route.abort())
    visiting.when_signal_comes(page)
    plans.press(page, "Sign in")
    signing_in.when_they_type_their_words(page, "dana")
    signing_in.then_somebody_is_signed_in(page)
    expect(page.get_by_role("button", name="Isla and Wren").first).to_be_visible()
    plans.then_it_says_nowhere(page, "Priya's own words", "1 waiting to send", "your sign-in")
    visiting.when_they_open_the_plan_here(page, tablet.plan)
    expect(page.get_by_text("Nothing here").first).to_be_visible()
    plans.then_it_says_nowhere(page, "Priya's own words", "Sculthorpe", "Will call 999")
    page.context.unroute(LETTERS)
    visiting.when_signal_is_noticed(page)
    for _ in range(40):
        if tablet.letters().count((priya, "waiting")) == before + 1:
            break
        page.wait_for_timeout(250)
    assert tablet.letters().count((priya, "waiting")) == before + 1


CALL = """async (path) => {
  const { csrf } = await (await fetch("/api/1/session")).json();
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return (await fetch(path, { method: "POST", headers, body: "{}" })).status;
}"""


def test_marked_as_lost_it_shows_nothing_more_and_what_was_written_still_arrives(
    tablet: Tablet, signed_in: SignedIn
) -> None:
    page = tablet.opened()
    saved_note(page, "Written before it was lost")
    plans.press(plans.bar(page), "Note")
    note_of(page).fill("Half a sentence")
    desk = signed_in("tom", "desk")
    assert desk.evaluate(CALL, f"/api/1/devices/{tablet.device}/lost") == 204
    try:
        held = tablet.letters().count((tablet.live.people["priya"], "held"))
        with page.expect_event("load", timeout=60_000):
            visiting.when_signal_comes(page)
        expect(page.get_by_text(GONE)).to_be_visible()
        plans.then_it_says_nowhere(page, "Grace", "Written before", "Half a sentence")
        page.reload()
        expect(page.get_by_text(f"{GONE} What you wrote is safe.")).to_be_visible()
        assert tablet.letters().count((tablet.live.people["priya"], "held")) == held + 1
        plans.press(page, "No signal? Open what is on this tablet.")
        expect(page.get_by_label("Your passphrase")).to_have_count(0)
    finally:
        tablet.found_again()


def test_wrong_words_get_one_answer_and_a_longer_wait_and_what_is_unsent_still_goes(tablet: Tablet) -> None:
    page = tablet.opened()
    waiting = tablet.letters().count((tablet.live.people["priya"], "waiting"))
    saved_note(page, "Written before the guessing")
    visiting.when_it_is_locked(page)
    for words, seconds in (
        ("one wrong word", 1),
        ("two wrong words here", 2),
        ("gravel picnic lantern harbour puddle", 4),
    ):
        expect(page.get_by_role("button", name="Open", exact=True)).to_be_enabled()
        visiting.when_the_tablet_is_opened(page, words)
        answer = page.get_by_role("alert")
        expect(answer).to_contain_text("That did not open. Check the words and try again.")
        expect(answer).to_contain_text(f"You can try in {seconds} second")
    # The wait is counted on the tablet, not in the page: one that is loaded anew begins nowhere near the beginning.
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_enabled()
    page.reload()
    visiting.when_the_tablet_is_opened(page, "other words once more")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("You can try in [5-8] seconds"))
    visiting.when_signal_comes(page)
    expect(page.get_by_text("1 waiting to send")).to_have_count(0)
    assert tablet.letters().count((tablet.live.people["priya"], "waiting")) == waiting + 1


LATER = "(hours) => { const now = Date.now; Date.now = () => now() + hours * 3600000; }"


@pytest.mark.parametrize("hours", [25, -1], ids=["its time is over", "the clock was turned back"])
def test_when_its_time_is_over_reading_ends_and_what_was_written_comes_back_after_signing_in(
    tablet: Tablet, hours: int
) -> None:
    page = tablet.opened()
    words, half = f"Written in time {hours}", f"Half a sentence {hours}"
    saved_note(page, words)
    plans.press(plans.bar(page), "Note")
    note_of(page).fill(half)
    page.wait_for_timeout(1000)
    [worker] = page.workers
    worker.evaluate(LATER, hours)
    with page.expect_event("load"):
        visiting.when_signal_is_noticed(page)
    expect(page.get_by_text(f"{GONE} What you wrote is safe and still waiting.")).to_be_visible()
    plans.then_it_says_nowhere(page, "Grace", words, half)
    expect(page.get_by_label("Your passphrase")).to_have_count(0)

    visiting.when_signal_comes(page)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    visiting.when_they_open_the_plan_here(page, tablet.plan)
    signing_in.when_the_view_is(page, "Just me")
    plans.press(plans.bar(page), "Note")
    expect(note_of(page)).to_have_value(half)
    plans.press(plans.bar(page), "Save")
    visiting.then_the_state_is(page, "All sent")
    assert [entries_with(page, tablet.plan, one) for one in (words, half)] == [1, 1]
    # It is done with: the next note begins empty, also after the page has looked again for what was left.
    visiting.when_signal_is_noticed(page)
    page.reload()
    signing_in.when_they_open_again(page)
    signing_in.when_the_view_is(page, "Just me")
    plans.press(plans.bar(page), "Note")
    expect(note_of(page)).to_have_value("")


def test_back_after_a_lock_shows_nothing(tablet: Tablet) -> None:
    page = tablet.opened()
    plans.when_they_go_to(page, "Who does what")
    plans.then_it_says(page, "Will call 999")
    visiting.when_it_is_locked(page)
    for _ in range(4):
        page.evaluate("() => setTimeout(() => history.back(), 0)")
        page.wait_for_timeout(300)
        if not page.url.startswith(tablet.live.url):
            break
        expect(page.get_by_label("Your passphrase")).to_be_visible()
        plans.then_it_says_nowhere(page, "Will call 999", "Grace")


def test_killed_in_the_middle_of_a_sentence_it_is_in_the_same_field_after_unlocking(tablet: Tablet) -> None:
    page = tablet.opened()
    plans.when_they_go_to(page, "Who does what")
    actions.when_it_is_opened_to_change(page, "Will call 999")
    actions.what(page).fill("Half a sentence about")
    page.wait_for_timeout(1000)
    assert kill(tablet.profile) >= FEWEST_PROCESSES
    page = tablet.page()
    visiting.when_the_tablet_is_opened(page)
    expect(actions.what(page)).to_have_value("Half a sentence about")
    expect(actions.what(page)).to_be_focused()
    plans.press(plans.bar(page), "Save")
    visiting.then_the_state_is(page, "On this tablet · 1 waiting to send")


NO_STORE = "indexedDB.open = () => { throw new DOMException('', 'SecurityError'); };"
NO_CURVE = """
// Before it has an address a page has no such thing at all.
const { generateKey } = globalThis.SubtleCrypto?.prototype ?? {};
if (generateKey) SubtleCrypto.prototype.generateKey = function (how, ...rest) {
  if (how.name === "X25519") return Promise.reject(new DOMException("", "NotSupportedError"));
  return generateKey.call(this, how, ...rest);
};
"""


@pytest.mark.parametrize(
    ("missing", "said"), [(NO_STORE, "This window keeps nothing"), (NO_CURVE, "This browser is too old")]
)
def test_a_browser_that_cannot_keep_plans_says_why_and_works_with_signal(
    context_for: ContextFor, live: Live, missing: str, said: str
) -> None:
    plan = live.family(family_b_as_entered())
    context = context_for("tablet")
    context.add_init_script(missing)
    page = context.new_page()
    signing_in.when_they_sign_in(page, live.url, "priya")
    plans.press(page, "Take on a visit")
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("Everything works with signal.")).to_be_visible()
    visiting.when_they_open_the_plan_here(page, plan)
    signing_in.when_the_view_is(page, "Just me")
    saved_note(page, f"Written where nothing is kept: {said}")
    visiting.then_the_state_is(page, "All sent")


def when_something_unknown_is_planted(page: Page) -> None:
    """A form says what its page was built to say: an old page may know codes that the server has given up."""
    plans.when_they_open_the_desk_fields(page)
    choice = plans.question_of(page, "Which agency?").locator("input").first
    choice.evaluate("(one) => { one.value = 'no_such_agency'; one.checked = false; one.click(); }")


def test_a_browser_that_emptied_its_store_is_noticed_when_its_person_signs_in(signed_in: SignedIn, live: Live) -> None:
    # Given: a tablet with plans on it, whose browser then takes all it keeps; cookies it keeps apart.
    page = signed_in("priya", "tablet")
    visiting.when_the_tablet_is_set_up(page)
    visiting.when_all_are_taken_along(page)
    kinds = "indexeddb,cache_storage,service_workers,local_storage"
    browser = page.context.new_cdp_session(page)
    page.goto("about:blank")
    browser.send("Storage.clearDataForOrigin", {"origin": live.url, "storageTypes": kinds})

    # When Priya comes back, she hears what went, once.
    page.goto(live.url)
    signing_in.when_they_open_again(page)
    told = page.get_by_role("status").filter(has_text="This tablet’s browser emptied its store")
    expect(told).to_contain_text("everything had been sent")
    expect(told).to_contain_text("Write it again while you remember it.")
    plans.press(page, "I have read it")
    expect(told).to_have_count(0)
    page.goto(live.url)
    signing_in.when_they_open_again(page)
    expect(page.get_by_role("heading", name="My plans")).to_be_visible()
    expect(told).to_have_count(0)


def test_what_is_refused_stays_with_its_reason_over_a_lock_until_its_author_decides(tablet: Tablet) -> None:
    page = tablet.opened()
    before = len(tablet.logged())
    plans.when_they_go_to(page, "Who does what")
    plans.press_main(page, "Add an action")
    plans.when_they_choose(page, "Which agency?", "Council")
    actions.what(page).or_(page.get_by_label("What will they do?")).first.fill("Look in at four")
    when_something_unknown_is_planted(page)
    plans.press(plans.bar(page), "Save")
    visiting.then_the_state_is(page, "On this tablet · 1 waiting to send")
    visiting.when_signal_comes(page)
    visiting.then_the_state_is(page, "On its way · 1 waits for your sign-in")
    visiting.when_they_sign_in_over_it(page, "priya")
    visiting.then_the_state_is(page, "1 needs you")

    visiting.when_it_is_locked(page, signed_in=True)
    visiting.when_the_tablet_is_opened_here(page)
    visiting.then_the_state_is(page, "1 needs you")
    plans.bar(page).get_by_role("button", name="1 needs you").click()
    sheet = page.get_by_role("dialog", name="Needs you")
    expect(sheet).to_contain_text("Action")
    expect(sheet).to_contain_text("Look in at four")
    plans.press(sheet, "Not needed, throw it away")
    expect(sheet).to_contain_text("Nothing needs you.")
    expect(plans.bar(page)).not_to_contain_text("needs you")
    assert len(tablet.logged()) == before


def test_what_is_written_after_access_ended_waits_for_the_lead_and_its_author_is_told(
    context_for: ContextFor, signed_in: SignedIn, live: Live
) -> None:
    plan = live.family(family_b_as_entered())
    live.share(plan, "dana", "plan")
    page = context_for("tablet").new_page()
    signing_in.when_they_sign_in(page, live.url, "dana")
    visiting.when_the_tablet_is_set_up(page)
    visiting.when_all_are_taken_along(page)
    page.context.set_offline(True)
    visiting.when_they_open_the_plan_here(page, plan)
    signing_in.when_the_view_is(page, "Just me")
    saved_note(page, "Dana heard him at the gate")

    desk = signed_in("priya", "desk")
    sharing.when_they_end_access(desk, plan, "Dana Reyes")
    visiting.when_signal_comes(page)
    visiting.then_the_state_is(page, "Sent · 1 for the plan's lead to look at first")
    plans.when_they_open_the_plan(desk, plan, "Grace")
    plans.press(desk.get_by_role("main"), "1 piece of writing held for you Read it, then file it or set it aside")
    plans.then_it_says(desk, "Dana heard him at the gate")
    plans.then_it_says(desk, "Written by somebody who may no longer write here.")


def test_taking_back_that_finds_no_room_is_said_and_keeps_its_reason(tablet: Tablet) -> None:
    page = tablet.opened()
    saved_note(page, "A note to take back")
    plans.when_they_go_to(page, "Notes")
    page.get_by_role("button", name=re.compile("Take (it )?back")).first.click()
    page.locator("input[name=take-back]").first.check(force=True)
    page.get_by_label("In a line").fill("Written twice")
    [worker] = page.workers
    worker.evaluate(KEPT_WHOLE)
    worker.evaluate(FULL)
    page.get_by_role("button", name="Take it back", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This tablet could not keep it")
    expect(page.get_by_label("In a line")).to_have_value("Written twice")
    worker.evaluate(MENDED)
    page.get_by_role("button", name="Take it back", exact=True).click()
    expect(page.get_by_label("In a line")).to_have_count(0)
