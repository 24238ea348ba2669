"""What a thief of a token, a lost tablet or an old right was tried with."""

from __future__ import annotations

from safeplan.demo.making import WORDS
from tests.client import PersonClient, TabletClient
from tests.web.devices.test_letters import note, send, states
from tests.web.sharing.family import bellwethers, revoke, share


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


def test_a_letter_under_a_taken_id_that_its_author_cannot_open_stops_no_other(app, priya, as_person):
    """A child's letter has no author's copy. Whoever has the token may have put something else under its id."""
    family = bellwethers(priya)
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    part = ruth.part(family.plan, "plan")
    tablet = TabletClient(app, ruth)
    mine = note(ruth, family.plan)
    genuine = tablet.letter(mine, part)
    del genuine["own"]
    tablet.deliver(tablet.letter(mine, part))
    other = tablet.letter(note(ruth, family.plan, "the bus is at four"), part)
    revoke(family, ruth)
    assert states(send(ruth, genuine, other)) == ["refused", "held"]


def test_a_letter_for_one_child_is_not_filed_as_another_s(priya, tablet, plan):
    """It waits for a person, and what they accept lies in the room of the child it is about."""
    noah, maya = (
        priya.write(plan, "family_member", {"name": name, "role": "child"})["entry"] for name in ("Noah", "Maya")
    )
    rooms = {one["about"]: one for one in priya.open(plan)["compartments"] if one["class"] == "kept"}
    data = {"child": maya, "page": "tell", "words": "butterflies", "state": "made"}
    letter = tablet.letter(priya.revision(plan, "page", data, compartment=rooms[noah]["id"]), rooms[noah])
    assert (send(priya, letter)[0]["state"], send(priya, letter)[0]["reason"]) == ("refused", "wrong-compartment")
    tablet.deliver(letter)
    [receipt] = priya.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]
    assert (receipt["state"], receipt["reason"]) == ("refused", "wrong-compartment")
    decided = priya.post(f"/api/1/plans/{plan}/letters/{letter['id']}", {"accept": True, "reason": ""})
    assert decided.status_code == 204
    [page] = [one for one in priya.open(plan)["entries"] if one["kind"] == "page"]
    assert page["compartment"] == rooms[maya]["id"]
