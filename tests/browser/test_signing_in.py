"""Signing in, covering, and signing out: nothing is left for whoever holds the tablet next."""

from tests.browser.conftest import SignedIn
from tests.browser.live import Live
from tests.browser.steps import signing_in


def test_a_quick_start(signed_in: SignedIn, live: Live) -> None:
    page = signed_in("priya", "tablet", live.plans["thornquist"])
    page.get_by_role("heading", name="Isla").wait_for()
    signing_in.when_the_view_is(page, "Just me")
    signing_in.when_they_sign_out(page)
