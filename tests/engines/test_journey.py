"""The one journey that must work in every engine: begin with signal, lose it, write, and send."""

from safeplan.demo.families import family_b_as_entered
from tests.browser.deploys import Site
from tests.browser.live import Live
from tests.engines import steps
from tests.engines.conftest import Start
from tests.engines.window import saying

ACTION = "Stand at the quarry gate"


def test_a_visit(start: Start, site: Site, live: Live) -> None:
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
