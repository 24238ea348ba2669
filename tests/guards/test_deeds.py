"""Every deed that the audit log records has words: a log that shows codes is read by nobody."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from safeplan import catalogue
from safeplan.audit.presenters import ACTIONS, LISTS

ROOT = Path(__file__).resolve().parents[2] / "safeplan"
# What these are told to record: the position of the action among their arguments, or its name.
RECORDERS = {"record": 2, "did": 2}
NAMED = "action"


def deeds(text: str) -> Iterator[str]:
    """Yield each action that a module records by name, wherever in it."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        told = [word.value for word in node.keywords if word.arg == NAMED]
        if name in RECORDERS and len(node.args) > RECORDERS[name]:
            told.append(node.args[RECORDERS[name]])
        yield from (one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str))


def wordless(files: Mapping[str, str], words: Mapping[str, str]) -> list[str]:
    """One sentence for each deed without words."""
    return sorted(
        f"{name} records {deed!r}: say in ACTIONS of safeplan/audit/presenters.py what somebody did, and, if its code "
        "is of a list, which list in LISTS."
        for name, text in files.items()
        for deed in set(deeds(text)) - words.keys()
    )


def sources() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py"))}


def test_every_deed_has_words() -> None:
    said = wordless(sources(), ACTIONS)
    assert not said, "\n".join(said)


def test_every_list_of_codes_exists() -> None:
    assert set(LISTS.values()) <= set(catalogue.load().lists)
    assert LISTS.keys() <= ACTIONS.keys()


def test_planted_faults_are_noticed() -> None:
    planted = 'record(session, actor, "diary-open", agency=a)\nget_plan(session, actor, id, action="diary")\n'
    assert [one.split(":")[0] for one in wordless({"diary.py": planted}, ACTIONS)] == [
        "diary.py records 'diary'",
        "diary.py records 'diary-open'",
    ]
