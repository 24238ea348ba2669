"""One Chromium and one served installation for all browser tests, the three sizes of screen, and people signed in."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from safeplan.demo.families import family_b_as_entered
from safeplan.setup_browser import find_chromium
from tests.browser import tablets
from tests.browser.deploys import Site, deployed
from tests.browser.live import Live, serving
from tests.browser.steps import signing_in

# The tablet on a kitchen table, the phone on a doorstep, the desk afterwards.
SIZES: dict[str, dict[str, Any]] = {
    "tablet": {
        "viewport": {"width": 820, "height": 1180},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "desk": {"viewport": {"width": 1280, "height": 800}},
}

# What the browser's own policy refused is told to the test, whichever page of a journey it was on.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  globalThis.tellViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""

ContextFor = Callable[..., BrowserContext]
SignedIn = Callable[..., Page]
Tablet = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the browser; without one these tests are left out, and the verdict says so."""
    found = find_chromium()
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A Chromium started once; every test gets its own contexts from `context_for`."""
    started = playwright.chromium.launch(executable_path=chromium)
    yield started
    started.close()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The application as it is served, with the cast and the demo's plans; its folder is gone when the tests end."""
    with tempfile.TemporaryDirectory(prefix="safeplan-test-") as folder, serving(Path(folder) / "data") as started:
        yield started


@pytest.fixture
def page_errors() -> list[str]:
    """What went wrong on this test's pages with nobody looking; a test that means it to may clear the list.

    A script error nobody caught, something the content security policy refused, or a dialog that opened.
    """
    return []


@pytest.fixture
def context_for(browser: Browser, page_errors: list[str]) -> Iterator[ContextFor]:
    """Return `context_for(size, **options)`: a fresh context of that size, closed after the test.

    size is "tablet", "phone" or "desk"; options are those of Playwright's `new_context`. A script error
    that nobody caught fails the test: on a visit it would be a button that does nothing.
    """
    made: list[BrowserContext] = []

    def make(size: str, **options: Any) -> BrowserContext:
        context = watched_context(browser, size, page_errors, **options)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert page_errors == [], "something went wrong on the page"


def watched_context(browser: Browser, size: str, wrong: list[str], **options: Any) -> BrowserContext:
    """Return a context that writes into `wrong` what nobody would see otherwise."""
    chosen = {"locale": "en-GB", "timezone_id": "Europe/London", **SIZES[size], **options}
    context = browser.new_context(**chosen)
    context.set_default_timeout(10_000)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.expose_binding("tellViolation", lambda _, refused: wrong.append(f"refused: {refused}"))
    context.add_init_script(TELL_VIOLATIONS)
    context.on("dialog", lambda dialog: _settle(dialog, wrong))
    return context


def _settle(dialog: Dialog, wrong: list[str]) -> None:
    """Leaving a page with unsent words asks first, as it should; no other dialog is ours."""
    if dialog.type == "beforeunload":
        dialog.accept()
    else:
        wrong.append(f"a dialog opened: {dialog.type}")
        dialog.dismiss()


@pytest.fixture
def signed_in(context_for: ContextFor, live: Live) -> SignedIn:
    """Return `signed_in(key, size, plan="")`: a page on which one of the cast has signed in."""

    def begin(key: str, size: str, plan: str = "", **options: Any) -> Page:
        page = context_for(size, **options).new_page()
        signing_in.when_they_sign_in(page, live.url, key, plan)
        return page

    return begin


@pytest.fixture(params=list(SIZES))
def device(request: pytest.FixtureRequest) -> str:
    """Run the test once at each size: `context_for(device)`."""
    return str(request.param)


@pytest.fixture
def site(live: Live) -> Iterator[Site]:
    """The same installation on an address of its own, whose signal can be taken away: `site.stop()`."""
    with deployed(live.settings) as served:
        yield served


@pytest.fixture
def tablet(playwright: Playwright, chromium: str, tmp_path: Path) -> Iterator[Tablet]:
    """Return `tablet(size="tablet")`: a new browser process on the same tablet, ending the one before.

    Its profile is `tmp_path / "profile"`.
    """
    running: list[BrowserContext] = []

    def end() -> None:
        for context in running:
            # A test may have killed it already.
            with suppress(PlaywrightError):
                context.close()

    def start(size: str = "tablet") -> BrowserContext:
        end()
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / "profile"), executable_path=chromium, locale="en-GB", **SIZES[size]
        )
        context.set_default_timeout(10_000)
        running[:] = [context]
        return context

    yield start
    end()


@pytest.fixture(scope="session")
def set_up_tablet(
    playwright: Playwright, chromium: str, live: Live, tmp_path_factory: pytest.TempPathFactory
) -> tablets.Tablet:
    """A tablet that Priya has set up. The set-up is what costs, a million rounds twice: it is done once."""
    plan, shared = (live.family(family_b_as_entered()) for _ in range(2))
    live.share(shared, "dana", "plan", "risk")
    profile = tmp_path_factory.mktemp("tablet") / "profile"
    made = tablets.Tablet(playwright, chromium, SIZES["tablet"], live, plan, shared, profile)
    tablets.when_it_is_set_up(made)
    return made


@pytest.fixture
def tablet_of(set_up_tablet: tablets.Tablet, tmp_path: Path) -> Iterator[Callable[[str], tablets.Tablet]]:
    """Return `tablet_of(size)`: Priya's tablet as it lay in the bag, with a screen of that size."""
    made: list[tablets.Tablet] = []

    def copied(size: str) -> tablets.Tablet:
        made.append(tablets.copy_of(set_up_tablet, tmp_path / size, SIZES[size]))
        return made[-1]

    yield copied
    for one in made:
        one.close()
