"""Every field stands in a table with its compartment, view and copy flag; nothing slips in unseen."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safeplan import entries
from safeplan.entries import Entry, Kind
from safeplan.entries.fields import text
from safeplan.entries.kinds.actions import Action

TABLE = Path(__file__).with_name("field_table.toml")

# The only words that may reach the person causing harm. Anything else could carry what a child or a parent said.
MAY_BE_COPIED = {"action.owner", "action.what", "action.from_day", "action.until_day"}
# Anybody in the room may see these; a name, an age, and whether a baby crawls.
MAY_BE_SEEN_BY_ANYBODY = {
    f"family_member.{name}" for name in ("name", "role", "born", "born_part", "due", "moves_about")
}


def rows(kinds: Iterable[type[Entry]]) -> dict[str, dict[str, Any]]:
    """Kind and field to what the code says of it."""
    return {
        f"{cls.info.name}.{name}": {
            "kept": "+".join(cls.info.compartments),
            "seen_with": spec.seen_with,
            "copy": spec.copy,
        }
        for cls in kinds
        for name, spec in cls.specs().items()
    }


def complaints(kinds: Iterable[type[Entry]], table: dict[str, dict[str, Any]]) -> list[str]:
    """One sentence for each field on which the code and the table differ."""
    written = {f"{kind}.{name}": row for kind, fields in table.items() for name, row in fields.items()}
    found = rows(kinds)
    said = [
        f"{field} is not in field_table.toml: say where it is kept, who may see it and whether it may be copied."
        for field in found.keys() - written.keys()
    ]
    said += [f"{field} is in field_table.toml and no longer exists." for field in written.keys() - found.keys()]
    said += [
        f"{field} is {found[field]} in the code and {written[field]} in field_table.toml."
        for field in found.keys() & written.keys()
        if found[field] != written[field]
    ]
    return sorted(said)


def table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def test_every_field_stands_in_the_table() -> None:
    said = complaints(entries.KINDS.values(), table())
    assert not said, "\n".join(said)


def test_a_planted_field_is_noticed() -> None:
    class Planted(Action):
        """An action with one field nobody has thought about."""

        info = Kind("action", "plan", "Action", "Action")
        new_address = text("New address", seen_with="any", copy=True)

    kinds = [*(cls for name, cls in entries.KINDS.items() if name != "action"), Planted]
    assert complaints(kinds, table()) == [
        "action.new_address is not in field_table.toml: "
        "say where it is kept, who may see it and whether it may be copied."
    ]


def test_a_planted_change_and_a_forgotten_row_are_noticed() -> None:
    altered = table()
    altered["realism"]["words"]["copy"] = True
    altered["note"]["gone"] = altered["note"]["words"]
    said = complaints(entries.KINDS.values(), altered)
    assert len(said) == 2
    assert said[0] == "note.gone is in field_table.toml and no longer exists."
    assert said[1].startswith("realism.words is ")


def test_only_four_fields_may_reach_the_person_causing_harm() -> None:
    found = rows(entries.KINDS.values())
    assert {field for field, row in found.items() if row["copy"]} == MAY_BE_COPIED
    assert {field for field, row in found.items() if row["seen_with"] == "any"} == MAY_BE_SEEN_BY_ANYBODY


def test_nothing_outside_the_plan_compartment_is_copied_or_seen_by_anybody() -> None:
    for field, row in rows(entries.KINDS.values()).items():
        if row["kept"] != "plan":
            assert not row["copy"], field
            assert row["seen_with"] == "me", field
