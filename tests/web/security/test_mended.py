"""Weaknesses that were found and mended; each test is the attack that worked once."""

from __future__ import annotations

import sqlite3
from base64 import b64decode, b64encode, urlsafe_b64decode
from pathlib import Path

import pytest
from sqlalchemy import text

from safeplan import crypto, db
from safeplan.audit.service import AuditUnguarded, require_triggers
from safeplan.config import Settings, write_settings
from tests.client import TabletClient

ACTION = {"owner": "agency", "agency": "police", "what": "Patrol at pick-up", "state": "accepted"}


@pytest.fixture
def plan(priya):
    return priya.new_plan()


def entries_of(person, plan: str) -> list[str]:
    return [one["entry"] for one in person.open(plan)["entries"]]


def damaged(answer) -> bool:
    return answer.status_code == 500 and answer.json["reason"] == "damaged"


def test_an_entry_leaves_the_plan_only_by_a_revision_that_says_why(priya, plan):
    first = priya.write(plan, "action", ACTION)
    later = crypto.new_id()
    priya.push(priya.revision(plan, "action", ACTION, entry=first["entry"], parents=[first["id"], later]))
    [middle] = [
        one["revision"]
        for one in priya.get(f"/api/1/plans/{plan}/entries/{first['entry']}").json["revisions"]
        if later in one["parents"]
    ]
    priya.push(priya.revision(plan, "action", ACTION, entry=first["entry"], parents=[middle], id=later))
    assert first["entry"] in entries_of(priya, plan)


def test_words_taken_out_in_the_database_are_noticed(priya, plan, sql):
    first = priya.write(plan, "action", ACTION)
    blank = "UPDATE revision SET key = NULL, unfiled_at = 1, unfiled_by = author, unfiled_reason = 'x' WHERE id = :id"
    assert sql(blank, id=first["id"]) == 1
    assert damaged(priya.get(f"/api/1/plans/{plan}"))


def test_a_revision_taken_out_of_the_history_is_noticed(priya, plan, sql):
    first = priya.write(plan, "action", ACTION)
    priya.write(plan, "action", {**ACTION, "state": "doing"}, entry=first["entry"], parents=[first["id"]])
    assert sql("DELETE FROM revision WHERE id = :id", id=first["id"]) == 1
    assert damaged(priya.get(f"/api/1/plans/{plan}/entries/{first['entry']}"))


def letter(priya, plan: str, part: dict) -> dict:
    """Return a letter that will be held for a person: its entry is not the one inside."""
    revision = priya.revision(plan, "note", {"words": "x"}, compartment=part["id"])
    info = crypto.letter_info(plan, part["id"], part["epoch"], revision["id"], priya.id, revision["device"])
    sealed = crypto.seal_to(b64decode(part["letterbox"]), crypto.canonical(revision), info)
    place = {"compartment": part["id"], "epoch": part["epoch"], "sealed": b64encode(sealed).decode()}
    return {**{name: revision[name] for name in ("id", "plan", "device")}, "entry": crypto.new_id(), **place}


@pytest.fixture
def held(app, priya, plan):
    """Return the id of a letter that waits for a person, in the compartment of class plan."""
    part = next(one for one in priya.open(plan)["compartments"] if one["class"] == "plan")
    posted = letter(priya, plan, part)
    TabletClient(app, priya).deliver(posted)
    priya.post(f"/api/1/plans/{plan}/letters/file")
    return posted["id"]


def test_the_reason_for_setting_a_letter_aside_is_a_code(priya, plan, held, sql):
    priya.post(f"/api/1/plans/{plan}/letters/{held}", {"accept": False, "reason": "Zephyrine told me"})
    kept = sql("SELECT reason FROM letter UNION ALL SELECT code FROM audit")
    assert not any("Zephyrine" in row[0] for row in kept)


def test_a_letter_is_set_aside_only_by_a_holder_of_its_compartment(app, priya, plan, as_person, held, sql):
    mina = as_person("mina")
    share(app, priya, plan, mina.id, {"risk"})
    mina.post(f"/api/1/plans/{plan}/letters/{held}", {"accept": False, "reason": "aside"})
    assert sql("SELECT state FROM letter WHERE id = :id", id=held) == [("held",)]


def share(app, giver, plan: str, person: str, classes: set[str], right: str = "contribute") -> None:
    """Give somebody parts of a plan by name."""
    from safeplan.accounts.service import load_session
    from safeplan.plans.access.creating import public_keys
    from safeplan.plans.access.keys import Giving
    from safeplan.plans.access.opening import get_plan

    secret = urlsafe_b64decode(giver.http.get_cookie("__Host-s").value + "=")
    with app.app_context(), db.session() as session:
        actor = load_session(session, secret)
        assert actor is not None
        opened = get_plan(session, actor, plan, "lead")
        [(holder, _)] = public_keys(session, [("person", person, right)], opened.plan.lead_agency)
        with Giving(session, opened.ring, giver.id, begins_under=opened.own_part) as giving:
            for part in [one for one in opened.parts.values() if one.kind in classes]:
                keys = {part.epoch: opened.ring.key(part.id, part.epoch)}
                giving.give(part.id, keys, holder, right, basis="test")
        session.commit()


def test_a_held_revision_is_acknowledged_only_if_those_very_words_are_kept(app, priya, plan, as_person, sql):
    mina = as_person("mina")
    share(app, priya, plan, mina.id, {"plan"})
    assert sql("UPDATE key_grant SET revoked_at = 1 WHERE holder = :p", p=mina.id) == 1
    first = mina.revision(plan, "note", {"words": "first"})
    second = {**first, "document": {**first["document"], "data": {**first["document"]["data"], "words": "second"}}}
    assert mina.push(first)[0]["state"] == "held"
    assert mina.push(second)[0]["state"] == "refused"


def test_making_a_plan_again_with_somebody_kept_out_is_not_a_repeat(priya, cast, as_person):
    plan = priya.new_plan()
    body = {"id": plan, "staff_know": "yes", "excluded": [cast.people["tom"]]}
    answer = priya.post("/api/1/plans", body)
    assert answer.status_code == 409 or as_person("tom").get(f"/api/1/plans/{plan}").status_code == 404


def test_an_opening_refused_for_want_of_a_reason_is_recorded(plan, as_person, sql):
    leah = as_person("leah")
    assert leah.get(f"/api/1/plans/{plan}").status_code == 403
    assert sql("SELECT 1 FROM audit WHERE actor = :p AND action = 'refused'", p=leah.id) != []


def test_a_child_s_page_nobody_has_checked_is_not_in_the_history_either(app, priya, plan, as_person):
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    box = next(one["id"] for one in priya.open(plan)["compartments"] if one["class"] == "child")
    page = {"child": noah, "page": "tell", "words": "uncle Vex", "state": "made"}
    entry = priya.write(plan, "page", page, compartment=box)["entry"]
    ruth = as_person("ruth")
    share(app, priya, plan, ruth.id, {"child"}, "read")
    assert entry not in entries_of(ruth, plan), "hidden in the plan"
    assert "uncle Vex" not in ruth.get(f"/api/1/plans/{plan}/entries/{entry}").get_data(as_text=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_unfiled_key_is_in_no_file_any_more(priya, plan, settings, sql):
    # PostgreSQL keeps the old row until it is vacuumed, and its log until it is recycled: docs/threat-model.md.
    slip = priya.write(plan, "note", {"words": "an address"})
    [(key,)] = sql("SELECT key FROM revision WHERE id = :id", id=slip["id"])
    priya.post(f"/api/1/plans/{plan}/unfile", {"revision": slip["id"], "reason": "wrong_place"})
    files = [path for path in Path(settings.data).iterdir() if path.name.startswith("safeplan.db")]
    assert [path.name for path in files if bytes(key) in path.read_bytes()] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nor_once_somebody_who_was_reading_meanwhile_is_done(priya, plan, settings, sql):
    slip = priya.write(plan, "note", {"words": "an address"})
    [(key,)] = sql("SELECT key FROM revision WHERE id = :id", id=slip["id"])
    reader = sqlite3.connect(Path(settings.data) / "safeplan.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM plan").fetchone()
    priya.post(f"/api/1/plans/{plan}/unfile", {"revision": slip["id"], "reason": "wrong_place"})
    files = [path for path in Path(settings.data).iterdir() if path.name.startswith("safeplan.db")]
    assert [path.name for path in files if bytes(key) in path.read_bytes()] != []
    reader.execute("COMMIT")
    reader.close()
    priya.write(plan, "note", {"words": "later"})
    assert [path.name for path in files if bytes(key) in path.read_bytes()] == []


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_triggers_that_were_switched_off_stop_the_start(app, sql):
    sql("ALTER TABLE audit DISABLE TRIGGER ALL")
    started = True
    try:
        require_triggers(app.extensions[db.EXTENSION].engine)
    except AuditUnguarded:
        started = False
    assert not started


def test_secrets_are_in_no_repr(tmp_path):
    write_settings(tmp_path)
    settings = Settings.load({"SAFEPLAN_DATA": str(tmp_path)})
    assert repr(settings.pepper) not in repr(settings)


def test_a_database_error_says_nothing_of_what_was_being_written(app):
    with app.extensions[db.EXTENSION].engine.connect() as connection:
        try:
            connection.execute(text("SELECT 1 FROM no_such_table WHERE a = :a"), {"a": "Zephyrine"})
        except Exception as error:
            said = str(error)
    assert "Zephyrine" not in said


def test_brackets_without_end_are_a_wrong_shape(priya):
    body = '{"revisions":' + "[" * 200_000 + "]" * 200_000 + "}"
    headers = {"X-CSRFToken": priya.token, "Referer": "https://localhost/", "Content-Type": "application/json"}
    answer = priya.http.post("/api/1/revisions", data=body, headers=headers, base_url="https://localhost")
    assert answer.status_code == 400


def test_any_name_of_an_area_can_be_read_back(tmp_path):
    import tomllib

    path = write_settings(tmp_path, area='The "Border" area')
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError:
        read = {}
    assert read.get("area") == 'The "Border" area'
