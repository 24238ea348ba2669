"""The journeys that must work in every engine: begin with signal, lose it, write, and send; and a child's pages.

They are told in the very steps of the browser suite, so that what is called something else is missed there too.
"""

import pytest

from safeplan.demo import making
from safeplan.demo.families import family_b_as_entered
from tests.browser.deploys import Site
from tests.browser.live import Live
from tests.browser.steps import actions, child, plans, signing_in, visiting
from tests.engines.conftest import Start
from tests.engines.disk import words_in

FAMILY = "Grace, Noah and Ella"
ACTION = "Stand at the quarry gate"
CALL = "Will call 999"
WORDS = "Stand at the quarry gate until four"
UNFINISHED = "Stand at the quarry gate until somebody"


def test_a_visit(start: Start, site: Site, live: Live) -> None:
    """A plan is taken along and changed without signal, by a new process; what was written reaches the plan."""
    # Given: a tablet that was set up, with the plan on it.
    plan = live.family(family_b_as_entered())
    window = start()
    visiting.when_the_shell_is_kept(window, site.url)
    signing_in.when_they_sign_in(window, site.url, "priya")
    visiting.when_the_tablet_is_set_up(window)
    visiting.when_one_is_taken_along(window, plan)
    visiting.then_it_is_ready(window, FAMILY)
    # Where they are is kept a moment after they came there.
    window.rest(1)

    # When the browser is started anew without signal, the words open the tablet, and an action is changed.
    site.stop()
    window = start()
    window.open(site.url)
    visiting.when_the_tablet_is_opened(window)
    signing_in.then_somebody_is_signed_in(window)
    plans.when_its_row_is_pressed(window, FAMILY)
    signing_in.when_the_view_is(window, "Just me")
    plans.when_they_go_to(window, "Who does what")
    actions.when_it_is_opened_to_change(window, CALL)
    actions.when_the_words_are(window, WORDS)
    visiting.then_the_state_is(window, "Saved on this tablet")
    visiting.then_the_state_is(window, "On this tablet · 1 waiting to send")
    actions.then_it_is_in_the_list(window, WORDS)

    # With signal the tablet sends it by itself; once its author signs in, it stands in the plan.
    site.deploy()
    visiting.when_signal_is_noticed(window)
    visiting.then_the_state_is(window, "On its way · 1 waits for your sign-in")
    visiting.when_they_sign_in_over_it(window, "priya")
    plans.then_all_is_sent(window)
    plans.then_it_stands_on_the_server(window, plan, WORDS)

    # Ended in the middle of a sentence, the browser leaves none of it in its profile, nor anything that opens it.
    actions.when_it_is_opened_to_change(window, WORDS)
    actions.when_it_is_worded(window, UNFINISHED)
    # A moment later the tablet keeps it sealed, and the browser whatever it keeps.
    window.rest(2)
    start.end()
    assert words_in(start.profile, "localhost"), "the profile was not looked at"
    assert words_in(start.profile, UNFINISHED, WORDS, CALL, "Bellwether", making.WORDS) == []


def test_a_desk_without_signal(start: Start, site: Site, live: Live) -> None:
    """Where nothing was taken along, the kept pages open and say so."""
    # Given: a plan opened and written in where there is signal.
    plan = live.family(family_b_as_entered())
    window = start()
    visiting.when_the_shell_is_kept(window, site.url)
    signing_in.when_they_sign_in(window, site.url, "priya", plan)
    plans.then_the_plan_is_open(window, FAMILY)
    signing_in.when_the_view_is(window, "Just me")
    actions.when_a_new_action_is_begun(window)
    actions.when_the_words_are(window, ACTION, "Save and ask")
    plans.then_all_is_sent(window)
    actions.then_it_is_in_the_list(window, ACTION)

    # When the browser is started anew without signal, its own pages are there, and say so.
    site.stop()
    window = start()
    window.open(f"{site.url}/p/{plan}")
    signing_in.when_they_type_their_words(window, "priya")
    signing_in.then_it_says_that_there_is_no_signal(window)
    signing_in.when_a_page_that_needs_signal_is_asked_for(window, f"{site.url}/account/words")

    # With signal again everything is as it was.
    site.deploy()
    signing_in.when_they_sign_in(window, site.url, "priya", plan)
    plans.then_the_plan_is_open(window, FAMILY)
    signing_in.when_the_view_is(window, "Just me")
    plans.when_they_go_to(window, "Who does what")
    actions.then_it_is_in_the_list(window, ACTION)
    signing_in.when_they_sign_out(window)


@pytest.mark.parametrize("height", [1180, 980])
def test_a_child_draws(start: Start, site: Site, live: Live, height: int) -> None:
    """On a page of the size it was drawn for, and on one that is made smaller to fit."""
    plan = live.family(family_b_as_entered())
    window = start()
    signing_in.when_they_sign_in(window, site.url, "priya", plan)
    plans.then_the_plan_is_open(window, FAMILY)
    # Children near, the gate asks in other words.
    signing_in.when_the_view_is(window, "Just me")
    child.when_the_book_is_opened(window)
    child.when_the_gate_is_opened(window)
    child.when_the_gate_is_answered(window)
    child.when_it_is_handed_over(window)
    window.resize(820, height)
    child.when_the_child_goes_on_to(window, "Tell the grown-ups")
    for middle in ((0.25, 0.3), (0.75, 0.8)):
        child.when_a_line_is_drawn(window, middle)
        child.then_the_line_is_under_the_finger(window, middle)
    child.when_the_child_goes_on_to(window, "All done. Thank you.")
    child.when_the_child_goes_on(window)
    child.when_the_grown_up_has_it_back(window)

    # His drawing has come to his book.
    signing_in.when_they_sign_in(window, site.url, "priya", plan)
    plans.then_the_plan_is_open(window, FAMILY)
    signing_in.when_the_view_is(window, "Just me")
    child.when_the_book_is_opened(window)
    child.then_the_drawing_is_in_the_book(window, "Tell the grown-ups")
