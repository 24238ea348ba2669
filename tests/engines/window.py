"""One window of a browser, driven by the commands of the WebDriver standard, however an engine takes them."""

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE_S = 15.0
# Between looking and acting the page may draw itself anew; then it is looked at again.
PASSING = {"stale element reference", "element click intercepted", "element not interactable", "no such element"}

TO_THE_MIDDLE = "arguments[0].scrollIntoView({block: 'center'})"
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
    """What a person does and sees. Things are named by XPath, which no content policy stands in the way of."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.ask = driver.ask

    def open(self, url: str) -> None:
        self.ask("Navigate", url=url)

    @property
    def url(self) -> str:
        return str(self.ask("GetCurrentURL"))

    def run(self, script: str, *given: Any) -> Any:
        """Run the body of a function in the page; what it returns may be a promise."""
        return self.ask("ExecuteScript", script=script, args=list(given))

    def find(self, path: str) -> list[str]:
        """Return the elements that are on the screen."""
        found = [one[ELEMENT] for one in self.ask("FindElements", using="xpath", value=path)]
        return [one for one in found if self.ask("IsElementDisplayed", id=one)]

    def click(self, path: str) -> None:
        """Press it, the last if there are several: the main key of a bar stands last."""

        def press() -> bool:
            key = self._last(path)
            # Out from under the bars; not every driver sees that something lies over it.
            self.run(f"{TO_THE_MIDDLE};", {ELEMENT: key})
            self.ask("ElementClick", id=key)
            return True

        self._soon(press, f"press {path}")

    def fill(self, path: str, words: str) -> None:
        def write() -> bool:
            field = self._last(path)
            self.ask("ElementClear", id=field)
            self.ask("ElementSendKeys", id=field, text=words)
            return True

        self._soon(write, f"write into {path}")

    def sees(self, path: str, patience: float = PATIENCE_S) -> str:
        """Wait until it is on the screen; return its words."""
        return str(self._soon(lambda: (self.ask("GetElementText", id=self._last(path)),), f"see {path}", patience)[0])

    def sees_no(self, path: str) -> None:
        self._soon(lambda: not self.find(path), f"see no {path}")

    def until(self, script: str, *given: Any) -> Any:
        """Wait until the script returns something that counts as true; return it."""
        return self._soon(lambda: self.run(script, *given), script)

    def place(self, path: str) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of it on the screen, by asking what is at each point.

        What an element says of its own size, where its page is made smaller, is not the same in every engine.
        """
        element = self._soon(lambda: self._last(path), f"see {path}")
        left, top, right, bottom = self.run(EDGES, {ELEMENT: element})
        return left, top, right, bottom

    def resize(self, width: int, height: int) -> None:
        """Give the page this size, whatever frame the engine puts around it."""
        self.ask("SetWindowRect", width=width, height=height)
        frame = height - self.run("return innerHeight")
        if frame:
            self.ask("SetWindowRect", width=width, height=height + frame)
        self.until("return innerWidth === arguments[0] && innerHeight === arguments[1]", width, height)

    def tap(self, path: str, times: int = 1) -> None:
        """Press it where it is on the screen: WebKitGTK's driver looks elsewhere where a page is made smaller."""
        left, top, right, bottom = self.place(path)
        for _ in range(times):
            self.draw([((left + right) / 2, (top + bottom) / 2)])

    def draw(self, points: list[tuple[float, float]]) -> None:
        """Put a finger down at the first point, move it along the others, lift it; WebKitGTK's driver says a mouse."""
        moves: list[dict[str, Any]] = [
            {"type": "pointerMove", "duration": 30 if at else 0, "x": round(x), "y": round(y), "origin": "viewport"}
            for at, (x, y) in enumerate(points)
        ]
        moves[1:1] = [{"type": "pointerDown", "button": 0}]
        moves.append({"type": "pointerUp", "button": 0})
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": moves}
        self.ask("PerformActions", actions=[finger])
        self.ask("ReleaseActions")

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.ask("TakeScreenshot")))

    def quit(self) -> None:
        self._driver.quit()

    def _last(self, path: str) -> str:
        found = self.find(path)
        if not found:
            raise Refused("no such element", path)
        return found[-1]

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


def button(words: str) -> str:
    return f"//button[normalize-space(.)='{words}' or @aria-label='{words}']"


def button_from(words: str) -> str:
    """Name a button by how its words begin."""
    return f"//button[starts-with(normalize-space(.), '{words}')]"


def labelled(words: str) -> str:
    """Name a field by its label."""
    return f"//*[@id=//label[normalize-space(.)='{words}']/@for]"


def choice(question: str, words: str) -> str:
    """Name one of the choices under a question."""
    asked = f"//*[legend[normalize-space(.)='{question}'] or @aria-label='{question}']"
    return f"{asked}//label[normalize-space(.)='{words}']"


def saying(words: str, element: str = "*") -> str:
    """Name what has these words in it itself, not in something inside it."""
    return f"//{element}[text()[contains(normalize-space(.), '{words}')]]"
