"""Brings a database to the shape this release expects."""

from __future__ import annotations

from importlib import import_module

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from safeplan import data_root

MODELS = (
    "safeplan.agencies.models",
    "safeplan.accounts.models",
    "safeplan.audit.models",
    "safeplan.plans.models",
    "safeplan.devices.models",
    "safeplan.sharing.models",
)


class CannotUpgrade(Exception):
    """This database cannot be brought to the shape this release expects; the message says why and what to do."""


def gather_models() -> None:
    """Import every package's tables, so that the metadata is whole."""
    for module in MODELS:
        import_module(module)


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(data_root() / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing; nothing happens on a database that is up to date, or raise CannotUpgrade."""
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "head")
        connection.commit()
