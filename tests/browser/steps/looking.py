"""Looking at a screen with axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()


def faults_of(page: Page) -> list[str]:
    """Return what axe finds: the rule and where, with nothing of what the page says."""
    found = AXE.run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}) {node['target']}" for one in found for node in one["nodes"]]
