"""What people are called, from the table that plan_names.test.mjs tries the browser with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safeplan import names

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/names.json").read_text(encoding="utf-8"))
FUNCTIONS = {"fold": names.fold, "first": names.first, "parts": names.parts, "called": names.called}
CASES = [(name, row) for name, rows in VECTORS.items() for row in rows]


@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}: {row[0]}" for name, row in CASES])
def test_a_person_has_one_name_on_every_page(name: str, row: list[Any]) -> None:
    asked, words = row
    assert FUNCTIONS[name](asked) == words
