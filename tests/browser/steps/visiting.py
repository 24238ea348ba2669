"""Steps of taking plans along, opening the tablet without signal, covering, locking, and signing in again."""

from playwright.sync_api import Page, expect

from safeplan.demo.making import WORDS
from tests.browser.steps.plans import bar, press, press_main

PIN = "482913"


def when_the_shell_is_kept(page: Page, url: str) -> None:
    """Open the address, and wait until the worker that keeps the shell answers for it."""
    page.goto(url)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def when_the_tablet_is_set_up(page: Page) -> None:
    """From the list of plans: the words, a PIN twice."""
    press(page, "Take on a visit")
    expect(page.get_by_role("heading", name="This tablet, once")).to_be_visible()
    when_the_words_and_a_pin_are_given(page)


def when_the_words_and_a_pin_are_given(page: Page) -> None:
    page.get_by_label("Your passphrase", exact=True).fill(WORDS)
    page.get_by_label("A PIN of six figures or more").fill(PIN)
    page.get_by_label("The PIN once more").fill(PIN)
    press_main(page, "Set up")
    expect(page.get_by_role("heading", name="Which plans?")).to_be_visible()


def when_all_are_ticked(page: Page) -> None:
    for row in page.locator(".take-row").all():
        row.locator("input").first.check(force=True)


def when_all_are_taken_along(page: Page) -> None:
    """Tick every plan of the list, and take them; addresses stay behind."""
    when_all_are_ticked(page)
    press_main(page, "Take along")
    expect(page.get_by_role("heading", name="Ready for offline")).to_be_visible()
    press(bar(page), "My plans")


def when_the_tablet_is_opened(page: Page, words: str = WORDS) -> None:
    """Without signal: the words alone."""
    page.get_by_label("Your passphrase").fill(words)
    press(page, "Open")


def when_one_is_taken_along(page: Page, plan: str) -> None:
    """Tick one plan of the list, whatever its family is called, and take it."""
    ticked = page.evaluate(
        """plan => {
          const rows = [...document.querySelectorAll(".take-row")];
          const row = rows.find((one) => one._x_dataStack.some((data) => data.plan?.id === plan));
          row?.querySelector("input").click();
          return Boolean(row);
        }""",
        plan,
    )
    assert ticked, "the plan is not in the list"
    press_main(page, "Take along")
    expect(page.get_by_role("heading", name="Ready for offline")).to_be_visible()
    press(bar(page), "My plans")


def when_the_cover_is_lifted_by_pin(page: Page, pin: str = PIN) -> None:
    press(page, "Done")
    page.get_by_label("PIN", exact=True).fill(pin)
    press(page, "Open")


def when_they_open_the_plan_here(page: Page, plan: str) -> None:
    """Without a new load: two plans of one family have the same names in the list."""
    page.evaluate(
        """plan => {
          history.pushState({ screen: "plan", plan, section: "overview", entry: "", kind: "" }, "", `/p/${plan}`);
          dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
        }""",
        plan,
    )


def when_five_wrong_pins_are_tried(page: Page) -> None:
    """From the cover; the fifth locks the tablet."""
    press(page, "Done")
    for left in ("4 tries", "3 tries", "2 tries", "1 try", ""):
        page.get_by_label("PIN", exact=True).fill("000000")
        press(page, "Open")
        if left:
            expect(page.get_by_text(f"{left} left")).to_be_visible()


def then_the_tablet_asks_for_words(page: Page) -> None:
    expect(page.get_by_label("Your passphrase")).to_be_visible()


def when_they_sign_in_over_it(page: Page, key: str) -> None:
    """From the state line of an open tablet, over what is on the screen."""
    page.get_by_role("contentinfo").get_by_role("button", name="Sign in").click()
    page.get_by_label("Work e-mail").fill(f"{key}@demo.example")
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("dialog").get_by_role("button", name="Sign in").click()


def when_it_is_locked(page: Page, *, signed_in: bool = False) -> None:
    """Put away until somebody gives the words: signing out of an open tablet locks it."""
    page.get_by_role("button", name="Who can see this screen").click()
    with page.expect_event("load"):
        page.get_by_role("button", name="Sign out").click()
    if signed_in:
        expect(page.get_by_label("Work e-mail")).to_be_visible()
    else:
        then_the_tablet_asks_for_words(page)


def when_the_tablet_is_opened_here(page: Page) -> None:
    """With signal, and without signing in: what is on the tablet alone."""
    press(page, "No signal? Open what is on this tablet.")
    when_the_tablet_is_opened(page)


def when_signal_comes(page: Page) -> None:
    page.context.set_offline(False)


def when_signal_is_noticed(page: Page) -> None:
    """As if the tablet had found signal once more: each time is a reason to try."""
    page.evaluate("() => dispatchEvent(new Event('online'))")


def then_the_state_is(page: Page, words: str) -> None:
    expect(bar(page)).to_contain_text(words)


def when_a_form_is_opened_here(page: Page, plan: str, kind: str) -> None:
    """Without a new load: the form of a kind, as from its key in the plan."""
    page.evaluate(
        """([plan, kind]) => {
          history.pushState({ screen: "plan", plan, section: "form", entry: "", kind }, "", `/p/${plan}`);
          dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
        }""",
        [plan, kind],
    )
