"""What people do and see in any engine, by the words that are on the screen."""

import time

from safeplan.demo.making import WORDS
from tests.browser.steps.child import ANSWERS, SECOND_TAP_MS
from tests.browser.steps.visiting import PIN
from tests.engines.window import Window, button, button_from, labelled, saying

FAMILY = "Grace, Noah and Ella"
MAIL = labelled("Work e-mail")
PASSPHRASE = labelled("Passphrase")
FIVE_WORDS = labelled("Your passphrase")
STATUS = "//footer//*[@role='status']"
FOUR_KEYS = "//nav[@aria-label='Always here']//button"
PAPER = "//*[local-name()='svg' and @aria-label='Paper to draw on']"
# The middle of the last line on the paper, as a share of the paper's width and height.
LAST_LINE = """
const paper = document.querySelector("svg.sheet").getBoundingClientRect();
const line = [...document.querySelectorAll("svg.sheet path")].at(-1)?.getBoundingClientRect();
if (!line) return null;
const [x, y] = [line.x + line.width / 2 - paper.x, line.y + line.height / 2 - paper.y];
return [x / paper.width, y / paper.height];
"""
ON_THE_SERVER = """
const [plan, words] = arguments;
return fetch(`/api/1/plans/${plan}`).then(async (answer) => (await answer.text()).includes(words));
"""
NEAR = 0.03
# Two million rounds of a slow hash, twice over, on a busy machine.
SLOW_S = 60
WHOLE = "return document.documentElement.scrollHeight <= innerHeight"


def who_can_see(words: str) -> str:
    """Name the key that says who can see this screen."""
    return button_from(f"Who can see this screen: {words}")


def when_they_sign_in(window: Window, url: str, path: str = "/") -> None:
    window.open(f"{url}{path}")
    when_they_type_their_words(window)
    window.sees(button("Cover"))


def when_they_type_their_words(window: Window, words: str = WORDS) -> None:
    window.fill(MAIL, "priya@demo.example")
    window.fill(PASSPHRASE, words)
    window.click(button("Sign in"))


def when_they_look_alone(window: Window) -> None:
    """Say that nobody else can see the screen, unless it was said before."""
    if "Just me" in window.sees(who_can_see("")):
        return
    window.click(who_can_see("Children near"))
    window.click(saying("Just me", "b"))
    window.click(button("Done"))
    window.sees(who_can_see("Just me"))


def then_the_plan_is_open(window: Window) -> None:
    window.sees(f"//main{saying(FAMILY)}")


def when_they_go_to(window: Window, section: str) -> None:
    window.click(f"//main{button_from(section)}")


def when_they_write_an_action(window: Window, words: str) -> None:
    when_they_go_to(window, "Who does what")
    window.click(button("Add an action"))
    window.click("//label[normalize-space()='Council']")
    window.fill(labelled("What will they do?"), words)
    window.click(button("Save and ask"))


def then_the_action_is_there(window: Window, words: str) -> None:
    window.sees(f"//main//li[contains(., '{words}')]")


def then_the_shell_is_kept(window: Window) -> None:
    """The worker that keeps these pages answers for this one."""
    window.until("return navigator.serviceWorker.controller?.state === 'activated'")


def then_the_bar_says(window: Window, words: str) -> None:
    window.sees(f"{STATUS}[contains(., '{words}')]")


def when_the_tablet_is_set_up(window: Window) -> None:
    """From the list of plans: the words, a PIN twice."""
    window.click(button("Take on a visit"))
    window.sees(saying("This tablet, once", "h2"))
    window.fill(FIVE_WORDS, WORDS)
    window.fill(labelled("A PIN of six figures or more"), PIN)
    window.fill(labelled("The PIN once more"), PIN)
    window.click(button("Set up"))
    window.sees(saying("Which plans?", "h2"), SLOW_S)


def when_it_is_taken_along(window: Window, family: str) -> None:
    """Tick one plan of the list and take it; its addresses stay behind."""
    window.click(f"//li/label[b='{family}']")
    window.click(button("Take along"))
    window.sees(saying("Ready for offline", "h2"), SLOW_S)
    window.click(f"//footer{button('My plans')}")
    window.sees(f"//li{button_from(family)}//*[.='Ready']")
    # Where they are is kept a moment after they came there.
    time.sleep(1)


def when_the_tablet_is_opened(window: Window) -> None:
    """Without signal: the words alone."""
    window.fill(FIVE_WORDS, WORDS)
    window.click(button("Open"))


def when_they_open_the_plan_of(window: Window, family: str) -> None:
    """From the list of plans."""
    window.sees(f"//li{button_from(family)}", SLOW_S)
    window.click(f"//li{button_from(family)}")
    # It begins as a visit does, with children near: what is in it shows once they look alone.
    window.sees(saying(family, "h1"), SLOW_S)


def when_they_change_an_action(window: Window, before: str, after: str) -> None:
    when_they_go_to(window, "Who does what")
    when_they_begin_to_change_an_action(window, before, after)
    window.click(f"//footer{button('Save')}")


def when_they_begin_to_change_an_action(window: Window, before: str, after: str) -> None:
    """From the list of actions; the form stays open."""
    window.click(f"//main{button_from(before)}")
    window.click(button("Change"))
    window.fill(labelled("What will they do?"), after)
    # A moment later the tablet keeps it sealed, and the browser whatever it keeps.
    time.sleep(2)


def when_signal_comes_back(window: Window) -> None:
    """The browser would say so: it watches the network, not the server."""
    window.run("dispatchEvent(new Event('online'))")


def when_they_sign_in_over_it(window: Window, told: str) -> None:
    """From the state line of an open tablet, which says this, over what is on the screen."""
    key = f"//footer//button[contains(., '{told}')]"
    window.sees(key, SLOW_S)
    window.click(key)
    when_they_type_their_words(window)


def then_it_stands_on_the_server(window: Window, plan: str, words: str) -> None:
    """In the plan as the server gives it, whatever this tablet shows."""
    window.until(ON_THE_SERVER, plan, words)


def when_they_sign_out(window: Window) -> None:
    window.click(who_can_see("Just me"))
    window.click(button("Sign out"))
    then_nobody_is_signed_in(window)


def then_nobody_is_signed_in(window: Window) -> None:
    window.sees(MAIL)


def when_noah_is_given_it(window: Window) -> None:
    """From the plan to the first page of Noah's own."""
    window.click(f"//main{button_from('Noah’s book')}")
    window.click(f"//main{button('Hand over to Noah')}")
    for question, answer in ANSWERS.items():
        window.click(f"//*[@role='group' and @aria-label='{question}']{button(answer)}")
    window.click(button("Give to Noah"))
    window.click(button("Noah is here"))


def when_the_child_goes_on(window: Window) -> None:
    """The four keys are there, the page need not be scrolled, and the last key leads on."""
    assert len(window.find(FOUR_KEYS)) == 4
    window.until(WHOLE)
    # A second tap at once on the same place is the same tap.
    time.sleep(SECOND_TAP_MS / 1000)
    window.tap(f"({FOUR_KEYS})[last()]")


def when_the_child_goes_on_to(window: Window, title: str) -> None:
    """Next, and next again, until this page."""
    for _ in range(16):
        if window.sees("//h1") == title:
            return
        when_the_child_goes_on(window)
    raise AssertionError(f"the board never came to {title}")


def when_the_child_draws_a_line(window: Window, middle: tuple[float, float]) -> None:
    """A finger goes a little way from left to right, with this share of the paper's width and height in the middle."""
    left, top, right, bottom = window.place(PAPER)
    x, y = left + (right - left) * middle[0], top + (bottom - top) * middle[1]
    window.draw([(x - 60, y), (x - 20, y), (x + 20, y), (x + 60, y)])


def then_the_line_is_under_the_finger(window: Window, middle: tuple[float, float]) -> None:
    seen = window.until(LAST_LINE)
    assert abs(seen[0] - middle[0]) < NEAR, seen
    assert abs(seen[1] - middle[1]) < NEAR, seen


def when_the_grown_up_has_it_back(window: Window) -> None:
    window.sees("//h1[normalize-space(.)='Give this to Priya']")
    # All of it is with the server before the key leads away.
    window.until("return document.querySelector('[role=status]')?.textContent.trim() === ''")
    window.tap(button("Grown-up: open sign-in"), times=2)
    then_nobody_is_signed_in(window)
