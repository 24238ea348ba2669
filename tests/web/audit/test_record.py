"""The record of a plan is its lead's and its managers' to read, and a changed row is named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from safeplan import db
from safeplan.audit import commands, presenters
from safeplan.audit.models import AuditRow
from safeplan.audit.service import record
from safeplan.config import Settings
from tests.client import PersonClient
from tests.web.sharing.family import ADDRESS, Family, bellwethers, everything, revoke, rows, share, words_of

AsPerson = Callable[[str], PersonClient]


@pytest.fixture
def family(as_person: AsPerson) -> Family:
    return bellwethers(as_person("priya"))


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("SAFEPLAN_DATA", str(settings.data))
    monkeypatch.setenv("SAFEPLAN_DATABASE_URL", settings.database_url)
    return lambda *words: CliRunner().invoke(commands.audit, words)


def _unguarded(app: Flask, statement: str, **values: object) -> None:
    """Change audit rows as somebody with the whole database could."""
    with app.extensions[db.EXTENSION].engine.begin() as connection:
        for name in ("audit_no_update", "audit_no_delete"):
            on = "" if connection.dialect.name == "sqlite" else " ON audit"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        connection.execute(text(statement), values)


def test_the_lead_and_the_managers_read_who_did_what(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    ruth.open(family.plan)
    revoke(family, ruth)
    for who in (family.lead, as_person("tom")):
        page = words_of(who.get(f"/audit/{family.plan}"))
        for words in (
            "Priya Nair Made the plan (nobody who works here knows the family)",
            "Priya Nair Shared with Ruth Feld (Public task: safeguarding a child)",
            "Ruth Feld Opened the plan",
            "Priya Nair Ended access for Ruth Feld (No longer works with the family)",
        ):
            assert words in page, words
        for words in ("Grace", "Bellwether", "Noah", ADDRESS, "gate log"):
            assert words not in page
        assert page.index("Ended access for") < page.index("Made the plan")


def test_nobody_else_reads_it(family: Family, as_person: AsPerson) -> None:
    ruth, alex = as_person("ruth"), as_person("alex")
    share(family, ruth, family.part("plan"))
    for who in (ruth, alex, as_person("edith"), as_person("leah")):
        assert who.get(f"/audit/{family.plan}").status_code == 404
    assert family.lead.get("/audit/not-a-plan").status_code == 404


def test_reading_the_record_is_recorded_and_changes_nothing_else(family: Family, app: Flask) -> None:
    before = everything(app)
    family.lead.get(f"/audit/{family.plan}")
    assert everything(app) == before
    assert len(rows(app, AuditRow, AuditRow.action == "audit-open", AuditRow.actor == family.lead.id)) == 1


def test_every_action_on_a_plan_has_words(family: Family, as_person: AsPerson, app: Flask) -> None:
    share(family, as_person("ruth"), family.part("plan"))
    revoke(family, as_person("ruth"))
    as_person("tom").submit(f"/quality/{family.plan}", {"words": "", "agree": "1"})
    done = {row.action for row in rows(app, AuditRow, AuditRow.plan == family.plan)}
    assert done <= set(presenters.ACTIONS)
    assert "review" in done


def test_verify_finds_every_row_in_order(family: Family, run) -> None:  # type: ignore[no-untyped-def]
    answer = run("verify")
    assert (answer.exit_code, answer.output) == (0, "Every row holds.\n")


def test_a_push_is_recorded_in_order_whatever_became_of_each_revision(family: Family, app: Flask, run) -> None:  # type: ignore[no-untyped-def]
    lead = family.lead
    note = {"words": "one"}
    other = lead.new_plan()
    pushed = [
        lead.revision(family.plan, "note", note),
        lead.revision(family.plan, "note", {"words": 5}),
        lead.revision(other, "note", note),
        lead.revision("f" * 32, "note", note),
        lead.revision(family.plan, "note", note),
    ]
    states = [one["state"] for one in lead.push(*pushed)]
    assert states == ["accepted", "refused", "accepted", "refused", "accepted"]
    with app.extensions[db.EXTENSION].sessions() as session:
        kept = session.query(AuditRow).order_by(AuditRow.id.desc()).limit(5).all()[::-1]
    assert [(row.action, row.plan, row.object) for row in kept] == [
        ("write", family.plan, pushed[0]["id"]),
        ("refused", family.plan, pushed[1]["id"]),
        ("write", other, pushed[2]["id"]),
        ("refused", None, pushed[3]["id"]),
        ("write", family.plan, pushed[4]["id"]),
    ]
    assert run("verify").exit_code == 0


def test_what_was_undone_is_not_the_end_of_a_stream(app: Flask, family: Family, run) -> None:  # type: ignore[no-untyped-def]
    with app.extensions[db.EXTENSION].sessions() as session:
        agency = session.query(AuditRow.agency).filter_by(plan=family.plan).limit(1).scalar()
        record(session, None, "one", agency=agency, plan=family.plan)
        with suppress(LookupError), session.begin_nested():
            record(session, None, "undone", agency=agency, plan=family.plan)
            raise LookupError
        record(session, None, "two", agency=agency, plan=family.plan)
        session.commit()
        record(session, None, "three", agency=agency)
        session.rollback()
        record(session, None, "four", agency=agency, plan=family.plan)
        session.commit()
    assert run("verify").exit_code == 0


def test_verify_names_the_first_row_that_was_changed(family: Family, app: Flask, run) -> None:  # type: ignore[no-untyped-def]
    third = rows(app, AuditRow, AuditRow.plan == family.plan, AuditRow.plan_seq == 3)[0]
    _unguarded(app, "UPDATE audit SET actor = :who WHERE id = :id", who="f" * 32, id=third.id)
    answer = run("verify")
    assert answer.exit_code == 1
    assert answer.output == f"agency:{third.agency} row {third.agency_seq}: changed\n"


def test_verify_names_a_row_that_was_taken_out(family: Family, app: Flask, run) -> None:  # type: ignore[no-untyped-def]
    third = rows(app, AuditRow, AuditRow.plan == family.plan, AuditRow.plan_seq == 3)[0]
    _unguarded(app, "DELETE FROM audit WHERE id = :id", id=third.id)
    answer = run("verify")
    assert (answer.exit_code, answer.output) == (1, f"agency:{third.agency} row {third.agency_seq}: missing\n")


def test_a_cut_tail_and_an_emptied_chain_are_known_by_their_checkpoint(
    family: Family, as_person: AsPerson, app: Flask, run
) -> None:  # type: ignore[no-untyped-def]
    noted = run("checkpoint")
    assert noted.exit_code == 0
    assert f"plan:{family.plan} " in noted.output
    tail = max(row.id for row in rows(app, AuditRow))
    agency = rows(app, AuditRow, AuditRow.id == tail)[0].agency
    length = len(rows(app, AuditRow, AuditRow.agency == agency))
    _unguarded(app, "DELETE FROM audit WHERE id = :id", id=tail)
    assert run("verify").output == f"agency:{agency} row {length}: cut off\n"
    with app.extensions[db.EXTENSION].engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE agency = :agency"), {"agency": agency})
    assert run("verify").output == f"agency:{agency} row 1: cut off\n"


def test_the_command_joins_the_one_command() -> None:
    from safeplan.cli import main

    assert {"verify", "checkpoint"} == set(main.get_command(None, "audit").commands)  # type: ignore[union-attr, arg-type]
