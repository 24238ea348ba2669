"""`safeplan audit …`: check every chain, and note how long each one is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from safeplan.audit import service
from safeplan.config import Settings
from safeplan.db import Database


@click.group()
def audit() -> None:
    """The record of who did what."""


@audit.command("verify")
def verify() -> None:
    """Check every row of the record; name the first that does not hold."""
    with _session() as session:
        bad = service.verify(session)
    if bad is None:
        click.echo("Every row holds.")
        return
    click.echo(f"{bad.stream} row {bad.seq}: {bad.fault}", err=True)
    raise SystemExit(1)


@audit.command("checkpoint")
def checkpoint() -> None:
    """Note every chain's length and value, and print them to be kept elsewhere."""
    with _session() as session:
        points = [(point.stream, point.seq, bytes(point.chain).hex()) for point in service.checkpoint(session)]
    for stream, seq, chain in points:
        click.echo(f"{stream} {seq} {chain}")


@contextmanager
def _session() -> Iterator[Session]:
    database = Database(Settings.load(os.environ).database_url)
    try:
        with database.sessions.begin() as session:
            yield session
    finally:
        database.engine.dispose()


commands: list[click.Command] = [audit]
