"""A part whose grants are taken out of the database is named: a plan without it looks whole, and is not."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from safeplan import clock, db
from safeplan.demo.making import WORDS
from safeplan.plans.access.parts_given import PartsGiven
from tests.web.sharing.family import bellwethers, revoke, share


@pytest.fixture
def plan(priya):
    return priya.new_plan()


def part_of(person, plan: str, kind: str) -> str:
    return next(part["id"] for part in person.open(plan)["compartments"] if part["class"] == kind)


def is_damaged(person, plan: str, row: str) -> None:
    answer = person.get(f"/api/1/plans/{plan}")
    assert (answer.status_code, answer.json) == (500, {"reason": "damaged", "row": row})


@pytest.mark.parametrize("kind", ["risk", "place", "staff", "plan"])
def test_a_whole_compartment_taken_away_is_noticed(priya, plan, sql, kind):
    part = part_of(priya, plan, kind)
    assert sql("DELETE FROM key_grant WHERE compartment = :c AND holder = :p", c=part, p=priya.id) == 1
    is_damaged(priya, plan, part)


@pytest.mark.parametrize("way", ["revoked_at = 1", "until = 1", "holder = '" + "a" * 32 + "'"])
def test_so_is_one_that_is_made_to_look_ended_or_somebody_else_s(priya, plan, sql, way):
    part = part_of(priya, plan, "risk")
    assert sql(f"UPDATE key_grant SET {way} WHERE compartment = :c AND holder = :p", c=part, p=priya.id) == 1
    is_damaged(priya, plan, part)


def test_so_is_the_compartment_s_own_row(priya, plan, sql):
    part = part_of(priya, plan, "risk")
    for table, column in (("key_grant", "compartment"), ("epoch", "compartment"), ("compartment", "id")):
        assert sql(f"DELETE FROM {table} WHERE {column} = :c", c=part)
    is_damaged(priya, plan, part)


def test_so_is_a_room_made_for_a_child_to_come(priya, plan, sql):
    spare = priya.open(plan)["for_new_children"][0]["child"]["compartment"]
    assert sql("DELETE FROM key_grant WHERE compartment = :c AND holder = :p", c=spare, p=priya.id) == 1
    is_damaged(priya, plan, spare)


def test_taking_the_list_away_too_does_not_help(priya, plan, sql):
    part = part_of(priya, plan, "risk")
    sql("DELETE FROM key_grant WHERE compartment = :c AND holder = :p", c=part, p=priya.id)
    assert sql("DELETE FROM parts_given WHERE plan = :plan AND holder = :p", plan=plan, p=priya.id) == 1
    is_damaged(priya, plan, plan)


def test_nor_does_another_holder_s_list_or_another_plan_s(priya, plan, sql):
    under = part_of(priya, plan, "plan")
    for other in ("plan = :plan AND holder <> :p", "plan <> :plan AND holder = :p"):
        priya.new_plan()
        put = f"UPDATE parts_given SET sealed = (SELECT sealed FROM parts_given WHERE {other} LIMIT 1)"
        assert sql(f"{put} WHERE plan = :plan AND holder = :p", plan=plan, p=priya.id) == 1
        is_damaged(priya, plan, under)


def test_what_a_desk_was_given_is_looked_at_too(priya, plan, as_person, sql):
    tom, part = as_person("tom"), part_of(priya, plan, "risk")
    assert tom.open(plan)
    assert sql("DELETE FROM key_grant WHERE compartment = :c AND holder_kind = 'desk'", c=part)
    is_damaged(tom, plan, part)
    assert priya.open(plan)


def test_what_a_partner_was_given_is_looked_at_whichever_parts_these_are(as_person, sql):
    family, ruth, sam = bellwethers(as_person("priya")), as_person("ruth"), as_person("sam")
    book = family.part("child", "noah")
    share(family, ruth, book)
    assert {part["class"] for part in ruth.open(family.plan)["compartments"]} == {"child"}
    share(family, ruth, family.part("risk"), family.part("plan"))
    assert {part["class"] for part in ruth.open(family.plan)["compartments"]} == {"child", "risk", "plan"}
    share(family, sam, family.part("plan"))
    assert sql("DELETE FROM key_grant WHERE compartment = :c AND holder = :p", c=book, p=ruth.id)
    is_damaged(ruth, family.plan, book)
    assert sam.open(family.plan)
    # A deletion is not made good by whoever gives something next.
    share(family, ruth, family.part("child", "ella"))
    is_damaged(ruth, family.plan, book)


@pytest.fixture
def robbed(as_person, sql):
    """Return a family of which Ruth holds the plan and risk, Sam the plan, and Ruth's keys to risk are gone."""
    family, ruth, sam = bellwethers(as_person("priya")), as_person("ruth"), as_person("sam")
    share(family, ruth, family.part("plan"), family.part("risk"))
    share(family, sam, family.part("plan"))
    sql("DELETE FROM key_grant WHERE compartment = :c AND holder = :p", c=family.part("risk"), p=ruth.id)
    return family, ruth, sam


def test_with_the_list_gone_too_nothing_that_follows_makes_it_good(robbed, sql):
    family, ruth, sam = robbed
    assert sql("DELETE FROM parts_given WHERE plan = :plan AND holder = :p", plan=family.plan, p=ruth.id) == 1
    # Nobody can be given something while it cannot be told what they hold; for the others all goes on.
    assert share(family, ruth, family.part("child", "noah")).status_code == 500
    is_damaged(ruth, family.plan, family.plan)
    assert revoke(family, sam).status_code == 303
    is_damaged(ruth, family.plan, family.plan)
    assert revoke(family, ruth).status_code == 303
    assert share(family, ruth, family.part("plan")).status_code == 303
    assert {part["class"] for part in ruth.open(family.plan)["compartments"]} == {"plan"}


def test_nor_for_a_desk_while_more_children_are_named(as_person, sql, cast):
    family, tom, desk = bellwethers(as_person("priya")), as_person("tom"), cast.desks["managers"]
    assert sql("DELETE FROM key_grant WHERE compartment = :c AND holder = :p", c=family.part("risk"), p=desk)
    assert sql("DELETE FROM parts_given WHERE plan = :plan AND holder = :p", plan=family.plan, p=desk)
    for name in ("Una Bellwether", "Ivo Bellwether"):
        family.write(name, "family_member", {"name": name, "role": "child"})
    is_damaged(tom, family.plan, family.plan)


@pytest.mark.parametrize("hidden", ["plan", "holder"])
def test_what_is_hidden_for_a_moment_and_put_back_without_a_part_is_noticed(as_person, sql, hidden):
    family, ruth, sam = bellwethers(as_person("priya")), as_person("ruth"), as_person("sam")
    share(family, ruth, family.part("plan"), family.part("risk"))
    share(family, sam, family.part("plan"))
    own, other = {"plan": (family.plan, family.lead.new_plan()), "holder": (ruth.id, "a" * 32)}[hidden]
    where = "holder IN (:p, :own, :other) AND plan IN (:q, :own, :other)"
    given = {"own": own, "other": other, "p": ruth.id, "q": family.plan}
    sql(f"UPDATE key_grant SET {hidden} = :other WHERE {hidden} = :own AND {where}", **given)
    revoke(family, sam)
    share(family, ruth, family.part("child", "noah"))
    risk = family.part("risk")
    back = f"UPDATE key_grant SET {hidden} = :own WHERE {hidden} = :other AND {where} AND compartment <> :risk"
    sql(back, **given, risk=risk)
    answer = ruth.get(f"/api/1/plans/{family.plan}")
    assert (answer.status_code, answer.json["reason"]) == (500, "damaged")


def test_a_desk_s_grants_called_a_person_s_are_no_empty_plan(as_person, sql, cast):
    family, tom, desk = bellwethers(as_person("priya")), as_person("tom"), cast.desks["managers"]
    sql("UPDATE key_grant SET holder_kind = 'person' WHERE plan = :q AND holder = :p", q=family.plan, p=desk)
    is_damaged(tom, family.plan, family.plan)


def test_one_spoilt_list_stops_nobody_else_s_access_from_ending(as_person, sql):
    family, ruth, sam = bellwethers(as_person("priya")), as_person("ruth"), as_person("sam")
    share(family, ruth, family.part("plan"))
    share(family, sam, family.part("plan"))
    sql("UPDATE parts_given SET epoch = 7 WHERE plan = :q AND holder = :p", q=family.plan, p=ruth.id)
    assert revoke(family, sam).status_code == 303
    assert sam.get(f"/api/1/plans/{family.plan}").status_code == 404
    is_damaged(ruth, family.plan, family.part("plan"))


def test_a_list_from_before_the_keys_were_renewed_is_not_believed(as_person, sql, app):
    family, ruth, sam = bellwethers(as_person("priya")), as_person("ruth"), as_person("sam")
    share(family, ruth, family.part("plan"))
    share(family, sam, family.part("plan"))
    with app.extensions[db.EXTENSION].engine.begin() as connection:
        query = text("SELECT epoch, sealed FROM parts_given WHERE plan = :q AND holder = :p")
        epoch, sealed = connection.execute(query, {"q": family.plan, "p": ruth.id}).one()
    revoke(family, sam)
    put = "UPDATE parts_given SET epoch = :e, sealed = :s WHERE plan = :q AND holder = :p"
    assert sql(put, e=epoch, s=sealed, q=family.plan, p=ruth.id) == 1
    is_damaged(ruth, family.plan, family.part("plan"))


def test_what_was_given_for_longest_is_what_the_list_is_sealed_under(as_person):
    family, ruth = bellwethers(as_person("priya")), as_person("ruth")
    share(family, ruth, family.part("plan"), until=clock.today())
    share(family, ruth, family.part("risk"))
    later = clock.now_ms() + 25 * clock.HOUR
    with clock.set_for_tests(lambda: later):
        ruth.sign_in("ruth@demo.example", WORDS)
        assert {part["class"] for part in ruth.open(family.plan)["compartments"]} == {"risk"}


def test_whoever_names_a_child_can_open_the_lists_of_all_who_get_its_rooms(as_person):
    family, leah, ruth = bellwethers(as_person("priya")), as_person("leah"), as_person("ruth")
    share(family, leah, family.part("child", "noah"))
    share(family, ruth, family.part("plan"))
    assert family.lead.post(f"/api/1/plans/{family.plan}/lead", {"person": leah.id}).status_code == 204
    for name in ("Una Bellwether", "Ivo Bellwether", "Kit Bellwether"):
        ruth.write(family.plan, "family_member", {"name": name, "role": "child"})
    children = [part["about"] for part in leah.open(family.plan)["compartments"] if part["class"] == "child"]
    assert len(children) == 5


def test_a_row_that_says_lead_and_opens_nothing_gives_no_right(as_person, sql):
    family, ruth, sam = bellwethers(as_person("priya")), as_person("ruth"), as_person("sam")
    share(family, ruth, family.part("plan"), right="read")
    share(family, sam, family.part("plan"))
    rest = "holder_kind, holder, basis, until, sealed_key, granted_by, granted_at, revoked_at"
    more = f'INSERT INTO key_grant (id, plan, compartment, epoch, "right", {rest})'
    copied = f"SELECT :id, plan, compartment, 99, 'lead', {rest} FROM key_grant WHERE compartment = :c AND holder = :p"
    assert sql(f"{more} {copied}", id="f" * 32, c=family.part("plan"), p=ruth.id) == 1
    assert {part["right"] for part in ruth.open(family.plan)["compartments"]} == {"read"}
    assert ruth.get(f"/sharing/{family.plan}").status_code == 404
    assert revoke(family, sam, by=ruth).status_code in (400, 404)
    assert sam.open(family.plan)
    [receipt] = ruth.push(ruth.revision(family.plan, "note", {"words": "not mine to write"}))
    assert (receipt["state"], receipt["reason"]) == ("refused", "read-only")


def test_somebody_whose_access_ended_and_who_is_given_less_sees_what_they_were_given(as_person):
    family, ruth = bellwethers(as_person("priya")), as_person("ruth")
    share(family, ruth, family.part("plan"), family.part("risk"), family.part("child", "noah"))
    revoke(family, ruth)
    share(family, ruth, family.part("plan"))
    assert {part["class"] for part in ruth.open(family.plan)["compartments"]} == {"plan"}


def test_what_ends_by_itself_is_not_missed(as_person):
    family, ruth = bellwethers(as_person("priya")), as_person("ruth")
    share(family, ruth, family.part("plan"))
    share(family, ruth, family.part("risk"), until=clock.today())
    assert {part["class"] for part in ruth.open(family.plan)["compartments"]} == {"plan", "risk"}
    later = clock.now_ms() + 25 * clock.HOUR
    with clock.set_for_tests(lambda: later):
        ruth.sign_in("ruth@demo.example", WORDS)
        assert {part["class"] for part in ruth.open(family.plan)["compartments"]} == {"plan"}


def test_a_part_given_twice_is_held_until_the_later_end():
    given = PartsGiven({}).and_given("a", 5).and_given("a", 3).and_given("b", 5).and_given("b", None).and_given("b", 9)
    assert dict(given.ends) == {"a": 5, "b": 0}
    assert set(given.at(4).ends) == {"a", "b"}
    assert set(given.at(5).ends) == {"b"}
    assert given.longest() == {"b"}
    assert PartsGiven({"a": 5, "b": 9, "c": 9}).longest() == {"b", "c"}
