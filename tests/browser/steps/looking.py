"""Looking at a screen with axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# What passed is most of what axe has to say: it stays in the browser.
RUN = """() => axe.run({ resultTypes: ["violations"] }).then((found) => found.violations)"""


def faults_of(page: Page) -> list[str]:
    """Return what axe finds: the rule and where, with nothing of what the page says."""
    # It is half a megabyte to read, and stays until the page is loaded anew.
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(AXE.axe_script)
    return [f"{one['id']} ({one['impact']}) {node['target']}" for one in page.evaluate(RUN) for node in one["nodes"]]
