"""Plans taken along: sealed to one tablet's vault, narrowed, told apart without being opened, and gone with the key."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256

import pytest
from sqlalchemy import event

from safeplan import clock, crypto, db
from safeplan.plans.log.errors import NoKey
from safeplan.plans.service import get_plan, narrowed
from tests.client import TabletClient
from tests.web.sharing.family import ADDRESS, CHILDS_WORDS, actor_of, bellwethers, revoke, share

REMARK = "Zephyrine keeps asking who was told"


@pytest.fixture
def family(priya, as_person):
    made = bellwethers(priya)
    priya.write(made.plan, "quality_note", {"rule": "x", "words": REMARK})
    return made


def hash_of(have: dict[str, str]) -> str:
    return sha256("".join(sorted(f"{plan}:{digest}\n" for plan, digest in have.items())).encode()).hexdigest()


def pull(tablet: TabletClient, have: object):
    answer = tablet.person.post("/api/1/visit/pull", {"device": tablet.id, "have": have})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def taken(answer: dict) -> dict[str, str]:
    return {pack["plan"]: pack["digest"] for pack in answer["packs"]}


def test_a_pack_is_the_plan_as_it_opens_at_a_desk_without_what_stays_behind(priya, tablet, family):
    [pack] = tablet.take(family.plan)["packs"]
    shown = tablet.opened(pack)
    desk = priya.open(family.plan)
    assert set(shown) == set(desk)
    assert {one["class"] for one in shown["compartments"]} == {"plan", "risk", "child", "kept"}
    kept = {one["id"] for one in shown["compartments"]}
    assert shown["entries"] == [one for one in desk["entries"] if one["compartment"] in kept]
    text = json.dumps(shown, ensure_ascii=False)
    assert CHILDS_WORDS in text
    assert ADDRESS not in text
    assert REMARK not in text
    assert pack["size"] == len(b64decode(pack["sealed"]))


def test_what_finds_people_comes_only_when_asked_for_and_staff_notes_never(tablet, family):
    [pack] = tablet.take(family.plan, place=True)["packs"]
    text = json.dumps(tablet.opened(pack), ensure_ascii=False)
    assert ADDRESS in text
    assert REMARK not in text


def test_what_its_person_leaves_behind_stays_behind_also_when_the_pack_is_renewed(priya, tablet, family):
    wanted = {"plan": family.plan, "place": False, "risk": False, "child": False}
    answer = priya.post("/api/1/visit", {"device": tablet.id, "plans": [wanted], "hours": 24})
    [pack] = answer.json["packs"]
    assert {one["class"] for one in tablet.opened(pack)["compartments"]} == {"plan"}
    priya.write(family.plan, "family_member", {"name": "Ella", "role": "child"})
    again = priya.post("/api/1/visit/pull", {"device": tablet.id, "have": {family.plan: pack["digest"]}})
    [pack] = again.json["packs"]
    assert {one["class"] for one in tablet.opened(pack)["compartments"]} == {"plan"}


@pytest.mark.parametrize("wrong", [{"risk": 1}, {"staff": True}, {"place": None}])
def test_only_these_parts_can_be_chosen(priya, tablet, plan, wrong):
    body = {"device": tablet.id, "plans": [{"plan": plan, "place": False, **wrong}], "hours": 24}
    assert priya.post("/api/1/visit", body).status_code == 400


def test_what_was_left_out_cannot_be_opened_by_mistake(app, priya, family):
    with app.extensions[db.EXTENSION].sessions() as session:
        plan = get_plan(session, actor_of(session, priya), family.plan)
        narrow = narrowed(plan, ("plan", "risk"))
        assert narrow.classes == {"plan", "risk"}
        for part in plan.parts.values():
            if part.kind == "staff":
                assert plan.ring.key(part.id, part.epoch)
                with pytest.raises(NoKey):
                    narrow.ring.key(part.id, part.epoch)


def test_the_list_comes_along_for_what_is_on_the_tablet(priya, tablet, family):
    other = priya.new_plan()
    answer = tablet.take(family.plan)
    index = {"plan": "", "until": answer["until"], "sealed": answer["index"]}
    rows = {row["id"]: row for row in priya.get("/api/1/plans").json["plans"]}
    assert tablet.opened(index) == {"plans": [rows[family.plan]]}
    answer = tablet.take(other)
    index = {"plan": "", "until": answer["until"], "sealed": answer["index"]}
    assert {row["id"] for row in tablet.opened(index)["plans"]} == {family.plan, other}


def test_a_pack_opens_for_this_tablet_until_then_and_nowhere_else(tablet, family):
    [pack] = tablet.take(family.plan)["packs"]
    for spoilt in ({"until": pack["until"] + 1}, {"plan": "f" * 32}):
        with pytest.raises(crypto.Tampered):
            tablet.opened({**pack, **spoilt})
    with pytest.raises(crypto.Tampered):
        crypto.open_from(
            crypto.new_keypair(),
            b64decode(pack["sealed"]),
            crypto.pack_info(tablet.id, tablet.person.id, pack["plan"], pack["until"]),
        )


@pytest.mark.parametrize(("hours", "status"), [(1, 200), (72, 200), (0, 400), (73, 400), (True, 400), (-1, 400)])
def test_a_visit_lasts_from_one_to_seventy_two_hours(tablet, plan, hours, status):
    body = {"device": tablet.id, "plans": [{"plan": plan, "place": False}], "hours": hours}
    answer = tablet.person.post("/api/1/visit", body)
    assert answer.status_code == status
    if status == 200:
        assert abs(answer.json["until"] - clock.now_ms() - hours * clock.HOUR) < clock.MINUTE


def test_it_lasts_a_day_if_nobody_says(tablet, plan):
    assert abs(tablet.take(plan)["until"] - clock.now_ms() - clock.DAY) < clock.MINUTE


def test_at_most_a_hundred_each_once(tablet, plan):
    one = {"plan": plan, "place": False}
    for plans in ([], [one, one], [{"plan": crypto.new_id(), "place": False} for _ in range(101)], [{"plan": plan}]):
        assert tablet.person.post("/api/1/visit", {"device": tablet.id, "plans": plans}).status_code == 400


def test_a_plan_one_does_not_hold_is_not_taken_and_nothing_else_is(app, tablet, plan, as_person, sql):
    alex = as_person("alex")
    theirs = alex.new_plan()
    wanted = [{"plan": one, "place": False} for one in (plan, theirs)]
    assert tablet.person.post("/api/1/visit", {"device": tablet.id, "plans": wanted}).status_code == 404
    assert sql("SELECT count(*) FROM pack") == [(0,)]


def test_somebody_else_s_tablet_is_nobody_s(app, tablet, plan, as_person):
    tablet.take(plan)
    tom = as_person("tom")
    wanted = [{"plan": plan, "place": False}]
    assert tom.post("/api/1/visit", {"device": tablet.id, "plans": wanted}).status_code == 404
    assert tom.post("/api/1/visit/pull", {"device": tablet.id, "have": {}}).status_code == 404
    assert tom.post("/api/1/visit/return", {"device": tablet.id}).status_code == 404


def test_taking_along_is_recorded_for_the_plan(tablet, plan, sql):
    tablet.take(plan)
    assert sql("SELECT count(*) FROM audit WHERE action = 'take-on-visit' AND plan = :id", id=plan) == [(1,)]


def test_nothing_new_is_a_tiny_answer_in_few_statements_and_opens_no_plan(app, priya, tablet, family, sql):
    others = [priya.new_plan() for _ in range(6)]
    have = taken(tablet.take(family.plan, *others))
    counted = []
    engine = app.extensions[db.EXTENSION].engine
    event.listen(engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    opened = sql("SELECT count(*) FROM audit")
    counted.clear()
    answer = pull(tablet, hash_of(have))
    assert len([one for one in counted if one.startswith(("SELECT", "UPDATE", "INSERT"))]) <= 12, counted
    assert answer.json["packs"] == answer.json["gone"] == []
    assert len(answer.data) <= 300
    assert sql("SELECT count(*) FROM audit") == opened


def test_only_what_changed_comes_again(priya, tablet, family):
    other = priya.new_plan()
    first = tablet.take(family.plan, other)
    family.write("more", "note", {"words": "Grace rang from the library"})
    answer = pull(tablet, hash_of(taken(first))).json
    [pack] = answer["packs"]
    assert pack["plan"] == family.plan
    assert pack["until"] == next(one["until"] for one in first["packs"] if one["plan"] == family.plan)
    assert "from the library" in json.dumps(tablet.opened(pack))
    assert ADDRESS not in json.dumps(tablet.opened(pack)), "as narrow as it was asked for"
    assert tablet.opened({"plan": "", "until": answer["until"], "sealed": answer["index"]})["plans"]
    have = {**taken(first), family.plan: pack["digest"]}
    assert pull(tablet, hash_of(have)).json["packs"] == []


def test_a_lost_answer_is_made_good_by_saying_which(priya, tablet, family):
    have = taken(tablet.take(family.plan))
    family.write("more", "note", {"words": "Grace rang"})
    pull(tablet, hash_of(have))  # its answer never arrives
    asked = pull(tablet, hash_of(have))
    assert asked.json == {"which": True}
    [pack] = pull(tablet, have).json["packs"]
    assert "Grace rang" in json.dumps(tablet.opened(pack))
    assert pull(tablet, hash_of({family.plan: pack["digest"]})).json["packs"] == []


@pytest.mark.parametrize("change", ["stage", "share", "letter", "unfile", "child"])
def test_every_change_of_what_is_shown_is_noticed(app, priya, tablet, family, as_person, change):
    have = taken(tablet.take(family.plan))
    if change == "stage":
        priya.post(f"/api/1/plans/{family.plan}/stage", {"stage": "full", "review_due": "2027-01-01"})
    elif change == "share":
        share(family, as_person("ruth"), family.part("plan"))
    elif change == "letter":
        tablet.deliver(
            tablet.letter(priya.revision(family.plan, "note", {"words": "x"}), priya.part(family.plan, "plan"))
        )
    elif change == "unfile":
        written = family.write("oops", "note", {"words": "x"})
        have = taken(tablet.take(family.plan))
        answer = priya.post(f"/api/1/plans/{family.plan}/unfile", {"revision": written["id"], "reason": "wrong_place"})
        assert answer.status_code == 204, answer.json
    else:
        family.write("ivy", "family_member", {"name": "Ivy", "role": "child"})
    assert taken(pull(tablet, hash_of(have)).json).keys() == {family.plan}


def test_a_plan_that_is_no_longer_theirs_goes_at_the_next_contact(app, as_person, family):
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    tablet = TabletClient(app, ruth)
    have = taken(tablet.take(family.plan))
    revoke(family, ruth)
    answer = pull(tablet, hash_of(have)).json
    assert (answer["gone"], answer["packs"]) == ([family.plan], [])
    assert pull(tablet, have).json["gone"] == [family.plan], "and again, if that answer was lost"
    assert pull(tablet, hash_of({})).json == {"until": 0, "packs": [], "gone": []}


def test_what_is_over_or_given_back_is_not_sent_again(priya, tablet, family):
    have = taken(tablet.take(family.plan))
    assert priya.post("/api/1/visit/return", {"device": tablet.id, "plans": [family.plan]}).status_code == 204
    family.write("more", "note", {"words": "later"})
    assert pull(tablet, hash_of(have)).json == {"which": True}
    assert pull(tablet, have).json["gone"] == [family.plan]


def test_a_tablet_that_no_longer_has_a_plan_is_believed(priya, tablet, family):
    tablet.take(family.plan)
    assert pull(tablet, {}).json == {"until": 0, "packs": [], "gone": []}
    assert pull(tablet, hash_of({})).json == {"until": 0, "packs": [], "gone": []}


@pytest.mark.parametrize("have", ["", "x" * 64, {"x": "y"}, {"f" * 32: "y"}, [], 1])
def test_nonsense_is_refused(tablet, have):
    assert tablet.person.post("/api/1/visit/pull", {"device": tablet.id}).status_code == 400
    assert tablet.person.post("/api/1/visit/pull", {"device": tablet.id, "have": have}).status_code == 400
