"""The shell on a tablet without signal: it opens whole, changes only when asked, and keeps nothing of anybody."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from safeplan import data_root
from safeplan.demo.families import family_b_as_entered
from tests.browser.conftest import ContextFor, watched_context
from tests.browser.deploys import Site
from tests.browser.live import Live
from tests.browser.steps import actions, plans, signing_in

FAMILY = "Grace, Noah and Ella"
CANARIES = ("Bellwether", "Sculthorpe", "Noah", "Will supervise contact", "Stand at the quarry gate")
NEWER = "A newer version is ready. Nothing you wrote is touched."
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const urls = (await (await caches.open(name)).keys()).map((one) => new URL(one.url));
    kept[name] = urls.map((url) => url.pathname + url.search);
  }
  return kept;
}"""
CROSSING = (data_root() / "static" / "js" / "session" / "crossing_over.js").read_text("utf-8").replace("export ", "")


def when_it_is_opened(page: Page, url: str, path: str = "/") -> None:
    """Open it, and wait until the worker that keeps the shell answers for the page."""
    page.goto(f"{url}{path}")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=30_000)


def when_they_come_back_to_it(page: Page) -> None:
    """The page is looked at again, which is when it looks for a newer version."""
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


def kept_by(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found


def whole_shell() -> set[str]:
    """Every path the build names, and the pages, without asking the worker's own list."""
    static = data_root() / "static"
    built = json.loads((static / "dist" / "manifest.json").read_text("utf-8"))["files"]
    return {
        "/",
        "/board",
        "/needs-signal",
        "/manifest.webmanifest",
        *(f"/static/dist/{about['file']}" for name, about in built.items() if name != "sw.js"),
        *(f"/static/icons/{icon.name}" for icon in (static / "icons").iterdir()),
    }


def then_it_is_a_whole_shell(page: Page, caches: int = 1) -> None:
    kept = kept_by(page)
    assert len(kept) == caches
    named = page.evaluate(
        "() => ['words', 'pieces'].map((name) => document.documentElement.dataset[name].split(' ')).flat()"
    )
    for name, paths in kept.items():
        assert name.startswith("shell-")
        assert set(paths) == whole_shell() | set(named)


def test_a_new_browser_without_signal_opens_to_the_sign_in(tablet: Callable[[], BrowserContext], site: Site) -> None:
    when_it_is_opened(tablet().new_page(), site.url)
    site.stop()
    page = tablet().new_page()
    for path in ("/", f"/p/{'a' * 32}"):
        page.goto(f"{site.url}{path}")
        signing_in.when_they_type_their_words(page, "priya", "some words")
        signing_in.then_it_says_that_there_is_no_signal(page)
    # Nothing is on this tablet yet, and asking for it says so.
    page.get_by_role("button", name="No signal? Open what is on this tablet.").click()
    expect(page.get_by_text("Nothing to open on this tablet.")).to_be_visible()
    page.goto(f"{site.url}/board")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "board" in (page.locator("body").get_attribute("class") or "")


def test_pages_of_the_server_and_calls_are_never_answered_from_the_tablet(context_for: ContextFor, site: Site) -> None:
    page = context_for("tablet").new_page()
    when_it_is_opened(page, site.url)
    signing_in.when_they_sign_in(page, site.url, "priya")
    visited = ["/account/words", "/agency/my-desks", f"/audit/{'0' * 32}"]
    for path in visited:
        signing_in.when_they_follow_a_link_inside(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    then_it_is_a_whole_shell_of(page)

    site.stop()
    for path in [*visited, "/api/1/plans", "/healthz"]:
        signing_in.when_a_page_that_needs_signal_is_asked_for(page, f"{site.url}{path}")
    for path in ("/api/1/session", "/api/1/plans", "/version.json"):
        assert page.evaluate("path => fetch(path).then((one) => one.status, () => 'nothing')", path) == "nothing"
    page.get_by_role("link", name="My plans").click()
    expect(page.get_by_label("Work e-mail")).to_be_visible()

    # With signal again the same page is there at a tap.
    page.goto(f"{site.url}/account/words")
    site.deploy()
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="This needs signal")).to_have_count(0)


def then_it_is_a_whole_shell_of(page: Page) -> None:
    [paths] = kept_by(page).values()
    named = {path for path in paths if path.startswith(("/words-", "/boards-", "/pieces-"))}
    assert len(named) == 3
    assert set(paths) - named == whole_shell()


def test_a_deploy_that_is_not_whole_leaves_the_shell_before_it(context_for: ContextFor, site: Site) -> None:
    page = context_for("tablet").new_page()
    when_it_is_opened(page, site.url)
    before = kept_by(page)
    site.deploy("Notebook", missing="/static/dist/pictures/teacher.svg")
    when_they_come_back_to_it(page)
    page.wait_for_timeout(1500)
    expect(page.get_by_text(NEWER)).to_have_count(0)
    [name] = before
    assert sorted(kept_by(page)[name]) == sorted(before[name])

    site.stop()
    page.reload()
    expect(page.get_by_role("heading", name="Daybook")).to_be_visible()
    # Mended, it comes whole; what was left of the broken one is gone with the old one.
    site.deploy("Notebook")
    when_they_come_back_to_it(page)
    plans.press(page, "Use it now")
    expect(page.get_by_role("heading", name="Notebook")).to_be_visible()
    then_it_is_a_whole_shell(page)
    assert name not in kept_by(page)


def test_a_newer_version_waits_for_a_tap_and_never_over_words(context_for: ContextFor, live: Live, site: Site) -> None:
    plan = live.family(family_b_as_entered())
    page = context_for("desk").new_page()
    when_it_is_opened(page, site.url)
    signing_in.when_they_sign_in(page, site.url, "priya")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    actions.what(page).fill("Half a sentence")

    # Over half a sentence it says nothing, and nothing changes.
    site.deploy("Notebook")
    when_they_come_back_to_it(page)
    waiting = "async () => (await navigator.serviceWorker.getRegistration()).waiting !== null"
    page.wait_for_function(waiting, timeout=30_000)
    page.wait_for_timeout(1500)
    expect(page.get_by_text(NEWER)).to_have_count(0)
    expect(actions.what(page)).to_have_value("Half a sentence")
    actions.when_the_words_are(page, "Stand at the gate", "Save and ask")
    plans.then_all_is_sent(page)

    # Once that is sent it is offered; later is later, and a tap takes it.
    expect(page.get_by_text(NEWER)).to_be_visible()
    plans.press(page, "Later")
    page.wait_for_timeout(1500)
    expect(page.get_by_text(NEWER)).to_have_count(0)
    assert page.title() == "Daybook"
    page.reload()
    signing_in.when_they_open_again(page)
    loads: list[str] = []
    page.on("load", lambda one: loads.append(one.url))
    plans.press(page, "Use it now")
    expect(page.get_by_label("Passphrase")).to_be_visible()
    expect(page).to_have_title("Notebook", timeout=30_000)
    page.wait_for_timeout(1500)
    assert len(loads) == 1
    then_it_is_a_whole_shell(page)
    signing_in.when_they_open_again(page)
    plans.then_it_says(page, "Stand at the gate")


def test_a_version_that_waits_is_not_offered_on_the_page_of_a_child(
    context_for: ContextFor, live: Live, site: Site
) -> None:
    page = context_for("tablet").new_page()
    when_it_is_opened(page, site.url)
    page.goto(f"{site.url}/board")
    site.deploy("Notebook")
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    page.wait_for_timeout(1500)
    expect(page.get_by_text(NEWER)).to_have_count(0)
    assert page.title() == "Daybook"


def test_a_client_that_is_too_old_is_led_to_the_newer_one_and_loses_no_word(
    context_for: ContextFor, live: Live, site: Site
) -> None:
    plan = live.family(family_b_as_entered())
    page = context_for("desk").new_page()
    when_it_is_opened(page, site.url)
    signing_in.when_they_sign_in(page, site.url, "priya")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    actions.what(page).fill("Half a sentence")

    # The server moves on under the pen: what is written goes out all the same.
    site.deploy("Notebook", min_client=99)
    actions.when_the_words_are(page, "Stand at the gate", "Save and ask")
    plans.then_all_is_sent(page)
    page.get_by_role("button", name="My plans", exact=True).first.click()
    expect(page.get_by_text(NEWER)).to_be_visible()
    plans.press(page, "Use it now")
    expect(page).to_have_title("Notebook", timeout=30_000)
    site.let_read(0)
    signing_in.when_they_open_again(page)
    signing_in.then_somebody_is_signed_in(page)
    plans.when_they_open_the_plan(page, plan, FAMILY)
    plans.when_they_go_to(page, "Who does what")
    plans.then_it_says(page, "Stand at the gate")


def test_what_crosses_to_the_child_s_page_reaches_that_page_alone_and_once(context_for: ContextFor, site: Site) -> None:
    context = context_for("tablet")
    page, other = context.new_page(), context.new_page()
    when_it_is_opened(page, site.url)
    when_it_is_opened(other, site.url)
    context.set_offline(True)
    assert hand(page, {"gate": "Noah", "many": [1, 2]}) is True
    # Nobody who is not the child's page gets it, and it stays for that page.
    assert take(other) is None
    assert take(page) is None
    with page.expect_navigation():
        page.evaluate("() => location.assign('/board')")
    assert take(other) is None
    assert take(page) == {"gate": "Noah", "many": [1, 2]}
    assert take(page) is None

    # Left and not taken: the next visit but one finds nothing.
    other.reload()
    assert hand(other, "first") is True
    assert hand(other, "second") is True
    other.goto(f"{site.url}/board")
    assert take(other) == "second"
    other.goto(f"{site.url}/")
    assert hand(other, "third") is True
    other.goto(f"{site.url}/board")
    other.reload()
    assert take(other) is None


def hand(page: Page, value: Any) -> Any:
    return page.evaluate(f"async (value) => {{ {CROSSING}; return hand(value); }}", value)


def take(page: Page) -> Any:
    return page.evaluate(f"async () => {{ {CROSSING}; return take(); }}")


def test_without_a_worker_nothing_is_handed_over(context_for: ContextFor, site: Site) -> None:
    page = context_for("tablet", service_workers="block").new_page()
    page.goto(f"{site.url}/")
    expect(page.get_by_label("Work e-mail")).to_be_visible()
    assert hand(page, "anything") is False
    assert take(page) is None


@pytest.fixture
def browser_that_keeps_pages(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium, ignore_default_args=["--disable-back-forward-cache"])
    yield started
    started.close()


def test_back_after_signing_out_shows_nothing_though_the_shell_is_kept(
    browser_that_keeps_pages: Browser, page_errors: list[str], live: Live, site: Site
) -> None:
    page = watched_context(browser_that_keeps_pages, "tablet", page_errors).new_page()
    when_it_is_opened(page, site.url)
    signing_in.when_they_sign_in(page, site.url, "priya")
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], FAMILY)
    # To a page of the server and back again, so that there is a whole document to go back to.
    signing_in.when_they_follow_a_link_inside(page, "/account/words")
    page.evaluate("() => setTimeout(() => history.back(), 0)")
    page.wait_for_timeout(300)
    signing_in.when_they_open_again(page)
    signing_in.when_they_sign_out(page)
    for _ in range(4):
        page.evaluate("() => setTimeout(() => history.back(), 0)")
        page.wait_for_timeout(300)
        if not page.url.startswith(site.url):
            break
        plans.then_it_says_nowhere(page, *CANARIES)
    assert page_errors == []


def test_nothing_of_a_plan_is_on_the_disk_of_the_tablet(
    tablet: Callable[[], BrowserContext], live: Live, site: Site, tmp_path: Path
) -> None:
    plan = live.family(family_b_as_entered())
    context = tablet()
    page = context.new_page()
    when_it_is_opened(page, site.url)
    signing_in.when_they_sign_in(page, site.url, "priya")
    plans.when_they_open_the_plan(page, plan, FAMILY)
    actions.when_a_new_action_is_begun(page)
    actions.when_the_words_are(page, "Stand at the quarry gate", "Save and ask")
    plans.then_all_is_sent(page)
    plans.then_it_says(page, "Will supervise contact")
    signing_in.when_they_follow_a_link_inside(page, f"/sharing/{plan}")
    signing_in.when_they_follow_a_link_inside(page, "/")
    signing_in.when_they_sign_out(page)
    context.close()

    contents = {str(path): path.read_bytes() for path in (tmp_path / "profile").rglob("*") if path.is_file()}
    # The control: what is kept on purpose is found, so the search finds what is there.
    assert any(b"This needs signal" in content for content in contents.values())
    assert any(plan.encode() in content for content in contents.values()), "the history was not looked at"
    shapes = [shape for word in CANARIES for shape in (word.encode(), word.encode("utf-16-le"))]
    assert [name for name, content in contents.items() for shape in shapes if shape in content] == []
