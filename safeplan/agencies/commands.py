"""`safeplan agency …` and `safeplan person …`: what is done at the server, before anybody can sign in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from safeplan import refusals
from safeplan.accounts.errors import EmailTaken
from safeplan.agencies import listing, service
from safeplan.agencies.founding import AgencyDraft
from safeplan.agencies.rules import KINDS, ROLES
from safeplan.config import Settings
from safeplan.db import Database

TRIES = 3


@click.group()
def agency() -> None:
    """Agencies, their administrators and their recovery sheets."""


@agency.command("add")
@click.option("--name", prompt="Name of the agency")
@click.option("--kind", prompt="Kind", type=click.Choice(KINDS))
@click.option("--admin-name", prompt="Administrator's name")
@click.option("--admin-email", prompt="Administrator's e-mail address")
@click.option("--second-name", default="", help="A manager who will hold the second half of recovery.")
@click.option("--second-email", default="")
def add_agency(name: str, kind: str, admin_name: str, admin_email: str, second_name: str, second_email: str) -> None:
    """Make an agency, its administrator and its two recovery sheets (shown once, typed back)."""
    settings = Settings.load(os.environ)
    second = (second_name, second_email) if second_name and second_email else None
    with _refusals():
        draft = service.draft_agency(settings, kind, name, (admin_name, admin_email), second)
        _show_sheets(draft)
        _typed_back(settings, draft)
    click.echo(f"\n{draft.name} is there. Tell each person their words, in person, once:")
    for person in filter(None, (draft.administrator, draft.second)):
        click.echo(f"  {person.person['name']}: {person.words}")


@agency.command("list")
def list_agencies() -> None:
    """List the agencies of this installation."""
    with _session(Settings.load(os.environ)) as session:
        for row in listing.agencies(session):
            click.echo(f"{row.id}  {row.kind:13}  {row.people:4}  {row.name}")


@agency.command("holder")
@click.option("--agency", "agency_name", prompt="Name of the agency")
@click.option("--half", prompt="Which half (1 or 2)", type=click.IntRange(1, 2))
@click.option("--email", prompt="E-mail address of who will hold it")
def add_holder(agency_name: str, half: int, email: str) -> None:
    """Give a half of recovery to one more person; both sheets are typed in."""
    sheets = (_ask_sheet(1), _ask_sheet(2))
    with _refusals(), _session(Settings.load(os.environ)) as session:
        found = listing.agency_named(session, agency_name)
        holder = next((one for one in listing.people(session, found) if one.email == email.lower()), None)
        if holder is None:
            raise refusals.NothingHere
        service.name_holder(session, found, half, holder.id, sheets)
    click.echo("Done.")


@click.group()
def person() -> None:
    """People who may sign in."""


@person.command("add")
@click.option("--agency", "agency_name", prompt="Name of the agency")
@click.option("--name", prompt="Name")
@click.option("--email", prompt="E-mail address")
@click.option("--role", prompt="Role", type=click.Choice(ROLES))
@click.option("--team", "team_name", default="", help="Name of the team; it is made if it is not there.")
def add_person(agency_name: str, name: str, email: str, role: str, team_name: str) -> None:
    """Add somebody and show their words once."""
    settings = Settings.load(os.environ)
    with _refusals(), _session(settings) as session:
        found = listing.agency_named(session, agency_name)
        team = _team(session, found, team_name)
        who = {"name": name, "email": email, "role": role, "team": team}
        words = service.add_person(session, settings, found, who, None)
    click.echo(f"{name}: {words.words}")
    click.echo("These words are shown once. Tell them in person; nobody can look them up.")


@person.command("list")
@click.option("--agency", "agency_name", prompt="Name of the agency")
def list_people(agency_name: str) -> None:
    """List who may sign in for an agency."""
    with _refusals(), _session(Settings.load(os.environ)) as session:
        for row in listing.people(session, listing.agency_named(session, agency_name)):
            click.echo(f"{row.state:8}  {row.role:14}  {row.name}  {row.email}")


def _team(session: Session, agency_id: str, name: str) -> str | None:
    if not name:
        return None
    known = {row.name: row.id for row in listing.teams(session, agency_id)}
    return known.get(name) or service.add_team(session, agency_id, name, None)


def _show_sheets(draft: AgencyDraft) -> None:
    click.echo("\nTwo recovery sheets. Copy each onto paper, for two different people, and keep them apart.")
    click.echo("Both together open every plan of this agency. Neither is any use alone.")
    for number, sheet in enumerate(draft.sheets, 1):
        click.echo(f"\nSheet {number} of {draft.name}\n  {sheet}")


def _typed_back(settings: Settings, draft: AgencyDraft) -> None:
    """Write the agency once the sheets are typed back from paper; after three tries nothing is kept."""
    click.echo("\nNow type them back from the paper.")
    for left in reversed(range(TRIES)):
        first, second = _ask_sheet(1), _ask_sheet(2)
        try:
            with _session(settings) as session:
                service.add_agency(session, draft, first, second)
                return
        except service.SheetsDiffer as differ:
            click.echo(f"{differ} {'Try again.' if left else ''}", err=True)
    raise click.ClickException("Nothing was kept. Start again with new sheets.")


def _ask_sheet(number: int) -> str:
    return str(click.prompt(f"Sheet {number}", hide_input=False))


@contextmanager
def _session(settings: Settings) -> Iterator[Session]:
    """Yield one unit of work on the installation's database."""
    database = Database(settings.database_url)
    try:
        with database.sessions.begin() as session:
            yield session
    finally:
        database.engine.dispose()


@contextmanager
def _refusals() -> Iterator[None]:
    """Say what is wrong in a sentence, without a traceback."""
    try:
        yield
    except refusals.InWords as refused:
        raise click.ClickException(str(refused)) from None
    except EmailTaken:
        raise click.ClickException("Somebody already signs in with this address.") from None
    except refusals.NothingHere:
        raise click.ClickException("There is no such agency or person.") from None


commands: list[click.Command] = [agency, person]
