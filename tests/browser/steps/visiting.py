"""Steps of taking plans along, opening the tablet without signal, covering, locking, and signing in again."""

from playwright.sync_api import Page, expect

from safeplan.demo.making import WORDS
from tests.browser.chromium import on
from tests.browser.screen import BAR, SLOW_S, Screen, Thing, field, heading, key, main_key
from tests.browser.steps.plans import press
from tests.browser.steps.signing_in import when_they_type_their_words

PIN = "482913"
FIVE_WORDS = field("Your passphrase")
# Two plans of one family have the same names in the list; the page itself knows which is which.
TICK = """
const rows = [...document.querySelectorAll(".take-row")];
const row = rows.find((one) => one._x_dataStack.some((data) => data.plan?.id === arguments[0]));
row?.querySelector("input").click();
return Boolean(row);
"""


def when_the_shell_is_kept(page: Page | Screen, url: str) -> None:
    """Open the address, and wait until the worker that keeps the shell answers for it."""
    on(page).open(url)
    on(page).until("return navigator.serviceWorker.controller?.state === 'activated'")


def when_the_tablet_is_set_up(page: Page | Screen) -> None:
    """From the list of plans: the words, a PIN twice."""
    on(page).press(key("Take on a visit"))
    on(page).sees(heading("This tablet, once"))
    when_the_words_and_a_pin_are_given(page)


def when_the_words_and_a_pin_are_given(page: Page | Screen) -> None:
    screen = on(page)
    screen.fill(FIVE_WORDS, WORDS)
    screen.fill(field("A PIN of six figures or more"), PIN)
    screen.fill(field("The PIN once more"), PIN)
    screen.press(main_key("Set up"))
    screen.sees(heading("Which plans?"), SLOW_S)


def when_all_are_ticked(page: Page) -> None:
    for row in page.locator(".take-row").all():
        row.locator("input").first.check(force=True)


def when_all_are_taken_along(page: Page) -> None:
    """Tick every plan of the list, and take them; addresses stay behind."""
    when_all_are_ticked(page)
    when_what_is_ticked_is_taken(page)


def when_what_is_ticked_is_taken(page: Page | Screen) -> None:
    """From the list of what may be taken, to the list of plans."""
    screen = on(page)
    screen.press(main_key("Take along"))
    screen.sees(heading("Ready for offline"), SLOW_S)
    screen.press(key("My plans", within=BAR))


def when_the_tablet_is_opened(page: Page | Screen, words: str = WORDS) -> None:
    """Without signal: the words alone."""
    on(page).fill(FIVE_WORDS, words)
    on(page).press(key("Open"))


def when_one_is_taken_along(page: Page | Screen, plan: str) -> None:
    """Tick one plan of the list, whatever its family is called, and take it."""
    assert on(page).run(TICK, plan), "the plan is not in the list"
    when_what_is_ticked_is_taken(page)


def then_it_is_ready(page: Page | Screen, family: str) -> None:
    """In the list of plans: it is on this tablet."""
    on(page).sees(Thing("button", begins=family, has="Ready", within=Thing("listitem"), pick="first"))


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


def when_they_sign_in_over_it(page: Page | Screen, who: str) -> None:
    """From the state line of an open tablet, over what is on the screen."""
    on(page).press(Thing("button", has="Sign in", within=BAR))
    on(page).sees(Thing("dialog", has="What you wrote is on this tablet."))
    when_they_type_their_words(page, who)


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


def when_signal_is_noticed(page: Page | Screen) -> None:
    """As if the tablet had found signal once more: each time is a reason to try."""
    on(page).run("dispatchEvent(new Event('online'))")


def then_the_state_is(page: Page | Screen, words: str) -> None:
    on(page).sees(BAR.saying(words), SLOW_S)


def when_a_form_is_opened_here(page: Page, plan: str, kind: str) -> None:
    """Without a new load: the form of a kind, as from its key in the plan."""
    page.evaluate(
        """([plan, kind]) => {
          history.pushState({ screen: "plan", plan, section: "form", entry: "", kind }, "", `/p/${plan}`);
          dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
        }""",
        [plan, kind],
    )
