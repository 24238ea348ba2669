"""Steps of sharing a plan with a named person, of being that person, and of ending it."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps.plans import press
from tests.browser.steps.signing_in import when_they_follow_a_link_inside


def when_they_share(page: Page, plan: str, name: str, *parts: str) -> None:
    """Who, what and why, then the look through that person's eyes; nothing is shared yet."""
    when_they_follow_a_link_inside(page, f"/sharing/{plan}")
    page.get_by_role("link", name="Share", exact=True).click()
    for _ in steps_of_sharing(page, name, *parts):
        pass


def steps_of_sharing(page: Page, name: str, *parts: str) -> Iterator[str]:
    """Go from the first step to the look, naming each screen while it is there."""
    yield "who"
    page.get_by_role("radio", name=re.compile(f"^{name}")).check(force=True)
    _pick(page, "Are they connected", "No")
    press(page, "Next")
    expect(page.get_by_role("heading", name=re.compile("^What will"))).to_be_visible()
    yield "what"
    for part in parts:
        page.get_by_role("checkbox", name=re.compile(f"^{part}")).check(force=True)
    _pick(page, "What may they do", "Answer what is asked, and add what they know")
    press(page, "Next")
    expect(page.get_by_role("heading", name=re.compile("^Why does"))).to_be_visible()
    yield "why"
    page.get_by_role("radio", name=re.compile("^Preventing or detecting crime")).check(force=True)
    page.get_by_label("Why, in one line").fill("She was asked to look in")
    press(page, "Look")
    expect(page.get_by_role("heading", name=re.compile("^Look through"))).to_be_visible()
    yield "look"


def eyes(page: Page) -> Locator:
    """Return the frame of the look, in which stand the recipient's own screens."""
    return page.get_by_role("region", name=re.compile("^What .* will see$"))


def screens_of(within: Locator) -> Iterator[tuple[str, str]]:
    """Go through every section of the list at the desk; give its name, and all that can be read while it is open."""
    listed = within.locator("nav.side").get_by_role("link")
    expect(listed.first).to_be_visible()
    for name in listed.all_inner_texts():
        listed.filter(has_text=re.compile(f"^{re.escape(name)}$")).first.click()
        expect(within.locator("nav.side [aria-current=page]")).to_have_text(name)
        yield name, _settled(within)


def _settled(within: Locator) -> str:
    """Return what can be read of the section and of what stands beside it, once it no longer changes."""
    shown = within.locator(".column .stack").first, within.locator("aside.aside")
    before = None
    while before != (before := " | ".join(part.inner_text() for part in shown)):
        within.page.wait_for_timeout(150)
    return re.sub(r"\s+", " ", before or "")


def when_they_seal_it(page: Page) -> None:
    press(page, "Seal and share")
    expect(page.get_by_role("heading", name="Who can open this")).to_be_visible()


def when_they_end_access(page: Page, plan: str, name: str) -> None:
    when_they_follow_a_link_inside(page, f"/sharing/{plan}")
    page.get_by_role("link", name=f"End access for {name}").click()
    page.get_by_role("radio", name="No longer works with the family").check(force=True)
    press(page, "End access")
    expect(page.get_by_role("link", name=f"End access for {name}")).to_have_count(0)


def _pick(page: Page, question: str, answer: str) -> None:
    group = page.get_by_role("group", name=re.compile(f"^{question}"))
    group = group.or_(page.get_by_role("radiogroup", name=re.compile(f"^{question}")))
    group.get_by_role("radio", name=answer, exact=True).check(force=True)


def asked(page: Page, what: str) -> Locator:
    """Return the card of one thing a partner is asked."""
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=what))


def when_they_accept(page: Page, what: str) -> None:
    press(asked(page, what), "Accept")
    expect(asked(page, what)).to_have_count(0)


def when_they_cannot(page: Page, what: str, reason: str, words: str) -> None:
    """Refuse: without a reason it is not sent."""
    card = asked(page, what)
    press(card, "We cannot")
    press(card, "Say that we cannot")
    expect(card.get_by_text("Pick a reason first.")).to_be_visible()
    card.locator("label.choice").filter(has_text=reason).click()
    card.get_by_label("What covers the gap?").fill(words)
    press(card, "Say that we cannot")
    expect(asked(page, what)).to_have_count(0)


def then_nothing_is_here(page: Page) -> None:
    """The one answer to whoever may not open a plan: the same as for a plan that is not there."""
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()


def answer_to(page: Page, path: str) -> tuple[int, str]:
    """Return what the server answers this page's session: status and text."""
    found = page.evaluate(
        "async path => { const answer = await fetch(path); return [answer.status, await answer.text()]; }", path
    )
    return int(found[0]), str(found[1])
