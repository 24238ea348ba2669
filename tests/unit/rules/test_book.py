"""The words of the rules: short, about the plan or an agency, with buttons that open what exists."""

from __future__ import annotations

import re
from typing import Any

import pytest

from safeplan import catalogue
from safeplan.entries import schema
from safeplan.rules import LISTS, RULES, STAGES, Rule, export

PLACEHOLDERS = {"perpetrator", "parent", "child", "agency", "what"}
OPENS = {"new", "item", "section", "sharing"}
CLASSES = {entry["compartment"] for entry in schema().values()}

each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])


@each_rule
def test_a_card_is_short_and_calm(rule: Rule) -> None:
    for text in (rule.ask, rule.words):
        assert 0 < len(text.split()) <= 24, text
        assert text[0].isupper() or text[0] == "{"
        assert text[-1] in ".?"
    said = " ".join((rule.title, rule.short, rule.ask, rule.words, rule.button["label"]))
    assert "!" not in said
    assert not re.search(
        r"\b(please|simply|oops|score|per cent|mum|victim|perpetrator(?!\}))\b", said, re.IGNORECASE
    ), said
    assert not re.search(r"[\"“”]", said), "the inspectors are quoted in `answers`, nowhere else"


@each_rule
def test_a_card_never_makes_the_parent_or_the_worker_its_subject(rule: Rule) -> None:
    for text in (rule.ask, rule.words):
        for sentence in re.split(r"(?<=[.?:])\s+", text):
            fault = f"{rule.code} says {sentence!r}: in its `ask` and `words` say what others do"
            assert not sentence.startswith("{parent} "), f"{fault}, and begin with somebody else than the parent."
            assert not re.search(r"\byou(r)?\b", sentence, re.IGNORECASE), f"{fault}, without “you”."


@each_rule
def test_a_card_names_only_what_can_be_filled_in(rule: Rule) -> None:
    for text in (rule.ask, rule.words, rule.button["label"]):
        assert set(re.findall(r"\{(\w*)\}", text)) <= PLACEHOLDERS
    assert not re.search(r"[{}]", rule.title + rule.short), "the manager's grid shows no names"


@each_rule
def test_the_managers_column_says_what_is_there_when_it_is_met(rule: Rule) -> None:
    """ "Nothing asked ● met" would say the opposite of what it means."""
    assert not re.search(r"^(no|nothing)\b|\b(cannot|open)\b(?! it)|\bnot \w+ed$", rule.short, re.IGNORECASE), (
        rule.short
    )


@each_rule
def test_the_button_opens_something_that_exists(rule: Rule) -> None:
    kinds, button = schema(), rule.button
    assert set(button) == {"label", "kind", "opens", "preset"}
    assert button["opens"] in OPENS
    assert button["kind"] in kinds or button["opens"] in ("item", "sharing")
    assert set(rule.mends) <= set(kinds)
    fields = {field["name"]: field for field in kinds.get(button["kind"], {"fields": []})["fields"]}
    for name, value in button["preset"].items():
        _fits(fields[name], value)


def _fits(field: dict[str, Any], value: Any) -> None:
    if field["type"] == "code" and value:
        assert catalogue.load().knows(field["list"], value), f"{field['name']}: {value}"
    elif field["type"] in ("ref", "refs"):
        assert value in ("{item}", ["{item}"])


@each_rule
def test_a_rule_names_what_it_needs_and_what_could_go_wrong(rule: Rule) -> None:
    kinds = schema()
    assert set(rule.needs) <= CLASSES
    assert {kinds[LISTS[name]]["compartment"] for name in rule.each} <= set(rule.needs)
    assert rule.stage in STAGES
    assert rule.answers
    assert rule.hurt
    assert rule.seen_with == "me"


def test_there_are_four_stops_and_they_come_first() -> None:
    stops = [rule.code for rule in RULES if rule.stop]
    assert stops == ["stop_mark", "stop_checker", "stop_telling", "stop_ending"]
    assert [rule.code for rule in RULES[:4]] == stops


def test_the_first_way_to_explore_control_is_to_ask_the_agencies() -> None:
    rule = next(rule for rule in RULES if rule.code == "control_unexplored")
    assert rule.button["preset"]["owner"] == "agency"
    assert rule.mends[0] == "action"


def test_no_two_rules_are_asked_in_the_same_place() -> None:
    places: dict[int, list[str]] = {}
    for rule in RULES:
        places.setdefault(rule.order, []).append(rule.code)
    twice = {order: codes for order, codes in places.items() if len(codes) > 1}
    free = min(order for order in range(100, 1000, 5) if order not in places)
    assert not twice, f"{twice}: give one of each another `order` in safeplan/rules/*.toml; {free} is free."


def test_what_the_browser_is_given_is_plain_json() -> None:
    def plain(value: Any) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(inner) for key, inner in value.items())
        if isinstance(value, (list, tuple)):
            return all(plain(inner) for inner in value)
        return isinstance(value, (str, bool, int))

    given = export()
    assert plain(given)
    assert [rule["code"] for rule in given["rules"]] == [rule.code for rule in RULES]
