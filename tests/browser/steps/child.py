"""Steps of handing the tablet to a child, of the child's own pages, and of taking it back."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps.plans import press, question_of

SECOND_TAP_MS = 400
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


def when_the_gate_is_opened(page: Page) -> None:
    """From Noah's book to the questions a grown-up answers before handing over."""
    press(page.get_by_role("main"), "Hand over to Noah")
    expect(page.get_by_role("heading", name="Before you hand over")).to_be_visible()


def when_the_gate_is_answered(page: Page, **other: str) -> None:
    """Answer each question; one that is answered with "" is not on the screen."""
    for question, answer in {**ANSWERS, **other}.items():
        if answer:
            press(question_of(page, question), answer)


def when_it_is_handed_over(page: Page) -> None:
    press(page, "Give to Noah")
    expect(page.get_by_role("heading", name="Give this to Noah")).to_be_visible()
    press(page, "Noah is here")


def then_the_page_is(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def then_the_four_keys_are_there(page: Page) -> None:
    """Stop, Break, I don't know, Next: in this order, and whole on the screen."""
    keys = page.get_by_role("navigation", name="Always here").get_by_role("button")
    expect(keys).to_have_count(4)
    assert keys.all_inner_texts()[:3] == ["Stop", "Break", "I don’t know"]
    for key in keys.all():
        expect(key).to_be_in_viewport(ratio=0.99)


def when_the_child_goes_on(page: Page) -> None:
    then_the_four_keys_are_there(page)
    # A second tap at once on the same place is the same tap.
    page.wait_for_timeout(SECOND_TAP_MS)
    page.get_by_role("navigation", name="Always here").get_by_role("button").last.click()


def when_the_child_goes_on_to(page: Page, title: str) -> None:
    """Next, and next again, until this page."""
    for _ in range(16):
        if page.get_by_role("heading", level=1).inner_text() == title:
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
    paper = page.get_by_role("img", name="Paper to draw on").bounding_box()
    assert paper
    page.mouse.move(paper["x"] + 60, paper["y"] + 60)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(paper["x"] + 60 + 20 * step, paper["y"] + 60 + 15 * (step % 3))
    page.mouse.up()


def when_somebody_may_look(page: Page, name: str) -> None:
    press(page, "someone else")
    page.get_by_label("Their name").fill(name)


def when_the_grown_up_has_it_back(page: Page) -> None:
    """Two taps on the key of "Give this to Priya" lead to the sign-in."""
    expect(page.get_by_role("heading", name="Give this to Priya")).to_be_visible()
    # All of it is with the server before the key leads away.
    expect(page.get_by_role("status").first).to_have_text("")
    key = page.get_by_role("button", name="Grown-up: open sign-in")
    key.click()
    key.click()
    expect(page.get_by_label("Work e-mail")).to_be_visible()


def when_the_grown_up_takes_it(page: Page) -> None:
    """Without signal: the pages are kept on the tablet, and two taps lead on."""
    expect(page.get_by_role("status").first).to_have_text("Your pages are kept.")
    key = page.get_by_role("button", name="Grown-up: open sign-in")
    page.wait_for_timeout(SECOND_TAP_MS)
    key.click()
    key.click()


def when_the_book_is_opened(page: Page, child: str = "Noah") -> None:
    page.get_by_role("main").get_by_role("button", name=re.compile(f"^{child}’s book")).click()
    expect(page.get_by_role("heading", name=f"{child}’s book", level=1)).to_be_visible()


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
