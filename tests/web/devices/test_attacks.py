"""What a thief of a token, a lost tablet or an old right was tried with."""

from __future__ import annotations

from safeplan.demo.making import WORDS
from tests.client import PersonClient


def test_losing_a_tablet_ends_what_was_begun_on_it_without_saying_where(app, priya, tablet):
    """A browser that did not say which tablet it is may be that tablet."""
    desk = PersonClient(app, priya.id).sign_in("priya@demo.example", WORDS)
    there = PersonClient(app, priya.id)
    there.device = ""
    there.sign_in("priya@demo.example", WORDS)
    assert there.get("/api/1/plans").status_code == 200
    assert desk.post(f"/api/1/devices/{tablet.id}/lost").status_code == 204
    assert there.get("/api/1/plans").status_code == 401
    assert desk.get("/api/1/plans").status_code == 200, "who says so goes on"
