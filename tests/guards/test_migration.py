"""The migrations make the tables the models describe: what is tested is what an installation has."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table

from safeplan import db
from safeplan.schema import gather_models, upgrade


def differences(url: str, metadata: MetaData) -> list[object]:
    engine = db.make_engine(url)
    upgrade(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    return list(found)


def test_the_migrations_make_what_the_models_describe(tmp_path):
    gather_models()
    assert differences(f"sqlite:///{tmp_path / 'fresh.db'}", db.Base.metadata) == []


def test_a_table_without_a_migration_would_be_noticed(tmp_path):
    gather_models()
    metadata = MetaData()
    for table in db.Base.metadata.tables.values():
        table.to_metadata(metadata)
    Table("forgotten", metadata, Column("id", Integer, primary_key=True))
    found = differences(f"sqlite:///{tmp_path / 'fresh.db'}", metadata)
    assert [kind for kind, *_ in found] == ["add_table"]  # type: ignore[misc]
