"""One Chromium for all browser tests, and the three sizes of screen the work is done on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from safeplan.setup_browser import find_chromium

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

ContextFor = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium started once; every test gets its own contexts from `context_for`."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium)
        yield started
        started.close()


@pytest.fixture
def page_errors() -> list[str]:
    """What scripts of this test's pages threw and nobody caught; a test that means to may clear it."""
    return []


@pytest.fixture
def context_for(browser: Browser, page_errors: list[str]) -> Iterator[ContextFor]:
    """Return `context_for(size, **options)`: a fresh context of that size, closed after the test.

    size is "tablet", "phone" or "desk"; options are those of Playwright's `new_context`. A script error
    that nobody caught fails the test: on a visit it would be a button that does nothing.
    """
    made: list[BrowserContext] = []

    def make(size: str, **options: Any) -> BrowserContext:
        chosen = {"locale": "en-GB", "timezone_id": "Europe/London", **SIZES[size], **options}
        context = browser.new_context(**chosen)
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: page_errors.append(str(error.error)))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert page_errors == [], "a script on the page failed"


@pytest.fixture(params=list(SIZES))
def device(request: pytest.FixtureRequest) -> str:
    """Run the test once at each size: `context_for(device)`."""
    return str(request.param)
