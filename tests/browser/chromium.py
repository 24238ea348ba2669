"""Chromium's driver of the steps: things are found by Playwright's roles, and where other engines would find them."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.screen import PATIENCE_S, Screen, Thing, path

# Of what an XPath finds: what shows, and of that the one an engine would take. True where it is what a role found.
SAME = """(found, [path, first]) => {
  if (found.length === 0) return true;
  const all = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
  const there = Array.from({ length: all.snapshotLength }, (_, at) => all.snapshotItem(at));
  const shown = there.filter((one) => one.checkVisibility({ visibilityProperty: true }));
  return shown.at(first ? 0 : -1) === found[0];
}"""


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
        return self._found(thing, patience).inner_text()

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
        return self._page.wait_for_function(_arrow(script), arg=list(given)).json_value()

    def rest(self, seconds: float) -> None:
        self._page.wait_for_timeout(seconds * 1000)

    def _found(self, thing: Thing, patience: float = PATIENCE_S) -> Locator:
        """Wait until it shows, and prove that another engine's driver would take the very same."""
        found = self.locator(thing)
        expect(found).to_be_visible(timeout=patience * 1000)
        # What has gone again meanwhile was seen, and proves nothing.
        same = found.evaluate_all(SAME, [path(thing), thing.pick == "first"])
        assert same, f"other engines would not find {thing} by {path(thing)}"
        return found

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
