"""With the server's own checks turned off, what a grant does not give still cannot be decrypted."""

from __future__ import annotations

import pytest
from sqlalchemy import select, true

from safeplan import crypto, db
from safeplan.accounts.desk_keys import desk_keys
from safeplan.plans import listing
from safeplan.plans.access import opening
from safeplan.plans.access.creating import public_keys
from safeplan.plans.access.keys import Giving, KeyRing
from safeplan.plans.letters import waiting as letters
from safeplan.plans.log import append as appending
from safeplan.plans.models import Grant, Plan, Revision
from tests.heist.conftest import fill

CLASSES = ("plan", "risk", "place", "staff", "child", "kept")
# Who is given what by name here. The desks and recovery hold what a new plan gives them.
GIVEN = {
    "mina": {"plan", "risk"},
    "dana": {"plan"},
    "ruth": {"child"},
    "sam": {"place"},
    "joan": set(),
    "alex": set(),
    "edith": set(),
}
BY_DESK = {"priya": set(CLASSES), "tom": set(CLASSES), "leah": set(CLASSES) - {"staff"}}
EXPECTED = {**GIVEN, **BY_DESK}


@pytest.fixture
def matrix(app, as_person, cast, actor_of):
    """Return (plan, class → compartment id): a full plan of which each partner holds a different part."""
    priya = as_person("priya")
    plan = priya.new_plan()
    fill(priya, plan)
    priya.write(plan, "quality_note", {"rule": "x", "words": "for staff alone"})
    parts = {part["class"]: part["id"] for part in priya.open(plan)["compartments"]}
    assert set(parts) == set(CLASSES)
    with app.app_context(), db.session() as session:
        held = opening.get_plan(session, actor_of(priya), plan, "lead")
        with Giving(session, held.ring, priya.id, begins_under=held.own_part) as giving:
            for key, classes in GIVEN.items():
                person = cast.people[key]
                [(holder, _)] = public_keys(session, [("person", person, "read")], held.plan.lead_agency)
                for kind in classes:
                    part = parts[kind]
                    giving.give(part, {0: held.ring.key(part, 0)}, holder, "read", basis="test")
        session.commit()
    return plan, parts


def pairs(session, actor) -> list[crypto.KeyPair]:
    """Return every key pair somebody can come by: their own, and those of the desks they sit on."""
    return [
        crypto.KeyPair.from_private(one) for one in (actor.bundle_private, *desk_keys(session, actor).values()) if one
    ]


def opened_by(session, actor, plan: str) -> set[str]:
    """Try a person's keys at every grant of a plan, under their own name and right and everybody else's."""
    grants = session.scalars(select(Grant).where(Grant.plan == plan)).all()
    found = set()
    for pair in pairs(session, actor):
        for grant in grants:
            for holder_kind, holder in {(grant.holder_kind, grant.holder), ("person", actor.person_id)}:
                for right in ("read", "contribute", "lead"):
                    place = (plan, grant.compartment, grant.epoch, holder_kind, holder, right)
                    try:
                        crypto.open_grant(pair, grant.sealed_key, *place)
                    except crypto.CryptoError:
                        continue
                    assert right == grant.right, "a right was raised"
                    found.add(grant.compartment)
    return found


def test_each_person_decrypts_what_they_were_given_and_nothing_else(app, matrix, as_person, actor_of):
    plan, parts = matrix
    named = {compartment: kind for kind, compartment in parts.items()}
    for key, classes in EXPECTED.items():
        actor = actor_of(as_person(key))
        with app.app_context(), db.session() as session:
            found = {named[one] for one in opened_by(session, actor, plan) if one in named}
        assert found == classes, f"{key} decrypts {sorted(found)} and was given {sorted(classes)}"


def test_what_is_already_open_does_not_help_with_the_next_compartment(app, matrix, as_person, actor_of):
    plan, parts = matrix
    with app.app_context(), db.session() as session:
        held = opening.get_plan(session, actor_of(as_person("priya")), plan)
        rows = session.execute(select(Revision).where(Revision.plan == plan)).scalars().all()
        for kind, compartment in parts.items():
            key = held.ring.key(compartment, 0)
            for row in rows:
                if row.compartment == compartment or row.key is None:
                    continue
                for wrapped in (row.key, row.sealed):
                    with pytest.raises(crypto.CryptoError):
                        crypto.unwrap(key, wrapped, b"")
                with pytest.raises(crypto.CryptoError):
                    crypto.open_revision(key, row.key, row.sealed, bound(row, compartment))
                with pytest.raises(crypto.CryptoError):
                    crypto.open_revision(key, row.key, row.sealed, bound(row, row.compartment))
            assert kind


def bound(row, compartment: str) -> bytes:
    import json

    return crypto.revision_aad(
        row.plan,
        compartment,
        row.seq,
        row.id,
        row.entry,
        json.loads(row.parents),
        row.epoch,
        row.author,
        row.desk,
        row.device,
        row.authored_at,
        row.received_at,
    )


@pytest.fixture
def unguarded(matrix, monkeypatch):
    """Turn off what the server checks before it decrypts: whose grant it is, which right, and the reason at night."""
    everybody = lambda _actor: true()  # noqa: E731
    monkeypatch.setattr(opening, "held_by", everybody)
    monkeypatch.setattr(listing, "held_by", everybody)
    monkeypatch.setattr(opening, "_reason_for_emergency", lambda *_: None)
    monkeypatch.setattr(KeyRing, "require_all", lambda *_: None)
    for module in (opening, appending, letters):
        monkeypatch.setattr(module, "allows", lambda *_: True)


def own(connection, plan: str, me: str, desks: set[str]) -> set[str]:
    rows = connection.execute(select(Grant.compartment, Grant.holder).where(Grant.plan == plan))
    return {compartment for compartment, holder in rows if holder == me or holder in desks}


@pytest.mark.usefixtures("unguarded")
def test_with_the_checks_off_the_doors_still_show_only_what_was_given(app, matrix, as_person, cast):
    plan, parts = matrix
    named = {compartment: kind for kind, compartment in parts.items()}
    for key, classes in EXPECTED.items():
        person = as_person(key)
        answer = person.get(f"/api/1/plans/{plan}")
        shown = answer.get_data(as_text=True)
        if answer.status_code == 200:
            found = {named[part["id"]] for part in answer.json["compartments"]}
            assert found <= classes, key
            assert {entry["class"] for entry in answer.json["entries"]} <= classes, key
        for kind, words in {"place": "Quarrelstone", "risk": "petrol receipts", "child": "Pomplamoose"}.items():
            assert kind in classes or words not in shown, f"{key} read {kind}"
        listed = person.get("/api/1/plans").get_data(as_text=True)
        assert "plan" in classes or "Thistledown" not in listed, f"{key} read a first name in the list"


@pytest.mark.usefixtures("unguarded")
def test_with_the_checks_off_nobody_writes_where_they_hold_no_key(matrix, as_person):
    plan, parts = matrix
    for key in ("alex", "joan", "edith"):
        person = as_person(key)
        [receipt] = person.push(person.revision(plan, "note", {"words": "x"}, compartment=parts["plan"]))
        assert receipt["state"] == "refused", key


def test_with_the_checks_on_each_person_sees_exactly_what_they_were_given(matrix, as_person):
    plan, parts = matrix
    named = {compartment: kind for kind, compartment in parts.items()}
    for key, classes in EXPECTED.items():
        if not classes:
            continue
        person = as_person(key)
        if key == "leah":
            person.post(f"/api/1/plans/{plan}/emergency", {"reason": "child_in_danger"})
        assert {named[part["id"]] for part in person.open(plan)["compartments"]} == classes, key


def test_without_the_unguarding_a_stranger_is_told_there_is_nothing(matrix, as_person):
    plan, _ = matrix
    for key in ("alex", "joan", "edith"):
        assert as_person(key).get(f"/api/1/plans/{plan}").status_code == 404


def test_a_new_epoch_opens_to_those_who_remain_and_not_to_who_left(app, matrix, as_person, actor_of, cast):
    plan, parts = matrix
    mina, priya = as_person("mina"), as_person("priya")
    before = actor_of(mina)
    answer = priya.submit(f"/sharing/{plan}/revoke/{mina.id}", {"reason": "no_longer"})
    assert answer.status_code == 303
    priya.write(plan, "note", {"words": "after she left"})
    with app.app_context(), db.session() as session:
        revised = session.get(Plan, plan)
        assert revised is not None
        rows = session.scalars(select(Grant).where(Grant.plan == plan, Grant.epoch > 0)).all()
        assert {row.compartment for row in rows} >= {parts["plan"], parts["risk"]}
        opened = opened_by_epoch(session, before, rows)
    assert opened == set(), "somebody who left opens an epoch that began afterwards"
    assert mina.get(f"/api/1/plans/{plan}").status_code == 404


def opened_by_epoch(session, actor, grants) -> set[tuple[str, int]]:
    found = set()
    for pair in pairs(session, actor):
        for grant in grants:
            place = (grant.plan, grant.compartment, grant.epoch, grant.holder_kind, grant.holder, grant.right)
            try:
                crypto.open_grant(pair, grant.sealed_key, *place)
            except crypto.CryptoError:
                continue
            found.add((grant.compartment, grant.epoch))
    return found
