"""Plans made at random from the forms: whatever is written, browser and server advise the same."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from safeplan.entries import schema
from safeplan.rules import LISTS, STAGES, Asking, evaluate, export, facts, stops
from safeplan.rules.book import load

ROOT = Path(__file__).parents[3]
PLANS = 120
TEXTS = [
    "",
    "Takes her bank card",
    "WON’T let him in",
    "IDVA will remind  Grace",
    "Volatile relationship",
    "İ – été ‘x’",
]
DAYS = ["", "2026-11-20", "2026-12-06", "2026-12-07", "2019-02-28", "2026-02-30", "not a day"]


def _value(field: dict[str, Any], chance: random.Random, ids: list[str]) -> Any:
    codes = [code for code in field["caution"] if code] or _codes(field)
    many = chance.sample(ids, min(len(ids), chance.randint(0, 3))) if field["type"] == "refs" else []
    match field["type"]:
        case "text":
            return chance.choice(TEXTS)
        case "code":
            return chance.choice(["", *codes])
        case "codes":
            return chance.sample(codes, min(len(codes), chance.randint(0, 3)))
        case "ref":
            return chance.choice(["", *ids])
        case "refs":
            return many
        case "items":
            rows = range(chance.randint(0, 2))
            return [{row["name"]: _value(row, chance, ids) for row in field["rows"]} for _ in rows]
        case _:
            return chance.choice(DAYS)


def _codes(field: dict[str, Any]) -> list[str]:
    from safeplan import catalogue

    return list(catalogue.load().codes(field["list"])) if field["list"] else ["x"]


def random_plan(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    kinds, count = schema(), chance.randint(0, 25)
    ids = [f"{at:02d}" for at in range(count)]
    rules = [rule.code for rule in load().rules]

    def head(kind: str) -> dict[str, Any]:
        data = {f["name"]: _value(f, chance, ids) for f in kinds[kind]["fields"] if chance.random() > 0.05}
        if kind == "rule_answer":
            data["rule"] = chance.choice(rules)
        gone = "mistake" if chance.random() < 0.15 else ""
        return {"seq": chance.randint(0, 9), "withdrawn": gone, "author_agency": "police", "data": data}

    entries = []
    for one in ids:
        kind = chance.choice([*sorted(LISTS.values()), "place", *["action", "behaviour", "family_member"] * 3])
        entries.append(
            {"entry": one, "kind": kind, "heads": [head(kind) for _ in range(chance.choice([1, 1, 1, 2, 3]))]}
        )
    plan = {"today": "2026-11-22", "stage": chance.choice(STAGES), "plan_agencies": ["council", "police"]}
    held = chance.choice([["plan"], ["plan", "risk"], ["plan", "risk", "child"], ["plan", "child"]])
    return {"plan": plan, "held": held, "entries": entries, "stops": {one: [] for one in ids}}


def test_the_browser_and_the_server_advise_the_same() -> None:
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/@marcbachmann/cel-js").is_dir():
        pytest.skip("needs Node.js and the browser's rule engine: run `make assets`")
    cases = [random_plan(seed) for seed in range(PLANS)]
    sent = json.dumps({"words": {"entries": schema(), "rules": export()}, "cases": cases})
    command = [node, "tests/vectors/run_rules.mjs"]
    run = subprocess.run(command, cwd=ROOT, input=sent, text=True, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    states = set()
    for case, answer in zip(cases, json.loads(run.stdout)["answers"], strict=True):
        found = facts(case["entries"], case["plan"])
        assert answer["facts"] == found
        assert answer["defined"] == Asking(found).facts
        results = evaluate(found, case["held"], found["stage"])
        assert answer["results"] == [{"rule": r.rule, "state": r.state, "items": list(r.items)} for r in results]
        assert answer["stops"] == {one: [r.rule for r in stops(found, one)] for one in case["stops"]}
        states |= {(result.rule, result.state) for result in results}
    # Random plans must reach the rules, or the two engines agree about nothing.
    reached = {rule for rule, state in states if state == "not_met"}
    # Which ones they reach changes with every field that is added: four of five is enough.
    assert len(reached) >= len(load().rules) * 0.8, sorted({rule.code for rule in load().rules} - reached)


def test_words_are_filled_as_text_and_never_show_a_brace() -> None:
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules/@marcbachmann/cel-js").is_dir():
        pytest.skip("needs Node.js and the browser's rule engine: run `make assets`")
    fills = [
        ["{parent} and {perpetrator}", {"parent": "Grace", "perpetrator": "$& <b>"}],
        ["{agency}: {what} for {child}", {}],
        ["{other}", {}],
    ]
    sent = json.dumps({"words": {"entries": schema(), "rules": export()}, "cases": [], "fills": fills})
    command = [node, "tests/vectors/run_rules.mjs"]
    run = subprocess.run(command, cwd=ROOT, input=sent, text=True, capture_output=True, check=True)
    assert json.loads(run.stdout)["fills"] == ["Grace and $& <b>", "The agency: this for the child", "This"]
