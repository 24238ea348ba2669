"""Commands that set up an installation and serve it."""

from __future__ import annotations

import os
import sys

import click
from sqlalchemy import Engine

from safeplan import data_root, db
from safeplan.config import DEMO_MARK, Settings, data_folder, write_settings
from safeplan.schema import CannotUpgrade, upgrade


@click.command("init")
@click.option("--area", default="", help="The safeguarding area's name, for this installation's own use.")
def init(area: str) -> None:
    """Make the data folder and its secrets, and bring the database to today's shape."""
    data = data_folder(os.environ)
    if (data / DEMO_MARK).exists():
        raise click.ClickException("That is a demo folder. Name another one in SAFEPLAN_DATA.")
    path = write_settings(data, area=area)
    _upgrade(db.make_engine(Settings.load(os.environ).database_url))
    click.echo(f"Ready. Keep {path.name} out of every backup that holds the database.")


@click.group("db")
def database() -> None:
    """Look after the database."""


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the shape this release expects."""
    _upgrade(db.make_engine(Settings.load(os.environ).database_url))


@click.command("serve")
def serve() -> None:
    """Serve an installation. Refuses a demo folder, weak secrets and an unguarded audit log."""
    settings = Settings.load(os.environ)
    settings.refuse_demo()
    if settings.tls:
        raise click.ClickException("SAFEPLAN_TLS is for trying the demo on a tablet. Put your own proxy in front.")
    _serve(settings)


def _upgrade(engine: Engine) -> None:
    try:
        upgrade(engine)
    except CannotUpgrade as refused:
        raise click.ClickException(str(refused)) from None


def _serve(settings: Settings) -> None:
    from safeplan.web.serving import run

    run(settings)


@click.command("demo")
@click.option("--serve", "and_serve", is_flag=True, help="Serve it when it is ready.")
def demo(and_serve: bool) -> None:
    """Make a folder with demo people (once), print their accounts, and serve it if asked."""
    settings = _demo_folder()
    if and_serve:
        sys.stdout.flush()
        _serve(settings)


@click.command("dev")
def dev() -> None:
    """Serve the demo from a checkout while it is worked on: what is saved is built and drawn again by itself."""
    if data_root().name == "_data":
        raise click.ClickException("This is an installed copy; only a checkout is worked on.")
    settings = _demo_folder()
    sys.stdout.flush()
    from safeplan.web.dev import run

    run(settings)


def _demo_folder() -> Settings:
    """Return the settings of a folder with demo people, made now where there is none, and print their accounts."""
    from safeplan.demo.making import ACCOUNTS, make_demo

    data = data_folder(os.environ)
    if (data / "settings.toml").exists() and not (data / DEMO_MARK).exists():
        raise click.ClickException("SAFEPLAN_DATA holds a real installation. Name another folder for the demo.")
    write_settings(data, demo=True, area="Northfield")
    settings = Settings.load(os.environ)
    engine = db.make_engine(settings.database_url)
    _upgrade(engine)
    engine.dispose()
    make_demo(settings)
    click.echo("Demo people only. Sign in with one of these; the passphrase is the same for all:")
    for line in ACCOUNTS:
        click.echo(f"  {line}")
    return settings


commands: list[click.Command] = [init, database, serve, demo, dev]
