"""One window of a browser, driven by the commands of the WebDriver standard, however an engine takes them."""

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from tests.browser.screen import PATIENCE_S, Thing, path

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# Between looking and acting the page may draw itself anew; then it is looked at again.
PASSING = {"stale element reference", "element click intercepted", "element not interactable", "no such element"}

TO_THE_MIDDLE = "arguments[0].scrollIntoView({block: 'center'})"
WHOLE = "return document.documentElement.scrollHeight <= innerHeight"
# A mark that goes with the page it is on.
LEAVING = "globalThis.stillHere = true"
LEFT = "return !globalThis.stillHere && document.readyState === 'complete'"
EDGES = """
const [shown] = arguments;
const has = (x, y) => shown.contains(document.elementFromPoint(x, y));
const points = [];
for (let x = 0; x < innerWidth; x += 8) for (let y = 0; y < innerHeight; y += 8) if (has(x, y)) points.push([x, y]);
let [x, y] = points[Math.floor(points.length / 2)];
let [left, right, top, bottom] = [x, x, y, y];
while (has(x, top - 1)) top -= 1;
while (has(x, bottom + 1)) bottom += 1;
// Halfway down, because corners may be round.
y = (top + bottom) / 2;
while (has(left - 1, y)) left -= 1;
while (has(right + 1, y)) right += 1;
return [left, top, right + 1, bottom + 1];
"""


class Refused(Exception):
    """The engine answered a command with an error; `code` is the standard's word for it."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code


class Driver(Protocol):
    """A running browser. `ask` sends one command by the standard's name and returns its value."""

    def ask(self, command: str, **details: Any) -> Any: ...

    def quit(self) -> None: ...


class Window:
    """The screen of another engine, as a step sees it. Things are found by XPath, which no content policy forbids."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._ask = driver.ask

    def open(self, url: str) -> None:
        self._ask("Navigate", url=url)

    def run(self, script: str, *given: Any) -> Any:
        return self._ask("ExecuteScript", script=script, args=list(given))

    def until(self, script: str, *given: Any) -> Any:
        return self._soon(lambda: self.run(script, *given), script)

    def rest(self, seconds: float) -> None:
        time.sleep(seconds)

    def press(self, thing: Thing) -> None:
        def once() -> bool:
            key = self._one(thing)
            # Out from under the bars; not every driver sees that something lies over it.
            self.run(f"{TO_THE_MIDDLE};", {ELEMENT: key})
            self._ask("ElementClick", id=key)
            return True

        self._soon(once, f"press {thing}")

    def press_to_leave(self, thing: Thing) -> None:
        self.run(LEAVING)
        self.press(thing)
        self.until(LEFT)

    def fill(self, thing: Thing, words: str) -> None:
        def once() -> bool:
            field = self._one(thing)
            self._ask("ElementClear", id=field)
            self._ask("ElementSendKeys", id=field, text=words)
            return True

        self._soon(once, f"write into {thing}")

    def choose(self, question: str, answer: str) -> None:
        self.press(Thing("choice", answer, within=Thing("question", question)))

    def sees(self, thing: Thing, patience: float = PATIENCE_S) -> str:
        # In a tuple, because what is there may have no words.
        return str(self._soon(lambda: (self._words(self._one(thing)),), f"see {thing}", patience)[0])

    def has_value(self, thing: Thing, words: str) -> None:
        def once() -> bool:
            return bool(self.run("return arguments[0].value === arguments[1]", {ELEMENT: self._one(thing)}, words))

        self._soon(once, f"see “{words}” in {thing}")

    def all_words(self, thing: Thing) -> list[str]:
        return [self._words(one) for one in self._shown(thing)]

    def shows_whole(self, thing: Thing) -> None:
        """See that the page need not be scrolled at all.

        What an element says of its own size, where its page is made smaller, is not the same in every engine.
        """
        self.until(WHOLE)

    def place(self, thing: Thing) -> tuple[float, float, float, float]:
        """Ask what is at each point of the screen, for the same reason."""
        element = self._soon(lambda: self._one(thing), f"see {thing}")
        left, top, right, bottom = self.run(EDGES, {ELEMENT: element})
        return left, top, right, bottom

    def resize(self, width: int, height: int) -> None:
        """Give the page this size, whatever frame the engine puts around it."""
        self._ask("SetWindowRect", width=width, height=height)
        frame = height - self.run("return innerHeight")
        if frame:
            self._ask("SetWindowRect", width=width, height=height + frame)
        self.until("return innerWidth === arguments[0] && innerHeight === arguments[1]", width, height)

    def tap(self, thing: Thing, times: int = 1) -> None:
        """Press it where it is on the screen: WebKitGTK's driver looks elsewhere where a page is made smaller."""
        left, top, right, bottom = self.place(thing)
        for _ in range(times):
            self.draw([((left + right) / 2, (top + bottom) / 2)])

    def draw(self, points: list[tuple[float, float]]) -> None:
        """A finger draws; WebKitGTK's driver says a mouse."""
        moves: list[dict[str, Any]] = [
            {"type": "pointerMove", "duration": 30 if at else 0, "x": round(x), "y": round(y), "origin": "viewport"}
            for at, (x, y) in enumerate(points)
        ]
        moves[1:1] = [{"type": "pointerDown", "button": 0}]
        moves.append({"type": "pointerUp", "button": 0})
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": moves}
        self._ask("PerformActions", actions=[finger])
        self._ask("ReleaseActions")

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._ask("TakeScreenshot")))

    def quit(self) -> None:
        self._driver.quit()

    def _words(self, element: str) -> str:
        return str(self._ask("GetElementText", id=element))

    def _shown(self, thing: Thing) -> list[str]:
        found = [one[ELEMENT] for one in self._ask("FindElements", using="xpath", value=path(thing))]
        return [one for one in found if self._ask("IsElementDisplayed", id=one)]

    def _one(self, thing: Thing) -> str:
        """Return the one that shows; of several the last, as `chromium.py` proves that they are the same."""
        found = self._shown(thing)
        if not found:
            raise Refused("no such element", str(thing))
        return found[0 if thing.pick == "first" else -1]

    def _soon(self, attempt: Callable[[], Any], what: str, patience: float = PATIENCE_S) -> Any:
        end = time.monotonic() + patience
        last: object = "nothing"
        while True:
            try:
                if found := attempt():
                    return found
            except Refused as error:
                if error.code not in PASSING:
                    raise
                last = error
            if time.monotonic() > end:
                raise AssertionError(f"could not {what}: {last}")
            time.sleep(0.1)
