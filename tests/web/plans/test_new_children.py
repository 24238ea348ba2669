"""Children who are first named on a visit without signal: where their pages lie before and after they have rooms."""

from __future__ import annotations

import pytest

from tests.client import TabletClient
from tests.web.plans.test_letters import letter, page_of
from tests.web.sharing.family import Family, share

MAY_LOOK = [{"person": "", "name": "Ruth", "yes": "yes"}]


@pytest.fixture
def family(priya):
    return Family(priya.new_plan(), priya)


@pytest.fixture
def ruth(as_person, family):
    """A partner who may write in the plan, and holds no child's room."""
    person = as_person("ruth")
    share(family, person, family.part("plan"))
    return person


def when_children_are_named_without_signal(app, priya, plan, *names):
    """Priya's tablet: each child is a letter, and so is a page of the child, put where the plan says."""
    tablet, part = TabletClient(app, priya), priya.part(plan, "plan")
    boxes = priya.open(plan)["for_new_children"]
    made = []
    for name, box in zip(names, boxes, strict=False):
        member = priya.revision(plan, "family_member", {"name": name, "role": "child"})
        member["compartment"] = part["id"]
        kept = page_of(priya, plan, member["entry"], box["kept"], words=f"{name} keeps this")
        shown = page_of(priya, plan, member["entry"], box["child"], words=f"{name} shows this", may_look=MAY_LOOK)
        pages = [letter(kept, priya.id, box["kept"]), letter(shown, priya.id, box["child"])]
        made += [tablet.letter(member, part), *pages]
    return tablet, made


def pages_by_room(client, plan):
    """Return (first name, class) of the room each page lies in, by the page's words."""
    opened = client.open(plan)
    family, pages = ([one for one in opened["entries"] if one["kind"] == kind] for kind in ("family_member", "page"))
    names = {one["entry"]: one["heads"][0]["data"]["name"] for one in family}
    rooms = {one["id"]: (names.get(one["about"], ""), one["class"]) for one in opened["compartments"]}
    return {one["heads"][0]["data"]["words"]: rooms[one["compartment"]] for one in pages}


BOTH = {
    "Noah keeps this": ("Noah", "kept"),
    "Noah shows this": ("Noah", "child"),
    "Maya keeps this": ("Maya", "kept"),
    "Maya shows this": ("Maya", "child"),
}


def test_children_named_without_signal_have_a_place_for_their_pages(app, priya):
    plan = priya.new_plan()
    _, made = when_children_are_named_without_signal(app, priya, plan, "Noah", "Maya")
    receipts = priya.post("/api/1/letters", {"letters": made}).json["receipts"]
    assert {one["state"] for one in receipts} == {"accepted"}
    assert pages_by_room(priya, plan) == BOTH


def test_their_pages_leave_a_locked_tablet_and_are_filed_when_the_plan_is_opened(app, priya):
    plan = priya.new_plan()
    tablet, made = when_children_are_named_without_signal(app, priya, plan, "Noah", "Maya")
    # Letters of one moment come in any order.
    assert {one["state"] for one in tablet.deliver(*reversed(made))} == {"waiting"}
    receipts = priya.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]
    assert {one["state"] for one in receipts} == {"accepted"}
    assert pages_by_room(priya, plan) == BOTH


def test_where_another_child_came_first_a_person_looks_and_nothing_kept_is_let_out(app, priya):
    """Two tablets name a child each: the one whose room it was not waits, and goes to a room of the same kind."""
    plan = priya.new_plan()
    tablet, made = when_children_are_named_without_signal(app, priya, plan, "Noah")
    priya.write(plan, "family_member", {"name": "Maya", "role": "child"})
    tablet.deliver(*made)
    priya.post(f"/api/1/plans/{plan}/letters/file")
    held = priya.open(plan)["letters"]["held"]
    assert {one["data"]["words"] for one in held} == {"Noah keeps this", "Noah shows this"}
    for one in held:
        answer = priya.post(f"/api/1/plans/{plan}/letters/{one['id']}", {"accept": True, "reason": ""})
        assert answer.status_code == 204
    assert pages_by_room(priya, plan) == {words: room for words, room in BOTH.items() if room[0] == "Noah"}


def test_a_page_whose_child_has_not_come_waits_for_a_person(app, priya):
    """The child's own entry comes last, as from a tablet that could not send it: what they kept stays kept."""
    plan = priya.new_plan()
    tablet, [member, *pages] = when_children_are_named_without_signal(app, priya, plan, "Noah")
    tablet.deliver(*pages)
    states = [one["state"] for one in priya.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]]
    assert states == ["refused", "refused"]
    priya.post("/api/1/letters", {"letters": [member]})
    for one in priya.open(plan)["letters"]["held"]:
        priya.post(f"/api/1/plans/{plan}/letters/{one['id']}", {"accept": True, "reason": ""})
    assert pages_by_room(priya, plan) == {words: room for words, room in BOTH.items() if room[0] == "Noah"}


def test_a_partner_is_not_told_of_rooms_for_new_children(priya, family, ruth):
    assert len(priya.open(family.plan)["for_new_children"]) == 3
    assert ruth.open(family.plan)["for_new_children"] == []


@pytest.mark.parametrize("others", [1, 2, 3, 4])
def test_rooms_stay_in_their_pairs_whoever_names_a_child_meanwhile(app, priya, family, ruth, others):
    """A partner holds no room that was made beforehand: naming a child makes more, and none changes its sort."""
    tablet, made = when_children_are_named_without_signal(app, priya, family.plan, "Noah")
    for number in range(others):
        who = ruth if number % 2 == 0 else priya
        member = {"name": f"Zed{number}", "role": "child"}
        who.write(family.plan, "family_member", member, compartment=family.part("plan"))
    tablet.deliver(*made)
    priya.post(f"/api/1/plans/{family.plan}/letters/file")
    for one in priya.open(family.plan)["letters"]["held"]:
        priya.post(f"/api/1/plans/{family.plan}/letters/{one['id']}", {"accept": True, "reason": ""})
    assert pages_by_room(priya, family.plan) == {words: room for words, room in BOTH.items() if room[0] == "Noah"}


def test_a_partner_who_changes_a_child_s_name_makes_no_second_rooms(priya, family, ruth):
    noah = family.write("noah", "family_member", {"name": "Noah", "role": "child"})
    changed = {"name": "Noah B", "role": "child"}
    more = {"entry": noah["entry"], "parents": [noah["id"]], "compartment": family.part("plan")}
    ruth.write(family.plan, "family_member", changed, **more)
    rooms = priya.open(family.plan)["compartments"]
    assert sorted(one["class"] for one in rooms if one["about"] == noah["entry"]) == ["child", "kept"]


def test_somebody_first_written_as_a_child_keeps_one_pair_however_often_that_changes(priya, family, ruth):
    entry = family.write("ash", "family_member", {"name": "Ash", "role": "child"})["entry"]
    for who, role in ((priya, "kin"), (ruth, "child")):
        [head] = next(one for one in priya.open(family.plan)["entries"] if one["entry"] == entry)["heads"]
        more = {"entry": entry, "parents": [head["revision"]], "compartment": family.part("plan")}
        who.write(family.plan, "family_member", {"name": "Ash", "role": role}, **more)
    assert len([one for one in priya.open(family.plan)["compartments"] if one["about"] == entry]) == 2


def test_a_page_in_another_child_s_room_is_held_by_the_server_whoever_brings_it(app, priya):
    """Signed in or not: nobody on the tablet could read it again, so letting go of it there must lose nothing."""
    plan = priya.new_plan()
    _, made = when_children_are_named_without_signal(app, priya, plan, "Noah")
    priya.write(plan, "family_member", {"name": "Maya", "role": "child"})
    for _ in range(2):
        receipts = priya.post("/api/1/letters", {"letters": made}).json["receipts"]
        assert sorted(one["state"] for one in receipts[1:]) == ["held", "held"]
    assert len(priya.open(plan)["letters"]["held"]) == 2


def test_signed_in_each_child_gets_the_rooms_their_pages_lie_in(app, priya):
    plan = priya.new_plan()
    _, made = when_children_are_named_without_signal(app, priya, plan, "Noah", "Maya")
    receipts = priya.post("/api/1/letters", {"letters": list(reversed(made))}).json["receipts"]
    assert {one["state"] for one in receipts} == {"accepted"}
    assert pages_by_room(priya, plan) == BOTH


def test_another_letter_under_a_page_s_id_stops_no_other(app, priya):
    """Whoever has the token may have put anything there; what cannot be held is refused alone."""
    plan = priya.new_plan()
    tablet, [member, *pages] = when_children_are_named_without_signal(app, priya, plan, "Noah")
    box = priya.open(plan)["for_new_children"][0]["kept"]
    forged = letter(page_of(priya, plan, member["entry"], box) | {"id": pages[0]["id"]}, priya.id, box)
    tablet.deliver(forged)
    priya.write(plan, "family_member", {"name": "Maya", "role": "child"})
    receipts = priya.post("/api/1/letters", {"letters": [*pages, member]}).json["receipts"]
    assert [one["state"] for one in receipts] == ["refused", "held", "accepted"]


@pytest.mark.parametrize("data", [5, [], {"state": "checked", "checks": 5, "words": "boo"}, {"child": 7}, None])
def test_a_page_that_is_no_page_keeps_no_plan_shut(app, priya, data):
    """A child's session and a tablet's token can put anything into the letterbox."""
    plan = priya.new_plan()
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    room = next(one for one in priya.open(plan)["compartments"] if one["class"] == "kept")
    box = {"compartment": room["id"], "epoch": room["epoch"], "public": room["letterbox"]}
    page = page_of(priya, plan, noah, box)
    page["document"]["data"] = data
    TabletClient(app, priya).deliver(letter(page, priya.id, box))
    priya.post(f"/api/1/plans/{plan}/letters/file")
    [held] = priya.open(plan)["letters"]["held"]
    assert held["data"].get("words", "boo") == "boo"
    answer = priya.post(f"/api/1/plans/{plan}/letters/{held['id']}", {"accept": True, "reason": ""})
    assert answer.status_code == 409
    answer = priya.post(f"/api/1/plans/{plan}/letters/{held['id']}", {"accept": False, "reason": "already_there"})
    assert answer.status_code == 204


def test_a_page_held_in_another_child_s_room_is_not_read_there(app, priya, family, as_person):
    tablet, made = when_children_are_named_without_signal(app, priya, family.plan, "Noah")
    family.write("maya", "family_member", {"name": "Maya", "role": "child"})
    ruth, tom = as_person("ruth"), as_person("tom")
    share(family, ruth, family.part("plan"), family.part("child", "maya"))
    [room] = [one for one in priya.open(family.plan)["compartments"] if one["id"] == family.part("child", "maya")]
    said = {"child": made[0]["entry"], "way": "words", "words": "butterflies"}
    spoken = tablet.letter(priya.revision(family.plan, "voice", said, compartment=room["id"]), room)
    tablet.deliver(*made, spoken)
    priya.post(f"/api/1/plans/{family.plan}/letters/file")
    assert len(priya.open(family.plan)["letters"]["held"]) == 3
    seen = {who.id: [one["kind"] for one in who.open(family.plan)["letters"]["held"]] for who in (ruth, tom)}
    assert seen == {ruth.id: [], tom.id: ["voice"]}
    page = next(one["id"] for one in priya.open(family.plan)["letters"]["held"] if one["kind"] == "page")
    for who in (ruth, tom):
        answer = who.post(f"/api/1/plans/{family.plan}/letters/{page}", {"accept": True, "reason": ""})
        assert answer.status_code in (403, 404)


def test_naming_somebody_and_stopping_lets_nobody_look(app, priya, family, ruth):
    """What a child ticks before they have decided stays where few can see it, whoever opens the plan first, and
    whatever comes first.
    """
    tablet, part = TabletClient(app, priya), priya.part(family.plan, "plan")
    [box, *_] = priya.open(family.plan)["for_new_children"]
    noah = priya.revision(family.plan, "family_member", {"name": "Noah", "role": "child"})
    noah["compartment"] = part["id"]
    about = {"page": "who_may_look", "words": ""}
    ticked = page_of(priya, family.plan, noah["entry"], box["kept"], **about, may_look=MAY_LOOK)
    stopped = page_of(priya, family.plan, noah["entry"], box["kept"], **about, chosen=["just-you-and-me"])
    stopped |= {"entry": ticked["entry"], "parents": [ticked["id"]]}
    pages = [letter(one, priya.id, box["kept"]) for one in (stopped, ticked)]
    tablet.deliver(*pages, tablet.letter(noah, part))
    for who in (ruth, priya):
        who.post(f"/api/1/plans/{family.plan}/letters/file")
    opened = priya.open(family.plan)
    assert opened["letters"]["held"] == []
    [page] = [one for one in opened["entries"] if one["kind"] == "page"]
    assert [head["data"]["may_look"] for head in page["heads"]] == [[]]
    assert next(one["class"] for one in opened["compartments"] if one["id"] == page["compartment"]) == "kept"
