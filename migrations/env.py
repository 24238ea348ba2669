"""Runs the migrations on the database that `safeplan db upgrade` names."""

from __future__ import annotations

from alembic import context

from safeplan.db import Base
from safeplan.schema import gather_models

gather_models()
connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=False)
with context.begin_transaction():
    context.run_migrations()
