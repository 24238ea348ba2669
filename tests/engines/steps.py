"""What people do and see in any engine, by the words that are on the screen."""

from safeplan.demo.making import WORDS
from tests.engines.window import Window, button, button_from, labelled, saying

FAMILY = "Grace, Noah and Ella"
MAIL = labelled("Work e-mail")
PASSPHRASE = labelled("Passphrase")
STATUS = "//footer//*[@role='status']"
# A second tap at once on the same place is the same tap.
SECOND_TAP_S = 0.5


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
    """Say that nobody else can see the screen."""
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
    window.fill(labelled("What will they do?"), words)
    window.click(button("Save and ask"))


def then_the_action_is_there(window: Window, words: str) -> None:
    window.sees(f"//main//li[contains(., '{words}')]")


def then_the_shell_is_kept(window: Window) -> None:
    """The worker that keeps these pages answers for this one."""
    window.until("return navigator.serviceWorker.controller?.state === 'activated'")


def then_the_bar_says(window: Window, words: str) -> None:
    window.sees(f"{STATUS}[contains(., '{words}')]")


def when_they_sign_out(window: Window) -> None:
    window.click(who_can_see("Just me"))
    window.click(button("Sign out"))
    then_nobody_is_signed_in(window)


def then_nobody_is_signed_in(window: Window) -> None:
    window.sees(MAIL)
