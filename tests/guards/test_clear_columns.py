"""Every column of every table is sealed or stands in a list with the reason why it is not."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

from sqlalchemy import LargeBinary, MetaData, String, Table, Text
from sqlalchemy.orm import mapped_column

from safeplan import schema
from safeplan.db import Base

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("clear_columns.toml")
SORTS = ("sealed", "bytes", "clear")
FEWEST_LETTERS = 3


def models() -> list[str]:
    found = sorted((ROOT / "safeplan").glob("*/models.py"))
    return [f"safeplan.{path.parent.name}.models" for path in found]


def metadata() -> MetaData:
    for module in models():
        import_module(module)
    return Base.metadata


def complaints(tables: MetaData, written: dict[str, dict[str, dict[str, str]]]) -> list[str]:
    """One sentence for each column that is not accounted for, or not as it is."""
    found = {(table.name, column.name): column.type for table in tables.tables.values() for column in table.columns}
    listed = {
        (table, column): (sort, why)
        for table, sorts in written.items()
        for sort, columns in sorts.items()
        for column, why in columns.items()
    }
    said = [
        f"{table}.{column} is in no list: seal it, or say in clear_columns.toml why it may be read by a thief."
        for table, column in found.keys() - listed.keys()
    ]
    said += [f"{t}.{c} is in clear_columns.toml and no longer exists." for t, c in listed.keys() - found.keys()]
    for (table, column), (sort, why) in listed.items():
        kind = found.get((table, column))
        if sort not in SORTS:
            said.append(f"{table}.{sort} is not one of {', '.join(SORTS)}.")
        elif kind is not None and isinstance(kind, LargeBinary) is (sort == "clear"):
            said.append(f"{table}.{column} holds {kind} and is listed under {sort}: bytes are sealed, or say why not.")
        if len(why.strip()) < FEWEST_LETTERS:
            said.append(f"{table}.{column} has no reason beside it.")
    return sorted(said)


def table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(TABLE.read_text("utf-8"))


def test_every_column_is_sealed_or_has_its_reason() -> None:
    said = complaints(metadata(), table())
    assert not said, "\n".join(said)


def test_every_package_s_tables_are_made_by_the_migrations() -> None:
    missing = set(models()) - set(schema.MODELS)
    assert not missing, f"{', '.join(sorted(missing))}: add it to safeplan.schema.MODELS, or its tables are never made."


def planted(name: str, *columns: mapped_column) -> MetaData:
    """Return today's tables and one more."""
    tables = MetaData()
    for one in metadata().tables.values():
        one.to_metadata(tables)
    Table(name, tables, *columns)
    return tables


def test_a_planted_column_of_words_is_noticed() -> None:
    said = complaints(planted("planted", mapped_column("childs_name", String(40)).column), table())
    expected = "seal it, or say in clear_columns.toml why it may be read by a thief."
    assert said == [f"planted.childs_name is in no list: {expected}"]


def test_words_declared_sealed_but_kept_as_text_are_noticed() -> None:
    tables = planted("planted", mapped_column("words", Text).column)
    [said] = complaints(tables, {**table(), "planted": {"sealed": {"words": "the compartment's key"}}})
    assert said.startswith("planted.words holds TEXT and is listed under sealed")


def test_a_column_without_a_reason_is_noticed() -> None:
    tables = planted("planted", mapped_column("words", Text).column)
    assert complaints(tables, {**table(), "planted": {"clear": {"words": " "}}}) == [
        "planted.words has no reason beside it."
    ]
