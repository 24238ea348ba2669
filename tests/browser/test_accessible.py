"""No screen has a fault axe can find, at any of the three sizes; and no page for people goes unlooked at."""

import tomllib
from pathlib import Path

import pytest

from tests.browser.conftest import ContextFor, SignedIn
from tests.browser.live import Live
from tests.browser.states import SHOWN, WALKS
from tests.browser.steps.looking import faults_of

ACCESS_TABLE = Path(__file__).parents[1] / "guards" / "access_table.toml"
# Data, files, the pieces of other pages and the health check: nothing of them is ever on a screen by itself.
NOT_PAGES = (
    "/api/",
    "/static/",
    "/<name>.json",
    "/pieces-<digest>.html",
    "/healthz",
    "/sw.js",
    "/version.json",
    "/manifest.webmanifest",
)


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


def test_every_page_for_people_is_looked_at() -> None:
    table = tomllib.loads(ACCESS_TABLE.read_text("utf-8"))
    rows = {row for rows in table.values() for row in rows if row.startswith("GET ")}
    pages = {row for row in rows if not row.removeprefix("GET ").startswith(NOT_PAGES)}
    looked_at = {served for _, screens in SHOWN.values() for served in screens.values()}
    assert pages - looked_at == set()
    assert {one for one in looked_at if one.startswith("GET ")} - rows == set()


def test_axe_finds_what_is_wrong(context_for: ContextFor) -> None:
    page = context_for("desk").new_page()
    page.set_content(
        '<!doctype html><title>.</title><main><h1>.</h1><input><p><font color="#bbb">pale</font></p></main>'
    )
    found = {fault.split(" ")[0] for fault in faults_of(page)}
    assert {"label", "color-contrast"} <= found
