"""Steps of handing the tablet to a child, of the child's own pages, and of taking it back."""

from dataclasses import replace

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import Chromium, on
from tests.browser.screen import MAIN, Screen, Thing, heading, key
from tests.browser.steps.plans import press
from tests.browser.steps.signing_in import then_nobody_is_signed_in

SECOND_TAP_MS = 400
FOUR_KEYS = Thing("button", within=Thing("navigation", "Always here"))
LAST_KEY = replace(FOUR_KEYS, pick="last")
TITLE = Thing("title")
PAPER = Thing("img", "Paper to draw on")
GROWN_UP = key("Grown-up: open sign-in")
# The middle of the last line on the paper, as a share of the paper's width and height.
LAST_LINE = """
const paper = document.querySelector("svg.sheet").getBoundingClientRect();
const line = [...document.querySelectorAll("svg.sheet path")].at(-1)?.getBoundingClientRect();
if (!line) return null;
const [x, y] = [line.x + line.width / 2 - paper.x, line.y + line.height / 2 - paper.y];
return [x / paper.width, y / paper.height];
"""
# How far from the finger a line may lie, as such a share.
NEAR = 0.03
# Answers with which every page is shown; Ella is a baby, so nobody comes after Noah.
ANSWERS = {
    "Who can hear or see us?": "nobody",
    "When will Noah next see or speak to Mark?": "not before I am back",
    "Police or court interview coming?": "no",
    "Did Noah say yes to pictures today?": "yes",
    "With": "words",
    "Getting help pages": "off",
    "Next after Noah": "",
}


def when_the_gate_is_opened(page: Page | Screen) -> None:
    """From Noah's book to the questions a grown-up answers before handing over."""
    on(page).press(key("Hand over to Noah", within=MAIN))
    on(page).sees(heading("Before you hand over"))


def when_the_gate_is_answered(page: Page | Screen, **other: str) -> None:
    """Answer each question; one that is answered with "" is not on the screen."""
    for question, answer in {**ANSWERS, **other}.items():
        if answer:
            on(page).press(key(answer, within=Thing("question", question)))


def when_it_is_handed_over(page: Page | Screen) -> None:
    screen = on(page)
    screen.press(key("Give to Noah"))
    screen.sees(heading("Give this to Noah"))
    screen.press(key("Noah is here"))


def then_the_page_is(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def then_the_four_keys_are_there(page: Page | Screen) -> None:
    """Stop, Break, I don't know, Next: in this order, and whole on the screen."""
    screen = on(page)
    screen.sees(LAST_KEY)
    words = screen.all_words(FOUR_KEYS)
    assert len(words) == 4
    assert words[:3] == ["Stop", "Break", "I don’t know"]
    screen.shows_whole(FOUR_KEYS)


def when_the_child_goes_on(page: Page | Screen) -> None:
    then_the_four_keys_are_there(page)
    # A second tap at once on the same place is the same tap.
    on(page).rest(SECOND_TAP_MS / 1000)
    on(page).tap(LAST_KEY)


def when_the_child_goes_on_to(page: Page | Screen, title: str) -> None:
    """Next, and next again, until this page."""
    for _ in range(16):
        if on(page).sees(TITLE) == title:
            return
        when_the_child_goes_on(page)
    raise AssertionError(f"the board never came to {title}")


def when_somebody_is_put_on_the_hand(page: Page, name: str) -> None:
    press(page, "say a name")
    page.get_by_label("Their name").fill(name)
    press(page, "on my hand")
    expect(page.get_by_role("main")).to_contain_text(name)


def when_words_are_said(page: Page, words: str) -> None:
    press(page, "say it to Priya")
    page.get_by_role("textbox", name="Priya writes your words").fill(words)
    press(page, "done")
    expect(page.get_by_role("status").filter(has_text="Your words are in your book.")).to_be_visible()


def when_something_is_drawn(page: Page) -> None:
    """A wavy line from near the corner of the paper."""
    left, top, _, _ = Chromium(page).place(PAPER)
    Chromium(page).draw([(left + 60 + 20 * step, top + 60 + 15 * (step % 3)) for step in range(8)])


def when_a_line_is_drawn(page: Page | Screen, middle: tuple[float, float]) -> None:
    """A finger goes a little way from left to right, with this share of the paper's width and height in the middle."""
    left, top, right, bottom = on(page).place(PAPER)
    x, y = left + (right - left) * middle[0], top + (bottom - top) * middle[1]
    on(page).draw([(x - 60, y), (x - 20, y), (x + 20, y), (x + 60, y)])


def then_the_line_is_under_the_finger(page: Page | Screen, middle: tuple[float, float]) -> None:
    seen = on(page).until(LAST_LINE)
    assert abs(seen[0] - middle[0]) < NEAR, seen
    assert abs(seen[1] - middle[1]) < NEAR, seen


def when_somebody_may_look(page: Page, name: str) -> None:
    press(page, "someone else")
    page.get_by_label("Their name").fill(name)


def when_the_grown_up_has_it_back(page: Page | Screen) -> None:
    """Two taps on the key of "Give this to Priya" lead to the sign-in."""
    screen = on(page)
    screen.sees(heading("Give this to Priya"))
    # All of it is with the server before the key leads away.
    screen.until("return document.querySelector('[role=status]')?.textContent.trim() === ''")
    screen.tap(GROWN_UP, times=2)
    then_nobody_is_signed_in(page)


def when_the_grown_up_takes_it(page: Page) -> None:
    """Without signal: the pages are kept on the tablet, and two taps lead on."""
    expect(page.get_by_role("status").first).to_have_text("Your pages are kept.")
    page.wait_for_timeout(SECOND_TAP_MS)
    Chromium(page).tap(GROWN_UP, times=2)


def when_the_book_is_opened(page: Page | Screen, child: str = "Noah") -> None:
    on(page).press(Thing("button", begins=f"{child}’s book", within=MAIN))
    on(page).sees(heading(f"{child}’s book"))


def then_the_drawing_is_in_the_book(page: Page | Screen, title: str) -> None:
    """On the page of this title, as a grown-up sees it."""
    on(page).sees(Thing("img", "The child’s drawing", within=Thing("article", has=title)))


def page_of(page: Page, title: str) -> Locator:
    """Return one page of the book, as a grown-up reads it."""
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=title))


def when_it_is_checked(page: Page, named: str, outcome: str) -> None:
    group = page.get_by_role("group", name=f"Check {named}", exact=True)
    chip = group.get_by_role("button").filter(has_text=outcome)
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")


def words_in_memory(page: Page, *words: str) -> list[str]:
    """Return which of the words stand anywhere in the page's memory, after everything unused was thrown away."""
    chunks: list[str] = []
    session = page.context.new_cdp_session(page)
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.detach()
    memory = "".join(chunks)
    assert len(memory) > 100_000, "that was no picture of the memory"
    return [word for word in words if word in memory]


def answers_to(page: Page, *asked: tuple[str, str]) -> dict[str, int]:
    """Return what the server answers this page's own session for each (method, path)."""
    return {
        f"{method} {path}": page.evaluate(
            """async ([method, path]) => {
              const {csrf} = await (await fetch("/api/1/session")).json();
              const headers = {"X-CSRFToken": csrf, "Content-Type": "application/json"};
              const body = method === "GET" ? undefined : "{}";
              return (await fetch(path, {method, headers, body, redirect: "manual"})).status;
            }""",
            [method, path],
        )
        for method, path in asked
    }
