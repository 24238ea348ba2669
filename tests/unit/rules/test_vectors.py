"""The same vectors, starting from heads, through both engines; and proof that each vector holds its rule in place."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from safeplan import catalogue
from safeplan.entries import schema
from safeplan.rules import LISTS, Asking, Book, evaluate, export, facts, load, stops
from safeplan.rules.book import make_book
from safeplan.rules.evaluate import Engine

ROOT = Path(__file__).parents[3]
BOOK = load()
Case = Mapping[str, Any]


def _cases() -> list[tuple[str, Case]]:
    folder = ROOT / "tests/vectors/rules"
    return [
        (f"{path.stem}: {case['name']}", case)
        for path in sorted(folder.glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))
    ]


CASES = _cases()


def _answers(case: Case, engine: Engine | None = None) -> dict[str, dict[str, Any]]:
    found = facts(case["entries"], case["plan"])
    results = evaluate(found, case["held"], found["stage"], engine)
    return {result.rule: {"state": result.state, "items": list(result.items)} for result in results}


def _items(case: Case, engine: Engine | None = None) -> dict[str, dict[str, Any]]:
    """What the definitions say of each item the vector names, as far as it names it."""
    found = Asking(facts(case["entries"], case["plan"]), engine).facts
    by_id = {item["id"]: item for name in LISTS for item in found[name]}
    return {entry: {name: by_id[entry][name] for name in wanted} for entry, wanted in case.get("items", {}).items()}


@pytest.fixture(scope="module")
def browser() -> list[dict[str, Any]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node.js here to run the browser's half of the vectors")
    if not (ROOT / "node_modules/@marcbachmann/cel-js").is_dir():
        pytest.skip("the browser's rule engine is not installed: run `make assets`")
    words = {"entries": schema(), "rules": export(), "catalogue": catalogue.load().export()}
    sent = {"words": words, "cases": [case for _, case in CASES]}
    run = subprocess.run(
        [node, "tests/vectors/run_rules.mjs"],
        cwd=ROOT,
        input=json.dumps(sent),
        text=True,
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return list(json.loads(run.stdout)["answers"])


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_the_server_answers_as_the_vector_says(name: str, case: Case) -> None:
    answers = _answers(case)
    assert {code: answers[code] for code in case["expect"]} == case["expect"]
    assert _items(case) == case.get("items", {})
    found = facts(case["entries"], case["plan"])
    assert {e: [r.rule for r in stops(found, e)] for e in case.get("stops", {})} == case.get("stops", {})


def test_the_browser_gives_every_answer_the_server_gives(browser: list[dict[str, Any]]) -> None:
    for (name, case), answer in zip(CASES, browser, strict=True):
        found = facts(case["entries"], case["plan"])
        assert answer["facts"] == found, name
        assert answer["defined"] == Asking(found).facts, name
        results = {one.pop("rule"): one for one in answer["results"]}
        assert results == _answers(case), name
        assert answer["stops"] == case.get("stops", {}), name


def test_every_action_is_drawn_as_the_rules_say(browser: list[dict[str, Any]]) -> None:
    """Chip, cell and bar, by the functions that every screen calls."""
    shown = [(name, case, one["drawn"]) for (name, case), one in zip(CASES, browser, strict=True) if "drawn" in case]
    assert len(shown) >= 4
    for name, case, drawn in shown:
        assert drawn["actions"] == case["drawn"], name
        assert drawn["balance"] == case["balance"], name


def test_every_rule_has_a_vector_that_fails_it_and_one_that_passes_it() -> None:
    states = {(code, wanted["state"]) for _, case in CASES for code, wanted in case["expect"].items()}
    for rule in BOOK.rules:
        assert (rule.code, "not_met") in states, f"{rule.code}: no vector fails it"
        assert (rule.code, "met") in states, f"{rule.code}: no vector passes it"


def _noticed(book: Book, codes: set[str] | None = None) -> bool:
    """Whether some vector gives another answer with this book."""
    engine = Engine(book)
    for _, case in CASES:
        if codes is not None and not codes & set(case["expect"]):
            continue
        answers = _answers(case, engine)
        if any(answers[code] != wanted for code, wanted in case["expect"].items()):
            return True
        if codes is None and _items(case, engine) != case.get("items", {}):
            return True
    return False


CHANGES = [
    (rule.code, part, to)
    for rule in BOOK.rules
    for part, to in (("test", "true"), ("test", "false"), ("when", "true"), ("when", "false"))
    if getattr(rule, part) != to
]


@pytest.mark.parametrize(("code", "part", "to"), CHANGES)
def test_a_rule_that_stopped_working_would_be_noticed(code: str, part: str, to: str) -> None:
    changed = tuple(replace(rule, **{part: to}) if rule.code == code else rule for rule in BOOK.rules)
    assert _noticed(make_book(changed, BOOK.definitions, BOOK.phrases), {code})


@pytest.mark.parametrize("to", ["true", "false"])
@pytest.mark.parametrize("at", range(len(BOOK.definitions)), ids=[d.name for d in BOOK.definitions])
def test_a_definition_that_stopped_working_would_be_noticed(at: int, to: str) -> None:
    definitions = list(BOOK.definitions)
    definitions[at] = replace(definitions[at], expression=to)
    assert _noticed(make_book(BOOK.rules, tuple(definitions), BOOK.phrases))
