"""What tests of the web use: Priya, who leads plans, and the database as somebody at the server sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from safeplan import db
from tests.client import PersonClient


@pytest.fixture
def sql(app) -> Callable[..., Any]:
    """Return `sql("SELECT …", id=…)`: rows, or how many a write changed; as somebody at the server would."""

    def run(statement: str, **values: Any) -> Any:
        with app.extensions[db.EXTENSION].engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return [tuple(row) for row in found] if found.returns_rows else found.rowcount

    return run


@pytest.fixture
def priya(as_person: Callable[[str], PersonClient]) -> PersonClient:
    return as_person("priya")
