"""Every rule stays inside the small CEL, where both engines answer alike, and the reader refuses the rest."""

from __future__ import annotations

import pytest

from safeplan.entries import schema
from safeplan.rules import LISTS, load
from safeplan.rules.book import ITEM_FACTS, PLAN_FACTS, Definition, Rule, make_book, read_rule
from safeplan.rules.small_cel import NotSmallCel, parse, uses

BOOK = load()
EXPRESSIONS = [
    *((f"{d.list}.{d.name}", d.expression, d.list) for d in BOOK.definitions),
    *((f"{r.code}.when.{each}", r.when, each) for r in BOOK.rules for each in r.each or ("",)),
    *((f"{r.code}.test.{each}", r.test, each) for r in BOOK.rules for each in r.each or ("",)),
]

REFUSED = [
    "1 + 2 == 3",
    "size(actions) - 1 > 0",
    "'a' + item.what == 'ab'",
    "item.what.matches('a.*')",
    "item.what.contains('a')",
    "item.what.startsWith('a')",
    "item.what.size() > 3",
    "actions.filter(a, a.live) == []",
    "actions.map(a, a.id) == []",
    "actions.exists_one(a, a.live)",
    "size(actions.filter(a, a.live)) > 1",
    "size('text') > 2",
    "now() > today",
    "timestamp(today) > timestamp('2026-01-01')",
    "duration('1h') == duration('60m')",
    "int('1') == 1",
    "item.what <= 'b'",
    "item.what >= 'b'",
    "item.what < 'b'",
    "today > '2026-01-01'",
    "item['what'] == 'a'",
    "{'a': 'b'}.a == 'b'",
    "item.what == null",
    "size(actions) == 1.5",
    "item.count == 3",
    "3",
    "size(actions)",
    "days(today, item.expiry)",
    "!size(actions)",
    "'yes'",
    "['yes']",
    "has(item)",
    "has('a')",
    "mentions(item.what, item.list)",
    "mentions('a', 'mutual', 'x')",
    "mentions(item.what + '', 'mutual')",
    "[1, 2] == [1]",
    "item.a in [item.b]",
    "item.what == 'it\\'s'",
    "item.what == r'a'",
    "item.what == b'a'",
    "item.what == 'a' // why",
    "item.?what == 'a'",
    "-1 < size(actions)",
    "0x10 < size(actions)",
    "size(actions) > 1u",
    "a = b",
    "a == b == c d",
    "a & b",
    "a ? b",
    "a.exists(b.c, true)",
    "",
    "(a",
]


@pytest.mark.parametrize(("name", "expression", "each"), EXPRESSIONS, ids=[name for name, _, _ in EXPRESSIONS])
def test_every_expression_reads_only_what_every_item_has(name: str, expression: str, each: str) -> None:
    read = uses(parse(expression), frozenset(LISTS), each)
    assert read.facts <= PLAN_FACTS | set(LISTS)
    kinds = schema()
    for listed, fields in read.fields.items():
        derived = {d.name for d in BOOK.definitions if d.list == listed}
        form = {field["name"] for field in kinds[LISTS[listed]]["fields"]}
        assert fields <= form | derived | ITEM_FACTS, f"{name} reads a field that no form of {listed} has"


@pytest.mark.parametrize(("name", "expression", "each"), EXPRESSIONS, ids=[name for name, _, _ in EXPRESSIONS])
def test_a_list_is_read_as_a_list_and_a_word_as_a_word(name: str, expression: str, each: str) -> None:
    """Both engines answer `['licence'] == 'licence'` with a calm no, and a rule would sleep for ever."""
    read = uses(parse(expression), frozenset(LISTS), each)
    many = {
        (listed, field["name"])
        for listed, kind in LISTS.items()
        for field in schema()[kind]["fields"]
        if field["type"] in ("codes", "refs", "items")
    } | {(listed, "differs") for listed in LISTS}
    assert not read.as_value & many, name
    assert read.as_list <= many, name


@pytest.mark.parametrize("expression", REFUSED)
def test_refuses_what_the_engines_may_answer_differently(expression: str) -> None:
    with pytest.raises(NotSmallCel):
        parse(expression)


def _rule(**changes: object) -> Rule:
    row = {
        "code": "x",
        "group": "",
        "title": "",
        "short": "",
        "answers": "",
        "stage": "full",
        "order": 1,
        "needs": ["plan"],
    }
    row |= {"each": "actions", "when": "true", "test": "true", "ask": "", "words": "", "button": {}, "mends": []}
    return read_rule({**row, "hurt": "", **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"test": "item.matches('x')"},
        {"test": "other.exists(a, a.live)"},
        {"test": "mentions(item.what, 'no_such_list')"},
        {"test": "actions.exists(actions, true)"},
        {"when": "clock == 'now'"},
        {"each": "", "test": "item.live"},
        {"stage": "later"},
        {"each": "people"},
    ],
)
def test_a_book_with_a_rule_outside_it_does_not_load(changes: dict[str, object]) -> None:
    make_book((_rule(),), (), BOOK.phrases)
    with pytest.raises(ValueError):  # noqa: PT011 - NotSmallCel is one
        make_book((_rule(**changes),), (), BOOK.phrases)


def test_a_definition_outside_it_does_not_load() -> None:
    with pytest.raises(NotSmallCel):
        make_book((), (Definition("actions", "late", "", "now() == today"),), BOOK.phrases)
