"""Signing in, covering, and signing out: nothing is left for whoever holds the tablet next."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, expect

from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import ContextFor, SignedIn, watched_context
from tests.browser.live import Live
from tests.browser.steps import actions, plans, signing_in

FAMILY = "Grace, Noah and Ella"
CANARIES = ("Bellwether", "Sculthorpe", "Volatile relationship", "Will supervise contact", "Grace")
ADDRESS = re.compile(r"^http://localhost:\d+/(p/[0-9a-f]{32})?(#cover)?$")
STORED = """async () => {
  const databases = await indexedDB.databases();
  const kept = {};
  for (const {name} of databases) {
    kept[name] = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      asked.onerror = failed;
      asked.onsuccess = () => {
        const stores = [...asked.result.objectStoreNames];
        const all = stores.length ? asked.result.transaction(stores).objectStore(stores[0]).getAllKeys() : null;
        if (!all) return done([]);
        all.onsuccess = () => { asked.result.close(); done(all.result); };
      };
    });
  }
  return {local: localStorage.length, session: sessionStorage.length, caches: await caches.keys(), kept};
}"""


@pytest.mark.parametrize("words", ["wrong words", "lantern pebble orchard kettle"])
def test_every_refusal_says_the_same(context_for: ContextFor, live: Live, words: str) -> None:
    page = context_for("tablet").new_page()
    page.goto(f"{live.url}/")
    # Sam's account waits longer after each miss, so that nobody else's is used here.
    for key in ("sam", "nobody"):
        signing_in.when_they_type_their_words(page, key, words)
        expect(page.get_by_role("alert")).to_contain_text("That did not open. Check the words and try again.")
        page.reload()


def test_the_cover_takes_everything_out_and_puts_every_word_back(signed_in: SignedIn, live: Live) -> None:
    # Given: half a sentence in a form.
    page = signed_in("priya", "desk")
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], FAMILY)
    actions.when_a_new_action_is_begun(page)
    actions.what(page).fill("Half a sentence")
    assert all(word in page.content() for word in ("Grace", "Mark"))

    # The key covers, and so does Esc Esc; a reload does not lift it.
    for cover in (lambda: plans.press(page, "Cover"), lambda: [page.keyboard.press("Escape") for _ in range(2)]):
        cover()
        signing_in.then_it_is_covered(page)
        plans.then_it_says_nowhere(page, *CANARIES, "Half a sentence")
        signing_in.when_they_lift_the_cover(page)
        expect(actions.what(page)).to_have_value("Half a sentence")
    page.reload()
    expect(page.get_by_label("Passphrase")).to_be_visible()
    expect(page.locator("#shell")).to_have_count(0)
    plans.then_it_says_nowhere(page, *CANARIES)


def test_with_children_near_no_behaviour_is_in_the_document_nor_counted(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, live.plans["bellwether-mended"], FAMILY)
    behaviours = ("with a key", "bank card", "behaviours", "accepted or in force", "is not to be told")
    # The control: to Priya alone they are shown, and counted.
    plans.then_it_says(page, "Before you make contact")
    plans.then_it_says(page, "behaviours")
    plans.then_it_says(page, "accepted or in force")
    signing_in.when_the_view_is(page, "Children near")
    plans.then_it_says(page, "Noah’s book")
    # How to make contact, what Mark does not know, and notes are no child's to read: the pill promises none of them.
    assert page.locator("main").get_by_text("Before you make contact").count() == 0
    page.get_by_role("button", name="Who can see this screen").click()
    near = page.locator("label.choice").filter(has_text="Children near")
    expect(near).to_contain_text("Their books, and a note can be added")
    plans.press(plans.bar(page), "Done")
    text = page.locator("body").inner_text()
    assert [word for word in behaviours if word in text] == []
    shown = page.evaluate("() => [...document.querySelectorAll('body *:not(template)')].map(e => e.textContent).join()")
    assert [word for word in (*behaviours, "Sculthorpe", "Joan") if word in shown] == []


def test_a_visit_begins_with_children_near(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, live.plans["bellwether-mended"], FAMILY, view="")
    expect(page.get_by_role("button", name="Who can see this screen")).to_contain_text("Children near")
    desk = signed_in("priya", "desk")
    plans.when_they_open_the_plan(desk, live.plans["bellwether-mended"], FAMILY, view="")
    expect(desk.get_by_role("button", name="Who can see this screen")).to_contain_text("Just me")


@pytest.fixture(scope="module")
def browser_that_keeps_pages(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A Chromium as people have it: pages that were left are kept for the Back key."""
    started = playwright.chromium.launch(executable_path=chromium, ignore_default_args=["--disable-back-forward-cache"])
    yield started
    started.close()


@pytest.fixture
def own_page(browser_that_keeps_pages: Browser, page_errors: list[str]) -> Iterator[Page]:
    context = watched_context(browser_that_keeps_pages, "tablet", page_errors)
    yield context.new_page()
    context.close()
    assert page_errors == [], "something went wrong on the page"


def test_back_after_signing_out_shows_nothing(own_page: Page, live: Live) -> None:
    page = own_page
    addresses: list[str] = []
    page.on("framenavigated", lambda frame: addresses.append(frame.url))
    plan = live.family(family_b_as_entered())
    signing_in.when_they_sign_in(page, live.url, "priya")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    titles = {page.title()}
    plans.when_they_go_to(page, "Who does what")
    plans.then_it_says(page, "Will supervise contact")
    titles.add(page.title())
    signing_in.when_they_sign_out(page)

    for _ in range(4):
        page.evaluate("() => setTimeout(() => history.back(), 0)")
        page.wait_for_timeout(300)
        if not page.url.startswith(live.url):
            break
        plans.then_it_says_nowhere(page, *CANARIES)
        titles.add(page.title())
    page.goto(f"{live.url}/p/{plan}")
    signing_in.then_nobody_is_signed_in(page)
    plans.then_it_says_nowhere(page, *CANARIES)

    # The browser's own history has names of nobody: opaque addresses, one title.
    assert titles <= {"Daybook", ""}
    assert [one for one in addresses if one.startswith("http") and not ADDRESS.match(one)] == []


def test_a_browser_says_who_it_is_when_somebody_signs_in_and_at_nothing_else(
    context_for: ContextFor, live: Live
) -> None:
    page = context_for("desk").new_page()
    told: list[str] = []
    others: list[str] = []

    def look(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/api/1/session"):
            told.append(request.post_data_json["device"])
        else:
            others.append(f"{request.url} {request.post_data or ''} {request.headers}")

    page.on("request", look)
    page.goto(live.url)
    signing_in.when_they_type_their_words(page, "priya", "wrong words")
    expect(page.get_by_text("That did not open.").first).to_be_visible()
    page.wait_for_timeout(1500)
    for _ in range(2):
        signing_in.when_they_sign_in(page, live.url, "priya")
        signing_in.when_they_sign_out(page)
    # A name that nobody signed in under was not kept.
    assert told[0] not in told[1:]
    assert told[1] == told[2]
    assert re.fullmatch("[0-9a-f]{32}", told[1])
    assert [one for one in others if told[1] in one] == []


def test_the_browser_is_left_holding_nothing_but_light_hand_and_a_name_of_its_own(
    signed_in: SignedIn, live: Live
) -> None:
    plan = live.family(family_b_as_entered())
    page = signed_in("priya", "tablet")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    actions.when_the_words_are(page, "Stand at the gate", "Save and ask")
    plans.then_all_is_sent(page)
    page.get_by_role("button", name="Who can see this screen").click()
    page.get_by_role("radio", name="Lamp").check(force=True)
    for _ in range(2):
        held = page.evaluate(STORED)
        assert (held["local"], held["session"]) == (0, 0)
        # The shell, the same for everybody; test_offline_shell.py looks at every file of it.
        assert [name for name in held["caches"] if not name.startswith("shell-")] == []
        assert set(held["kept"]) <= {"prefs"}
        assert set(held["kept"].get("prefs", [])) <= {"light", "hand", "browser"}
        if page.get_by_label("Work e-mail").count():
            break
        # Signing out loads the page anew; what is left is looked at in the new one.
        with page.expect_event("load"):
            page.get_by_role("button", name="Sign out").click()
        signing_in.then_nobody_is_signed_in(page)
    # The cookie that is left opens nothing.
    assert all(not one["value"] or one["httpOnly"] for one in page.context.cookies())
