"""Chromium's driver of the steps: things are found by Playwright's roles, and where other engines would find them."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.screen import PATIENCE_S, Screen, Thing, path

# What it says; and whether an engine that takes what shows of an XPath's finds would take what a role found.
LOOK = """(found, [path, first]) => {
  if (found.length === 0) return null;
  const all = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  const there = Array.from({ length: all.snapshotLength }, (_, at) => all.snapshotItem(at));
  // On a phone the bar has no box of its own, and what is in it shows.
  const shows = (one) =>
    one.checkVisibility({ visibilityProperty: true }) ||
    (getComputedStyle(one).display === "contents" && [...one.children].some(shows));
  const shown = there.filter(shows);
  return { same: shown.at(first ? 0 : -1) === found[0], words: found[0].innerText ?? found[0].textContent };
}"""
# Between finding and looking the page may draw itself anew; what is still not the same then is not the same.
LOOKS = 5


def on(shown: Page | Screen) -> Screen:
    """Return the driver of what a step is given: a page of Playwright's, or the window of another engine."""
    return Chromium(shown) if isinstance(shown, Page) else shown


class Chromium:
    """A page of Playwright's, as a step sees it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def locator(self, thing: Thing) -> Locator:
        """Return what Playwright finds by its role; hidden things are not there for it."""
        found = self._all(thing)
        if thing.pick == "only":
            return found
        shown = found.filter(visible=True)
        return shown.first if thing.pick == "first" else shown.last

    def open(self, url: str) -> None:
        self._page.goto(url)

    def press(self, thing: Thing) -> None:
        self._found(thing).click()

    def press_to_leave(self, thing: Thing) -> None:
        found = self._found(thing)
        with self._page.expect_event("load"):
            found.click()

    def tap(self, thing: Thing, times: int = 1) -> None:
        found = self._found(thing)
        for _ in range(times):
            found.click()

    def fill(self, thing: Thing, words: str) -> None:
        self._found(thing).fill(words)

    def choose(self, question: str, answer: str) -> None:
        asked = Thing("question", question)
        group = self._found(asked)
        if self._all(Thing("choice", answer, within=asked)).count():
            self.press(Thing("choice", answer, within=asked))
        else:
            # What is far from this family is in a list behind its choices.
            group.get_by_role("combobox").select_option(label=answer)

    def sees(self, thing: Thing, patience: float = PATIENCE_S) -> str:
        """Prove too that another engine's driver would take the very same."""
        found = self.locator(thing)
        for _ in range(LOOKS):
            expect(found).to_be_visible(timeout=patience * 1000)
            seen = found.evaluate_all(LOOK, [path(thing), thing.pick == "first"])
            if seen and seen["same"]:
                return str(seen["words"])
            if not seen and thing.has:
                # It said so for a moment, and says something else by now.
                return thing.has
        raise AssertionError(f"other engines would not find {thing} by {path(thing)}")

    def has_value(self, thing: Thing, words: str) -> None:
        expect(self._found(thing)).to_have_value(words)

    def all_words(self, thing: Thing) -> list[str]:
        return self._all(thing).filter(visible=True).all_inner_texts()

    def shows_whole(self, thing: Thing) -> None:
        for one in self._all(thing).all():
            expect(one).to_be_in_viewport(ratio=0.99)

    def place(self, thing: Thing) -> tuple[float, float, float, float]:
        box = self._found(thing).bounding_box()
        assert box, f"{thing} has no place"
        return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]

    def draw(self, points: list[tuple[float, float]]) -> None:
        mouse = self._page.mouse
        mouse.move(*points[0])
        mouse.down()
        for point in points[1:]:
            mouse.move(*point)
        mouse.up()

    def run(self, script: str, *given: Any) -> Any:
        return self._page.evaluate(_arrow(script), list(given))

    def until(self, script: str, *given: Any) -> Any:
        return self._page.wait_for_function(_arrow(script), arg=list(given), timeout=PATIENCE_S * 1000).json_value()

    def rest(self, seconds: float) -> None:
        self._page.wait_for_timeout(seconds * 1000)

    def _found(self, thing: Thing) -> Locator:
        self.sees(thing)
        return self.locator(thing)

    def _all(self, thing: Thing) -> Locator:
        scope = self._all(thing.within) if thing.within else self._page
        if thing.role == "field":
            return scope.get_by_label(thing.name, exact=True)
        if thing.role == "question":
            one, several = (scope.get_by_role(role, name=thing.name, exact=True) for role in ("radiogroup", "group"))
            return one.or_(several)
        if thing.role == "choice":
            return scope.locator("label.choice").filter(has=self._page.get_by_text(thing.name, exact=True))
        return self._by_role(scope, thing)

    def _by_role(self, scope: Page | Locator, thing: Thing) -> Locator:
        named: dict[str, Any] = {"name": thing.name, "exact": True} if thing.name else {}
        if thing.begins:
            named = {"name": re.compile(f"^{re.escape(thing.begins)}")}
        if thing.role == "title":
            found = scope.get_by_role("heading", level=1, **named)
        else:
            found = scope.get_by_role(thing.role, **named)  # type: ignore[arg-type]
        return found.filter(has_text=thing.has) if thing.has else found


def _arrow(body: str) -> str:
    """Pages forbid the making of functions from words; an arrow is one already."""
    return f"(given) => (function () {{ {body} }})(...given)"
