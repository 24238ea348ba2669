"""`safeplan recover`: what two people do at the server with the two printed sheets."""

from __future__ import annotations

import os

import click

from safeplan import crypto, refusals
from safeplan.agencies import listing
from safeplan.config import Settings
from safeplan.db import Database
from safeplan.plans.access.recovery import recover


@click.command("recover")
@click.option("--agency", "agency_name", prompt="Name of the agency")
@click.option("--email", prompt="E-mail address of who will lead its plans")
def recover_plans(agency_name: str, email: str) -> None:
    """Give an agency's running plans to one of its people; both recovery sheets are typed in."""
    sheets = [click.prompt(f"Sheet {number}", hide_input=True) for number in (1, 2)]
    settings = Settings.load(os.environ)
    database = Database(settings.database_url)
    try:
        halves = crypto.from_sheet(sheets[0]), crypto.from_sheet(sheets[1])
        with database.sessions.begin() as session:
            agency = listing.agency_named(session, agency_name)
            found = recover(session, settings.secret, agency, halves, email)
    except (crypto.MistypedSheet, refusals.InWords) as refused:
        raise click.ClickException(str(refused)) from None
    except refusals.NothingHere:
        raise click.ClickException("There is no such agency or person.") from None
    finally:
        database.engine.dispose()
    click.echo(f"{found.given} plans are theirs to lead now. The record of each plan says so.")
    if found.kept_out:
        click.echo(f"{found.kept_out} more stay shut to them: they are kept out of those.")
    if found.damaged:
        rows = ", ".join(found.damaged)
        raise click.ClickException(f"{len(found.damaged)} more are not whole and were left alone; rows: {rows}")


commands: list[click.Command] = [recover_plans]
