"""What a step says of the screen: which thing, by its role and its name, and what is done with it or seen of it.

The steps of the browser suite say it once. Two drivers do it: `chromium.py` by Playwright, in `make test`, and
`tests/engines/window.py` by WebDriver, in other engines. The first proves at each thing that the second would find it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

# How the elements of a role are found in our pages; what is not here is written out with its role.
ELEMENTS = {
    "article": "article",
    "button": "button",
    "choice": "label",
    "contentinfo": "footer",
    "heading": "*[self::h1 or self::h2 or self::h3]",
    "img": "*[local-name()='svg' or self::img]",
    "listitem": "li",
    "main": "main",
    "navigation": "nav",
    "title": "h1",
}
PATIENCE_S = 20.0
# Two million rounds of a slow hash, twice over, on a busy machine.
SLOW_S = 60.0


@dataclass(frozen=True)
class Thing:
    """Something on the screen. Of `name`, `begins` and `has` those count that are not empty.

    `role` is ARIA's, or one of four more: "field" is named by its label, "question" is what choices stand under,
    "choice" is one of them, and "title" is the heading of the whole page. `name` is the whole name, `begins` how it
    begins, `has` is words anywhere in it.
    """

    role: str
    name: str = ""
    begins: str = ""
    has: str = ""
    within: Thing | None = None
    # Of several that fit; "only" says that there are not several.
    pick: Literal["only", "first", "last"] = "only"

    def saying(self, words: str) -> Thing:
        """Return the same thing, if it has these words in it."""
        return replace(self, has=words)


MAIN = Thing("main")
BAR = Thing("contentinfo")


def key(name: str, within: Thing | None = None) -> Thing:
    """Name a button by its whole words."""
    return Thing("button", name, within=within)


def main_key(name: str) -> Thing:
    """Name the main key, the last of the bar: the question above it may have one that says the same."""
    return Thing("button", name, within=BAR, pick="last")


def field(label: str) -> Thing:
    """Name a field by its label."""
    return Thing("field", label)


def heading(name: str) -> Thing:
    """Name a heading by its words."""
    return Thing("heading", name)


class Screen(Protocol):
    """What a person does with a screen, and sees on it. Whatever is looked for is waited for."""

    def open(self, url: str) -> None:
        """Type an address."""

    def press(self, thing: Thing) -> None:
        """Press it once it is there."""

    def press_to_leave(self, thing: Thing) -> None:
        """Press it, and wait until the page it leads to is loaded."""

    def tap(self, thing: Thing, times: int = 1) -> None:
        """Put a finger where it is on the screen, and lift it."""

    def fill(self, thing: Thing, words: str) -> None:
        """Write into a field, over what is there."""

    def choose(self, question: str, answer: str) -> None:
        """Pick the choice under the question that says exactly this."""

    def sees(self, thing: Thing, patience: float = PATIENCE_S) -> str:
        """Wait until it is there; return its words."""
        ...

    def has_value(self, thing: Thing, words: str) -> None:
        """Wait until exactly this is written in the field."""

    def all_words(self, thing: Thing) -> list[str]:
        """Return the words of each thing that fits, now."""
        ...

    def shows_whole(self, thing: Thing) -> None:
        """See that nothing that fits has to be scrolled to."""

    def place(self, thing: Thing) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of it on the screen."""
        ...

    def draw(self, points: list[tuple[float, float]]) -> None:
        """Put a finger down at the first point, move it along the others, and lift it."""

    def run(self, script: str, *given: Any) -> Any:
        """Run the body of a function in the page, with `arguments`; what it returns may be a promise."""
        ...

    def until(self, script: str, *given: Any) -> Any:
        """Wait until the script returns something that counts as true; return it."""
        ...

    def rest(self, seconds: float) -> None:
        """Do nothing for a while."""


def path(thing: Thing) -> str:
    """Return the XPath of everything that fits, whether it shows or not."""
    scope = path(thing.within) if thing.within else ""
    if thing.role == "field":
        # Asked of every element, in WebKit it would take half a minute.
        return f"id({scope}//label{_tests(thing)}/@for)"
    if thing.role == "question":
        words = _quoted(thing.name)
        return f"{scope}//*[legend[normalize-space(.)={words}] or @aria-label={words}]"
    element = ELEMENTS.get(thing.role) or f"*[@role='{thing.role}']"
    return f"{scope}//{element}{_tests(thing)}"


def _tests(thing: Thing) -> str:
    tests = ""
    if thing.name:
        words = _quoted(thing.name)
        tests += f"[normalize-space(.)={words} or b[normalize-space(.)={words}] or @aria-label={words}]"
    if thing.begins:
        words = _quoted(thing.begins)
        tests += f"[starts-with(normalize-space(.), {words}) or starts-with(@aria-label, {words})]"
    if thing.has:
        tests += f"[contains(normalize-space(.), {_quoted(thing.has)})]"
    return tests


def _quoted(words: str) -> str:
    return f'"{words}"' if "'" in words else f"'{words}'"
