"""Steps of signing in, covering the screen, saying who can see it, and signing out."""

from playwright.sync_api import Page, expect

from safeplan.demo.making import WORDS
from tests.browser.chromium import on
from tests.browser.screen import BAR, SLOW_S, Screen, Thing, field, heading, key

MAIL = field("Work e-mail")
PASSPHRASE = field("Passphrase")
WHO_CAN_SEE = Thing("button", begins="Who can see this screen")


def when_they_sign_in(page: Page | Screen, url: str, who: str, plan: str = "") -> None:
    """Open the sign-in page, at a plan's address if one is named, and sign in as one of the cast."""
    on(page).open(f"{url}/p/{plan}" if plan else f"{url}/")
    when_they_type_their_words(page, who)
    then_somebody_is_signed_in(page)


def then_somebody_is_signed_in(page: Page | Screen) -> None:
    on(page).sees(key("Cover"), SLOW_S)


def when_they_type_their_words(page: Page | Screen, who: str, words: str = WORDS) -> None:
    screen = on(page)
    screen.fill(MAIL, f"{who}@demo.example")
    screen.fill(PASSPHRASE, words)
    screen.press(key("Sign in"))


def when_they_open_again(page: Page, words: str = WORDS) -> None:
    """Give the passphrase over a covered screen."""
    page.get_by_label("Passphrase").fill(words)
    page.get_by_role("button", name="Open", exact=True).click()


def when_they_lift_the_cover(page: Page) -> None:
    page.get_by_role("button", name="Done").click()
    when_they_open_again(page)


def when_the_view_is(page: Page | Screen, words: str) -> None:
    """Say who can see the screen: "Just me", "Children near", or "Me and Grace"."""
    screen = on(page)
    if words in screen.sees(WHO_CAN_SEE):
        return
    screen.press(WHO_CAN_SEE)
    screen.press(Thing("choice", words, within=Thing("dialog")))
    screen.press(key("Done", within=BAR))
    screen.sees(WHO_CAN_SEE.saying(words))


def when_they_sign_out(page: Page | Screen) -> None:
    screen = on(page)
    screen.press(WHO_CAN_SEE)
    # Signing out loads the page anew; what is left is looked at in the new one.
    screen.press_to_leave(key("Sign out"))
    then_nobody_is_signed_in(page)


def then_nobody_is_signed_in(page: Page | Screen) -> None:
    on(page).sees(MAIL)


def then_it_says_that_there_is_no_signal(page: Page | Screen) -> None:
    """Where somebody tried to sign in."""
    on(page).sees(Thing("alert", has="No signal."))


def when_a_page_that_needs_signal_is_asked_for(page: Page | Screen, url: str) -> None:
    """A page that the server draws; what is kept in its place says so."""
    screen = on(page)
    screen.open(url)
    screen.sees(heading("This needs signal"))


def then_it_is_covered(page: Page) -> None:
    """A page of home-visit notes, and nothing else in the document."""
    expect(page.get_by_role("heading", name="Home visit")).to_be_visible()
    expect(page.locator("#shell")).to_have_count(0)


def when_they_follow_a_link_inside(page: Page, path: str) -> None:
    """Come to another page as from one of ours: a typed address asks for the passphrase first."""
    with page.expect_navigation():
        page.evaluate("path => location.assign(path)", path)
