"""`safeplan agency add`: sheets are shown once and typed back from paper, or nothing is kept."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from safeplan import db
from safeplan.agencies.commands import agency, person

ASKED = ["Harbour House", "idva", "Mina Sato", "mina@harbour.example"]


@pytest.fixture
def server(app, settings, monkeypatch):
    """Return the database of an empty installation that the commands will find."""
    monkeypatch.setenv("SAFEPLAN_DATA", str(settings.data))
    monkeypatch.setenv("SAFEPLAN_DATABASE_URL", settings.database_url)
    return app.extensions[db.EXTENSION]


def count(server, table: str) -> int:
    with server.reading() as connection:
        return connection.execute(text(f"select count(*) from {table}")).scalar()


def typing(monkeypatch, change=lambda sheets: sheets):
    """Type back what stands on the screen, changed as a person might get it wrong."""
    from safeplan.agencies import commands

    shown: list[str] = []
    real = commands._show_sheets

    def show(draft):
        shown.extend(draft.sheets)
        real(draft)

    monkeypatch.setattr(commands, "_show_sheets", show)
    monkeypatch.setattr(commands, "_ask_sheet", lambda number: change(shown)[number - 1])
    return shown


def test_an_agency_is_there_once_both_sheets_were_typed_back(server, monkeypatch):
    shown = typing(monkeypatch)
    result = CliRunner().invoke(agency, ["add"], input="\n".join(ASKED) + "\n")
    assert result.exit_code == 0, result.output
    assert (count(server, "agency"), count(server, "person")) == (1, 1)
    assert all(sheet in result.output for sheet in shown)
    words = re.search(r"Mina Sato: (.+)", result.output).group(1)
    assert len(words.split()) == 5


def test_nothing_is_kept_when_a_sheet_is_typed_back_wrong(server, monkeypatch):
    typing(monkeypatch, lambda sheets: (sheets[0], sheets[1][:-1] + ("0" if sheets[1][-1] != "0" else "1")))
    result = CliRunner().invoke(agency, ["add"], input="\n".join(ASKED) + "\n")
    assert result.exit_code != 0
    assert "Nothing was kept" in result.output
    assert [count(server, table) for table in ("agency", "person", "unlock", "recovery_half", "audit")] == [0] * 5


def test_a_mistake_can_be_made_good(server, monkeypatch):
    tries = []

    def second_time_right(sheets):
        tries.append(1)
        return ("", "") if len(tries) < 2 else sheets

    typing(monkeypatch, second_time_right)
    result = CliRunner().invoke(agency, ["add"], input="\n".join(ASKED) + "\n")
    assert result.exit_code == 0, result.output
    assert count(server, "agency") == 1


def test_the_terminal_asks_for_the_sheets_one_by_one(server):
    result = CliRunner().invoke(agency, ["add"], input="\n".join([*ASKED, "x", "y"] * 1 + ["x", "y"] * 2) + "\n")
    assert result.exit_code != 0
    assert "Sheet 1: x" in result.output
    assert count(server, "agency") == 0


def test_people_are_added_and_listed(server, monkeypatch):
    typing(monkeypatch)
    runner = CliRunner()
    runner.invoke(agency, ["add"], input="\n".join(ASKED) + "\n")
    given = [
        "--agency",
        "Harbour House",
        "--name",
        "Jo Lane",
        "--email",
        "jo@harbour.example",
        "--role",
        "manager",
    ]
    added = runner.invoke(person, ["add", *given, "--team", "Outreach"])
    assert added.exit_code == 0, added.output
    assert len(re.search(r"Jo Lane: (.+)", added.output).group(1).split()) == 5
    again = runner.invoke(person, ["add", *given])
    assert again.exit_code != 0
    assert "already signs in" in again.output
    listed = runner.invoke(person, ["list", "--agency", "Harbour House"])
    assert "Jo Lane" in listed.output
    assert "Harbour House" in runner.invoke(agency, ["list"]).output
    assert runner.invoke(person, ["list", "--agency", "Nowhere"]).exit_code != 0
