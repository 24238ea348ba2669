"""Steps of signing in, covering the screen, saying who can see it, and signing out."""

from playwright.sync_api import Page, expect

from safeplan.demo.making import WORDS


def when_they_sign_in(page: Page, url: str, key: str, plan: str = "") -> None:
    """Open the sign-in page, at a plan's address if one is named, and sign in as one of the cast."""
    page.goto(f"{url}/p/{plan}" if plan else f"{url}/")
    when_they_type_their_words(page, key)
    then_somebody_is_signed_in(page)


def then_somebody_is_signed_in(page: Page) -> None:
    expect(page.get_by_role("button", name="Cover", exact=True)).to_be_visible()


def when_they_type_their_words(page: Page, key: str, words: str = WORDS) -> None:
    page.get_by_label("Work e-mail").fill(f"{key}@demo.example")
    page.get_by_label("Passphrase").fill(words)
    page.get_by_role("button", name="Sign in").click()


def when_they_open_again(page: Page, words: str = WORDS) -> None:
    """Give the passphrase over a covered screen."""
    page.get_by_label("Passphrase").fill(words)
    page.get_by_role("button", name="Open", exact=True).click()


def when_they_lift_the_cover(page: Page) -> None:
    page.get_by_role("button", name="Done").click()
    when_they_open_again(page)


def when_the_view_is(page: Page, words: str) -> None:
    """Say who can see the screen: "Just me", "Children near", or "Me and Grace"."""
    pill = page.get_by_role("button", name="Who can see this screen")
    if words in pill.inner_text():
        return
    pill.click()
    page.get_by_role("radio", name=words).check(force=True)
    page.get_by_role("contentinfo").get_by_role("button", name="Done").click()
    expect(pill).to_contain_text(words)


def when_they_sign_out(page: Page) -> None:
    page.get_by_role("button", name="Who can see this screen").click()
    # Signing out loads the page anew; what is left is looked at in the new one.
    with page.expect_event("load"):
        page.get_by_role("button", name="Sign out").click()
    then_nobody_is_signed_in(page)


def then_nobody_is_signed_in(page: Page) -> None:
    expect(page.get_by_label("Work e-mail")).to_be_visible()


def then_it_is_covered(page: Page) -> None:
    """A page of home-visit notes, and nothing else in the document."""
    expect(page.get_by_role("heading", name="Home visit")).to_be_visible()
    expect(page.locator("#shell")).to_have_count(0)


def when_they_follow_a_link_inside(page: Page, path: str) -> None:
    """Come to another page as from one of ours: a typed address asks for the passphrase first."""
    with page.expect_navigation():
        page.evaluate("path => location.assign(path)", path)
