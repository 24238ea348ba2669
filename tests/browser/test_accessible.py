"""No screen has a fault axe can find, at any of the three sizes; and no page for people goes unlooked at."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import ContextFor, SignedIn
from tests.browser.live import Live
from tests.browser.states import SHOWN, WALKS

AXE = Axe()


@pytest.mark.parametrize("walk", list(WALKS))
def test_no_screen_of_the_walk_has_a_fault(
    signed_in: SignedIn, context_for: ContextFor, live: Live, device: str, walk: str
) -> None:
    who, screens = SHOWN[walk]
    page = signed_in(who, device) if who else context_for(device).new_page()
    seen: list[str] = []
    faults: list[str] = []
    for name in WALKS[walk](page, live, device):
        seen.append(name)
        faults += [f"{name}: {fault}" for fault in faults_of(page)]
    assert faults == []
    # The list is what a guard reads, so it must be what was walked.
    assert seen == list(screens)


def faults_of(page: Page) -> list[str]:
    """Return what axe finds: the rule and where, with nothing of what the page says."""
    found = AXE.run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}) {node['target']}" for one in found for node in one["nodes"]]


def test_axe_finds_what_is_wrong(context_for: ContextFor) -> None:
    page = context_for("desk").new_page()
    page.set_content("<!doctype html><title>.</title><main><h1>.</h1><input></main>")
    assert any(fault.startswith("label ") for fault in faults_of(page))
