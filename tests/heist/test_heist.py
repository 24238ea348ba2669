"""All the server has, taken at once while people are signed in, opens no record."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import String, Text, create_engine, text

from safeplan import crypto, db
from safeplan.db import Base
from safeplan.demo.making import WORDS
from tests.heist.conftest import CANARIES, cookie_secret
from tests.heist.thief import Opened, Thief, cost, sightings, spelled

PLAN_SIDE = {"plan", "compartment", "epoch", "key_grant", "revision", "head", "letter", "card", "rule_state"}
PLAN_SIDE |= {"exclusion", "emergency_opening", "share_decision", "audit", "audit_checkpoint", "session", "throttle"}
PLAN_SIDE |= {"device", "pack"}
CODES = re.compile(r"[0-9a-z _:.,\-]{0,200}|[0-9a-f]{32}(,[0-9a-f]{32})*|\[[\"0-9a-f, ]*\]|\{[\"0-9a-f,: ]*\}")


@pytest.fixture
def thief(app, settings, house):
    """Return a thief who copied the database and the settings while Priya and Tom were signed in."""
    with app.extensions[db.EXTENSION].reading() as connection:
        return Thief(connection, (settings.data / "settings.toml").read_bytes())


def test_no_word_can_be_read_in_any_file_dump_or_log(house, loot):
    carried = loot()
    assert sum(map(len, carried.values())) > 10_000, "the thief carried off nothing"
    assert any(name.endswith(("safeplan.db", "pg_dump")) for name in carried)
    assert sightings(carried, CANARIES) == []


def test_no_word_can_be_read_in_a_backup(house, settings, tmp_path):
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("pg_dump is in the test above")
    copy = tmp_path / "backup.db"
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        connection.execute(text("VACUUM INTO :path"), {"path": str(copy)})
    engine.dispose()
    assert sightings({"backup": copy.read_bytes()}, CANARIES) == []


@pytest.mark.parametrize("sort", sorted(CANARIES))
def test_a_word_left_lying_about_would_be_seen(sort):
    words = CANARIES[sort]
    for spelling in spelled(words):
        if len(spelling) >= 8:
            assert sightings({"file": b"\x01\x02" + spelling + b"\xff"}, {sort: words}) == [f"{sort} in file"]


def test_a_word_written_in_clear_would_be_seen_in_the_database(house, app, loot):
    with app.extensions[db.EXTENSION].engine.begin() as connection:
        connection.execute(text("UPDATE letter SET reason = :words"), {"words": CANARIES["address"]})
    seen = sightings(loot(), CANARIES)
    assert seen
    assert all(one.startswith("address in ") for one in seen)


def test_every_clear_text_about_a_plan_is_an_id_or_a_code(house, thief):
    columns = [
        (name, column.name)
        for name in sorted(PLAN_SIDE & Base.metadata.tables.keys())
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, String | Text)
    ]
    said = [
        f"{table}.{column} holds {row[column]!r}: an id or a code was expected."
        for table, column in columns
        for row in thief.rows[table]
        if row[column] is not None and not CODES.fullmatch(row[column])
    ]
    assert not said, "\n".join(said)


def test_everything_sealed_says_what_it_is_and_nothing_else(house, thief):
    sealed = (("revision", "sealed"), ("revision", "key"), ("card", "sealed"), ("letter", "sealed"), ("letter", "own"))
    for table, column in sealed:
        values = [bytes(row[column]) for row in thief.rows[table] if row[column] is not None]
        assert values
        assert all(value.startswith(b"SP") for value in values), (table, column)
    steps = {len(bytes(row["sealed"])) for row in thief.rows["revision"]}
    assert {size - 6 - 12 - 16 for size in steps} <= {256, 1024, 4096}, "a size says more than its step"


def test_the_thief_opens_no_record(house, thief):
    assert len(thief.rows["session"]) == 2
    assert len(thief.rows["revision"]) == house.revisions
    keys = thief.candidates()
    assert len(keys) > 500
    assert thief.tries(keys).all() == []


def test_after_everybody_signed_out_there_is_no_session_to_try(house, app, settings):
    for person in house.people.values():
        assert person.send("DELETE", "/api/1/session").status_code == 204
    with app.extensions[db.EXTENSION].reading() as connection:
        late = Thief(connection, (settings.data / "settings.toml").read_bytes())
    assert late.rows["session"] == []
    assert late.tries(late.candidates()[::20]).all() == []


def test_with_the_cookie_the_same_tools_open_the_plan(house, thief):
    secret = cookie_secret(house.people["priya"])
    opened = thief.tries([secret])
    everything = "\n".join(opened.records)
    assert len(opened.sessions) == 1
    for sort in ("parent", "child", "address", "words", "behaviour", "line"):
        assert CANARIES[sort] in everything, sort


def test_what_was_unfiled_opens_to_nobody_even_with_the_cookie(house, thief):
    opened = thief.tries([cookie_secret(house.people["priya"]), cookie_secret(house.people["tom"])])
    assert CANARIES["slip"] not in "\n".join(opened.records)
    assert sum(row["key"] is None for row in thief.rows["revision"]) == 1


def test_with_the_words_and_the_pepper_the_same_tools_open_the_plan(house, thief):
    row = next(one for one in thief.rows["unlock"] if one["person"] == house.people["priya"].id)
    root = crypto.stretch(WORDS, bytes(row["salt"]), thief.secrets[0], row["person"], cost(row))
    opened = thief.tries([root.kek])
    assert opened.bundles == [f"keys of {row['person']}"]
    assert CANARIES["address"] in "\n".join(opened.records)


def test_without_the_pepper_the_right_words_verify_nothing_and_open_nothing(house, thief):
    for row in thief.rows["unlock"]:
        root = crypto.stretch(WORDS, bytes(row["salt"]), crypto.new_key(), row["person"], cost(row))
        assert not crypto.matches(root, bytes(row["verifier"]))
        assert thief.tries([root.kek]).all() == []


def test_a_child_s_cookie_opens_no_record(house, app, settings):
    priya = house.people["priya"]
    body = {"plan": house.plan, "child": house.child, "gate": {"name": "T"}}
    assert priya.post("/api/1/session/child", body).status_code == 200
    with app.extensions[db.EXTENSION].reading() as connection:
        thief = Thief(connection, (settings.data / "settings.toml").read_bytes())
    opened = thief.tries([cookie_secret(priya)])
    assert len(opened.sessions) == 1
    assert opened == Opened(sessions=opened.sessions)


def test_a_partner_who_was_given_nothing_opens_nothing_with_their_cookie(house, as_person, app, settings):
    alex = as_person("alex")
    with app.extensions[db.EXTENSION].reading() as connection:
        thief = Thief(connection, (settings.data / "settings.toml").read_bytes())
    opened = thief.tries([cookie_secret(alex)])
    assert len(opened.sessions) == 1
    assert opened.grants == opened.records == []


def test_every_compartment_can_be_recovered_and_only_by_recovery_and_those_named(house, thief, cast):
    current = {(row["id"], row["epoch"]) for row in thief.rows["compartment"]}
    recovered = {
        (row["compartment"], row["epoch"])
        for row in thief.rows["key_grant"]
        if row["holder_kind"] == "recovery" and row["holder"] == cast.agencies["council"] and row["revoked_at"] is None
    }
    assert current <= recovered, "a compartment whose key recovery does not hold could be lost for good"
    named = {cast.people["priya"], cast.agencies["council"], cast.desks["managers"], cast.desks["night"]}
    assert {row["holder"] for row in thief.rows["key_grant"]} == named
