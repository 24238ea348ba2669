"""Steps of a tablet that keeps plans: taking one along, opening it without signal, looking for words on its disk."""

import os
import signal
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import ElementHandle, Page, expect

from safeplan.demo.making import WORDS
from tests.browser.steps import plans

PIN = "604117"


def when_it_is_opened(page: Page, url: str, path: str = "/") -> None:
    """Open it, and wait until the worker that keeps the shell answers for the page."""
    page.goto(f"{url}{path}")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def row_of(page: Page, plan: str, inside: str) -> ElementHandle:
    """Return what is pressed for this plan: in a list families of the same first names look alike."""
    page.get_by_role("main").locator(inside).first.wait_for()
    found = page.evaluate_handle(
        """([inside, plan]) => [...document.querySelectorAll(inside)].find((one) => {
          for (let at = one; at; at = at.parentElement) {
            const row = (at._x_dataStack ?? []).find((data) => data.plan?.id);
            if (row) return row.plan.id === plan;
          }
          return false;
        })""",
        [inside, plan],
    ).as_element()
    assert found, "the plan is not in the list"
    return found


def when_a_plan_is_taken_along(page: Page, plan: str) -> None:
    """Set the tablet up from the list of plans, and take one plan."""
    plans.press(page, "Take on a visit")
    page.get_by_label("Your five words").fill(WORDS)
    page.get_by_label("A PIN of six figures or more").fill(PIN)
    page.get_by_label("The PIN once more").fill(PIN)
    plans.press(plans.bar(page), "Set up")
    row_of(page, plan, ".take-row .choice").click()
    plans.press(plans.bar(page), "Take along")
    expect(page.get_by_role("heading", name="Ready for offline")).to_be_visible()
    plans.press(plans.bar(page), "My plans")


def then_it_is_locked(page: Page) -> None:
    expect(page.get_by_label("Your five words")).to_be_visible()


def when_it_is_unlocked(page: Page) -> None:
    page.get_by_label("Your five words").fill(WORDS)
    plans.press(page, "Open")
    # The words are made slow to guess, and that is slow here too.
    expect(page.get_by_role("button", name="Cover", exact=True)).to_be_visible(timeout=20_000)


def when_the_plan_is_opened_in_the_list(page: Page, plan: str, family: str) -> None:
    row_of(page, plan, "li button.plan-row").click()
    expect(page.get_by_role("main").get_by_text(family).first).to_be_visible()
    assert page.url.endswith(plan)


def kill(profile: Path) -> int:
    """End the browser of this profile as an empty battery does; return how many processes were ended."""
    killed = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in command.split(b"\0"):
            os.kill(int(folder.name), signal.SIGKILL)
            killed += 1
    return killed


def on_disk(profile: Path, *words: str) -> list[tuple[str, str]]:
    """Return (word, file) for every word that lies in the profile in clear or in a usual spelling."""
    contents = {path.name: path.read_bytes() for path in profile.rglob("*") if path.is_file()}
    return [
        (word, name)
        for word in words
        for name, content in contents.items()
        if any(shape in content for shape in _shapes(word))
    ]


def _shapes(word: str) -> list[bytes]:
    plain = word.encode()
    # Base64 has three spellings, by where in the text the word begins; without the letters its neighbours share.
    coded = [b64encode(b"\0" * skip + plain)[-(-skip * 4 // 3) : -4] for skip in range(3)]
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), quote(word).encode(), *coded]
