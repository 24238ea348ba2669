"""The journeys that must work in every engine: begin with signal, lose it, write, and send; and a child's pages."""

import pytest

from safeplan.demo import making
from safeplan.demo.families import Row, family_b_as_entered
from tests.browser.deploys import Site
from tests.browser.live import Live
from tests.engines import steps
from tests.engines.conftest import Start
from tests.engines.disk import words_in
from tests.engines.window import saying

ACTION = "Stand at the quarry gate"
CALL = "Will call 999"
WORDS = "Stand at the quarry gate until four"
UNFINISHED = "Stand at the quarry gate until somebody"
# A family of each engine's own: in the list of plans nothing else tells two of one family apart.
YOUNGEST = iter(["Isolde", "Ottoline"])


def test_a_visit(start: Start, site: Site, live: Live) -> None:
    """A plan is taken along and changed without signal, by a new process; what was written reaches the plan."""
    # Given: a tablet that was set up, with the plan on it.
    youngest = next(YOUNGEST)
    plan = live.family(renamed(family_b_as_entered(), "Ella", youngest))
    family = f"Grace, Noah and {youngest}"
    window = start()
    steps.when_they_sign_in(window, site.url)
    steps.then_the_shell_is_kept(window)
    steps.when_the_tablet_is_set_up(window)
    steps.when_it_is_taken_along(window, family)

    # When the browser is started anew without signal, the words open the tablet, and an action is changed.
    site.stop()
    window = start()
    window.open(site.url)
    steps.when_the_tablet_is_opened(window)
    steps.when_they_open_the_plan_of(window, family)
    steps.when_they_look_alone(window)
    steps.when_they_change_an_action(window, CALL, WORDS)
    steps.then_the_bar_says(window, "Saved on this tablet")
    steps.then_the_bar_says(window, "On this tablet · 1 waiting to send")
    steps.then_the_action_is_there(window, WORDS)

    # With signal the tablet sends it by itself; once its author signs in, it stands in the plan.
    site.deploy()
    steps.when_signal_comes_back(window)
    steps.when_they_sign_in_over_it(window, "Sent · 1 waits for your sign-in")
    steps.then_the_bar_says(window, "All sent")
    steps.then_it_stands_on_the_server(window, plan, WORDS)

    # Ended in the middle of a sentence, the browser leaves none of it in its profile, nor anything that opens it.
    steps.when_they_begin_to_change_an_action(window, WORDS, UNFINISHED)
    start.end()
    assert words_in(start.profile, "localhost"), "the profile was not looked at"
    assert words_in(start.profile, UNFINISHED, WORDS, CALL, "Bellwether", making.WORDS) == []


def test_a_desk_without_signal(start: Start, site: Site, live: Live) -> None:
    """Where nothing was taken along, the kept pages open and say so."""
    # Given: a plan opened and written in where there is signal.
    plan = live.family(family_b_as_entered())
    window = start()
    steps.when_they_sign_in(window, site.url, f"/p/{plan}")
    steps.then_the_plan_is_open(window)
    steps.when_they_look_alone(window)
    steps.when_they_write_an_action(window, ACTION)
    steps.then_the_bar_says(window, "All sent")
    steps.then_the_action_is_there(window, ACTION)
    steps.then_the_shell_is_kept(window)

    # When the browser is started anew without signal, its own pages are there, and say so.
    site.stop()
    window = start()
    window.open(f"{site.url}/p/{plan}")
    steps.when_they_type_their_words(window)
    window.sees(saying("No signal."))
    window.open(f"{site.url}/account/words")
    window.sees(saying("This needs signal", "h1"))

    # With signal again everything is as it was.
    site.deploy()
    steps.when_they_sign_in(window, site.url, f"/p/{plan}")
    steps.then_the_plan_is_open(window)
    steps.when_they_look_alone(window)
    steps.when_they_go_to(window, "Who does what")
    steps.then_the_action_is_there(window, ACTION)
    steps.when_they_sign_out(window)


def renamed(rows: list[Row], before: str, after: str) -> list[Row]:
    """The same family, but one of them is called something else."""
    names = {before: after}
    return [
        (kind, entry, {**data, "name": " ".join(names.get(name, name) for name in data["name"].split())})
        if kind == "family_member"
        else (kind, entry, data)
        for kind, entry, data in rows
    ]


@pytest.mark.parametrize("height", [1180, 980])
def test_a_child_draws(start: Start, site: Site, live: Live, height: int) -> None:
    """On a page of the size it was drawn for, and on one that is made smaller to fit."""
    plan = live.family(family_b_as_entered())
    window = start()
    steps.when_they_sign_in(window, site.url, f"/p/{plan}")
    steps.then_the_plan_is_open(window)
    steps.when_noah_is_given_it(window)
    window.resize(820, height)
    steps.when_the_child_goes_on_to(window, "Tell the grown-ups")
    for middle in ((0.25, 0.3), (0.75, 0.8)):
        steps.when_the_child_draws_a_line(window, middle)
        steps.then_the_line_is_under_the_finger(window, middle)
    steps.when_the_child_goes_on_to(window, "All done. Thank you.")
    steps.when_the_child_goes_on(window)
    steps.when_the_grown_up_has_it_back(window)

    # His drawing has come to his book.
    steps.when_they_sign_in(window, site.url, f"/p/{plan}")
    steps.when_they_look_alone(window)
    steps.when_they_go_to(window, "Noah’s book")
    window.sees("//article[.//*[.='Tell the grown-ups']]//*[local-name()='svg']")
