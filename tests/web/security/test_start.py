"""An installation that is not fit to hold a family's plan does not start, and says why."""

from __future__ import annotations

import errno
import os

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import text

from safeplan import db
from safeplan.audit.service import AuditUnguarded, require_triggers, verify
from safeplan.cli import main
from safeplan.config import DEMO_MARK, Settings, SettingsError, write_settings
from safeplan.crypto import WeakSecret
from safeplan.schema import alembic_config, upgrade
from safeplan.web import serving

FIT = {"pepper": "7e" * 16 + "0123456789abcdef" * 2, "secret": "c1" * 16 + "fedcba9876543210" * 2}


def load(folder, **values: str | None) -> Settings:
    lines = [f'{name} = "{value}"' for name, value in {**FIT, **values}.items() if value is not None]
    (folder / "settings.toml").write_text("\n".join(lines))
    return Settings.load({"SAFEPLAN_DATA": str(folder)})


def test_fit_secrets_load(tmp_path):
    assert len(load(tmp_path).pepper) >= 32


@pytest.mark.parametrize("name", ["pepper", "secret"])
@pytest.mark.parametrize("value", [None, "", "ab", "00" * 32, "61" * 40, "not hex at all", "0123456789abcdef" * 3])
def test_a_missing_or_weak_secret_is_named_and_its_value_is_not(tmp_path, name, value):
    with pytest.raises((WeakSecret, SettingsError)) as refused:
        load(tmp_path, **{name: value})
    said = str(refused.value)
    assert name.upper() in said
    assert not value or value not in said


def test_no_settings_and_no_folder_are_named(tmp_path):
    with pytest.raises(SettingsError, match="SAFEPLAN_DATA"):
        Settings.load({})
    with pytest.raises(SettingsError, match="safeplan init"):
        Settings.load({"SAFEPLAN_DATA": str(tmp_path)})


@pytest.mark.parametrize("wrong", ['"Harbour House"', "[1]", "true"])
def test_refuges_are_a_list_of_names_and_no_message_says_one(tmp_path, wrong):
    load(tmp_path)
    file = tmp_path / "settings.toml"
    fit = file.read_text()
    file.write_text(f'{fit}\nrefuges = ["Harbour House", " "]')
    assert Settings.load({"SAFEPLAN_DATA": str(tmp_path)}).refuges == ("Harbour House",)
    file.write_text(f"{fit}\nrefuges = {wrong}")
    with pytest.raises(SettingsError, match="refuges") as refused:
        Settings.load({"SAFEPLAN_DATA": str(tmp_path)})
    assert "Harbour" not in str(refused.value)


def run(monkeypatch, folder, *arguments: str):
    monkeypatch.setenv("SAFEPLAN_DATA", str(folder))
    for name in ("SAFEPLAN_DATABASE_URL", "SAFEPLAN_CONFIG", "SAFEPLAN_TLS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(serving.waitress, "serve", lambda *_given, **_more: pytest.fail("it was served"))
    return CliRunner().invoke(main, arguments)


def test_a_demo_folder_is_not_served_as_a_real_one(tmp_path, monkeypatch):
    write_settings(tmp_path, demo=True)
    said = run(monkeypatch, tmp_path, "serve")
    assert said.exit_code == 1
    assert "demo folder" in said.output


def test_taking_the_demo_line_out_does_not_make_it_real(tmp_path, monkeypatch):
    path = write_settings(tmp_path, demo=True)
    path.write_text(path.read_text().replace("demo = true", "demo = false"))
    assert (tmp_path / DEMO_MARK).exists()
    assert run(monkeypatch, tmp_path, "serve").exit_code == 1
    assert run(monkeypatch, tmp_path, "init").exit_code == 1


def test_a_real_folder_is_not_filled_with_demo_people(tmp_path, monkeypatch):
    write_settings(tmp_path)
    said = run(monkeypatch, tmp_path, "demo")
    assert said.exit_code == 1
    assert "real installation" in said.output


def test_a_database_without_tables_is_not_served(tmp_path, monkeypatch):
    write_settings(tmp_path)
    said = run(monkeypatch, tmp_path, "serve")
    assert said.exit_code == 1
    assert "safeplan db upgrade" in said.output


def test_plans_of_a_trial_release_stop_an_upgrade_with_a_sentence(tmp_path, monkeypatch):
    engine = db.make_engine(f"sqlite:///{tmp_path / 'safeplan.db'}")
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "0002_visits_without_signal")
        connection.execute(text("INSERT INTO agency VALUES ('a', 'council', 'A', x'00', 1)"))
        columns = "id, lead_agency, status, stage, created_at, created_by"
        connection.execute(text(f"INSERT INTO plan ({columns}) VALUES ('p', 'a', 'active', 'interim', 1, 'b')"))
        connection.commit()
    engine.dispose()
    write_settings(tmp_path)
    said = run(monkeypatch, tmp_path, "db", "upgrade")
    assert said.exit_code == 1
    assert "plans of a trial release" in said.output


def test_a_port_in_use_is_said_in_one_sentence(tmp_path, monkeypatch):
    def taken(*_given, **_more):
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))

    engine = db.make_engine(f"sqlite:///{tmp_path / 'safeplan.db'}")
    upgrade(engine)
    engine.dispose()
    write_settings(tmp_path)
    monkeypatch.setenv("SAFEPLAN_DATA", str(tmp_path))
    monkeypatch.setenv("SAFEPLAN_PORT", "8000")
    monkeypatch.setattr(serving.waitress, "serve", taken)
    said = CliRunner().invoke(main, ["serve"])
    assert said.exit_code == 1
    assert said.output.endswith(
        "Error: Something else uses port 8000. Stop it, or name another port: SAFEPLAN_PORT=8001\n"
    )


@pytest.mark.parametrize("trigger", ["audit_no_update", "audit_no_delete"])
def test_a_missing_audit_trigger_stops_the_start(tmp_path, monkeypatch, trigger):
    write_settings(tmp_path)
    engine = db.make_engine(f"sqlite:///{tmp_path / 'safeplan.db'}")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    with pytest.raises(AuditUnguarded, match=trigger):
        require_triggers(engine)
    engine.dispose()
    said = run(monkeypatch, tmp_path, "serve")
    assert said.exit_code == 1
    assert trigger in said.output


def test_a_missing_trigger_on_either_database_is_noticed(app):
    engine = app.extensions[db.EXTENSION].engine
    require_triggers(engine)
    on = "" if engine.dialect.name == "sqlite" else " ON audit"
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER audit_no_delete{on}"))
    with pytest.raises(AuditUnguarded, match="audit_no_delete"):
        require_triggers(engine)


def test_an_audit_row_replaced_behind_the_triggers_breaks_the_chain(app, as_person):
    as_person("priya").new_plan()
    engine = app.extensions[db.EXTENSION].engine
    with app.extensions[db.EXTENSION].sessions() as session:
        assert verify(session) is None
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            row = connection.execute(text("SELECT * FROM audit WHERE action = 'make-plan'")).mappings().one()
            names = ", ".join(row)
            places = ", ".join(f":{name}" for name in row)
            # Replacing deletes without asking the trigger that forbids deleting.
            connection.execute(text(f"REPLACE INTO audit ({names}) VALUES ({places})"), {**row, "code": "yes"})
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
            connection.execute(text("UPDATE audit SET code = 'yes' WHERE action = 'make-plan'"))
    with app.extensions[db.EXTENSION].sessions() as session:
        bad = verify(session)
    assert bad is not None
    assert bad.fault == "changed"


def test_the_settings_can_be_read_by_their_owner_alone(tmp_path):
    path = write_settings(tmp_path / "fresh")
    assert os.stat(path).st_mode & 0o077 == 0
    assert os.stat(path.parent).st_mode & 0o077 == 0


COMMANDS = [("agency", "list"), ("audit", "verify"), ("db", "upgrade"), ("serve",)]
NOBODYS_PORT = "postgresql://safeplan:hunter2@127.0.0.1:1/safeplan"


def one_sentence(said) -> str:
    """What a person at the server reads: a line, and no traceback."""
    assert said.exit_code == 1
    assert isinstance(said.exception, SystemExit), said.exception
    [line] = said.output.strip().splitlines()
    assert line.startswith("Error: ")
    return line


@pytest.mark.parametrize("command_line", COMMANDS)
def test_every_command_says_in_a_sentence_what_is_to_be_mended(tmp_path, monkeypatch, command_line):
    def said(**environ: str) -> str:
        with monkeypatch.context() as patched:
            for name, value in environ.items():
                patched.setenv(name, value)
            return one_sentence(CliRunner().invoke(main, command_line))

    run(monkeypatch, tmp_path, "--version")
    assert "safeplan init" in said()
    assert "SAFEPLAN_DATA is not set" in said(SAFEPLAN_DATA="")
    path = write_settings(tmp_path)
    for port in ("abc", "0", "70000", "-1", "8.5"):
        assert "SAFEPLAN_PORT is not a whole number" in said(SAFEPLAN_PORT=port)
    assert "SAFEPLAN_PROXIES is not a whole number" in said(SAFEPLAN_PROXIES="one")
    unreachable = said(SAFEPLAN_DATABASE_URL=NOBODYS_PORT)
    assert "The database does not answer" in unreachable
    assert "hunter2" not in unreachable
    assert "does not answer" in said(SAFEPLAN_DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder.db")
    assert "is not the address of a database" in said(SAFEPLAN_DATABASE_URL="a database")
    fit = path.read_text()
    path.write_text(fit.replace("secret = ", "secret = 'ab' #"))
    assert "SECRET is shorter" in said()
    path.write_text(fit + "secret")
    assert said().endswith("settings.toml is not written as TOML.")


@pytest.mark.parametrize("command_line", COMMANDS[:2])
def test_a_database_that_was_never_made_ready_is_named_as_such(tmp_path, monkeypatch, command_line):
    write_settings(tmp_path)
    assert "safeplan db upgrade" in one_sentence(run(monkeypatch, tmp_path, *command_line))


def test_a_fault_of_our_own_is_not_dressed_up(tmp_path, monkeypatch):
    monkeypatch.setattr(Settings, "load", lambda _environ: 1 / 0)
    assert isinstance(run(monkeypatch, tmp_path, "agency", "list").exception, ZeroDivisionError)
