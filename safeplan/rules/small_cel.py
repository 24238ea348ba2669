"""Read a rule's expression and refuse everything that the two rule engines might not answer alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

#: Our own functions and how many values each takes. `size` takes a list only.
FUNCTIONS: Mapping[str, int] = {"days": 2, "before": 2, "mentions": 2, "size": 1, "has": 1}
MACROS = frozenset({"exists", "all"})
_COUNTS = frozenset({"size", "days"})
_COMPARES = frozenset({"<", ">", "==", "!="})
#: Words of the full language that must not pass as names here.
_RESERVED = frozenset({"null", "timestamp", "duration", "type", "dyn", "map", "filter"})

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'[^'\\\n]*'|\"[^\"\\\n]*\")|(?P<number>\d+(?![\w.]))|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<mark>==|!=|&&|\|\||[<>!?:.,()\[\]])(?!=))"
)


class NotSmallCel(ValueError):
    """The expression uses something outside the small CEL; the message names it."""


@dataclass(frozen=True)
class Node:
    """One part of a parsed expression: what it is, its word, and its parts."""

    kind: str  # name, field, string, number, bool, list, call, macro, not, choice, or an operator
    word: str = ""
    parts: tuple[Node, ...] = field(default=())


def parse(source: str) -> Node:
    """Return the expression as a tree; raise NotSmallCel for anything that is not small CEL."""
    reader = _Reader(_tokens(source), source)
    tree = reader.choice()
    if reader.kind() != "end":
        raise NotSmallCel(f"unexpected {reader.word()!r} in: {source}")
    # The whole must be a yes or a no, so it is checked as if something negated it.
    _check_values(Node("not", "!", (tree,)), source)
    if tree.kind in ("string", "list"):
        raise NotSmallCel(f"this is not a yes or a no: {source}")
    return tree


def _tokens(source: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at, text = 0, source.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotSmallCel(f"cannot read {text[at : at + 12]!r} in: {source}")
        kind = str(match.lastgroup)
        tokens.append((kind, match.group(kind)))
        at = match.end()
    return [*tokens, ("end", "")]


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: list[tuple[str, str]], source: str) -> None:
        self._tokens, self._at, self._source = tokens, 0, source

    def kind(self) -> str:
        return self._tokens[self._at][0]

    def word(self) -> str:
        return self._tokens[self._at][1]

    def _take(self, word: str) -> bool:
        if self.word() == word and self.kind() in ("mark", "name"):
            self._at += 1
            return True
        return False

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise NotSmallCel(f"expected {word!r}, found {self.word()!r} in: {self._source}")

    def _next(self, kind: str) -> str:
        if self.kind() != kind:
            raise NotSmallCel(f"expected a {kind}, found {self.word()!r} in: {self._source}")
        self._at += 1
        return self._tokens[self._at - 1][1]

    def choice(self) -> Node:
        test = self._chain("||")
        if not self._take("?"):
            return test
        yes = self.choice()
        self._need(":")
        return Node("choice", "?:", (test, yes, self.choice()))

    def _chain(self, operator: str) -> Node:
        lower = self._relation if operator == "&&" else lambda: self._chain("&&")
        parts = [lower()]
        while self._take(operator):
            parts.append(lower())
        return parts[0] if len(parts) == 1 else Node(operator, operator, tuple(parts))

    def _relation(self) -> Node:
        left = self._unary()
        for operator in ("==", "!=", "<", ">", "in"):
            if self._take(operator):
                return Node(operator, operator, (left, self._unary()))
        return left

    def _unary(self) -> Node:
        if self._take("!"):
            return Node("not", "!", (self._unary(),))
        return self._after_dots()

    def _after_dots(self) -> Node:
        node = self._first()
        while self._take("."):
            name = self._next("name")
            if not self._take("("):
                node = Node("field", name, (node,))
            elif name in MACROS:
                variable = Node("name", self._next("name"))
                self._need(",")
                node = Node("macro", name, (node, variable, self.choice()))
                self._need(")")
            else:
                raise NotSmallCel(f"{name}() is not part of the small CEL: {self._source}")
        return node

    def _first(self) -> Node:
        kind, word = self.kind(), self.word()
        if self._take("("):
            inner = self.choice()
            self._need(")")
            return inner
        if self._take("["):
            return self._list()
        self._at += 1
        if kind == "string":
            return Node("string", word[1:-1])
        if kind == "number":
            return Node("number", word)
        if kind != "name":
            raise NotSmallCel(f"unexpected {word!r} in: {self._source}")
        if word in _RESERVED:
            raise NotSmallCel(f"{word} is not part of the small CEL: {self._source}")
        if word in ("true", "false"):
            return Node("bool", word)
        return self._call(word) if self._take("(") else Node("name", word)

    def _list(self) -> Node:
        words = [Node("string", self._next("string")[1:-1])]
        while self._take(","):
            words.append(Node("string", self._next("string")[1:-1]))
        self._need("]")
        return Node("list", "", tuple(words))

    def _call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise NotSmallCel(f"{name}() is not part of the small CEL: {self._source}")
        parts = [self.choice()]
        while self._take(","):
            parts.append(self.choice())
        self._need(")")
        if len(parts) != FUNCTIONS[name]:
            raise NotSmallCel(f"{name}() takes {FUNCTIONS[name]} values: {self._source}")
        return Node("call", name, tuple(parts))


def _check_values(node: Node, source: str) -> None:
    """Counts and numbers stand only beside each other, and each of our functions takes what both engines take."""
    counted = [part.kind == "call" and part.word in _COUNTS for part in node.parts]
    numbers = [part.kind == "number" for part in node.parts]
    compares = node.kind in _COMPARES and any(counted) and all(c or n for c, n in zip(counted, numbers, strict=True))
    if not compares and (node.kind in ("<", ">") or any(counted) or any(numbers)):
        raise NotSmallCel(f"a count is compared with a number, and nothing else is: {source}")
    if node.kind == "call" and not _TAKES[node.word](node):
        raise NotSmallCel(f"{node.word}() does not take that: {source}")
    for part in node.parts:
        _check_values(part, source)


_TAKES: Mapping[str, Callable[[Node], bool]] = {
    "size": lambda call: call.parts[0].kind in ("name", "field"),
    "has": lambda call: call.parts[0].kind == "field",
    "mentions": lambda call: call.parts[0].kind == "field" and call.parts[1].kind == "string",
    "days": lambda call: all(part.kind in ("name", "field", "string") for part in call.parts),
    "before": lambda call: all(part.kind in ("name", "field", "string") for part in call.parts),
}


@dataclass
class Uses:
    """What an expression reads: plan facts by name, fields by list, phrase lists by name."""

    facts: set[str] = field(default_factory=set)
    fields: dict[str, set[str]] = field(default_factory=dict)
    phrases: set[str] = field(default_factory=set)
    #: (list, field) that the expression takes for a list, and for a single value.
    as_list: set[tuple[str, str]] = field(default_factory=set)
    as_value: set[tuple[str, str]] = field(default_factory=set)

    def add(self, other: Uses) -> None:
        """Take in what another expression reads."""
        self.facts |= other.facts
        self.phrases |= other.phrases
        self.as_list |= other.as_list
        self.as_value |= other.as_value
        for name, fields in other.fields.items():
            self.fields.setdefault(name, set()).update(fields)


def uses(tree: Node, lists: frozenset[str], each: str = "") -> Uses:
    """Return what `tree` reads when `item` stands for one entry of the list `each` ("" = no item).

    Raises NotSmallCel when a name is neither a fact nor a variable in scope.
    """
    found = Uses()
    _walk(tree, {"item": each} if each else {}, lists, found)
    return found


def _walk(node: Node, scope: dict[str, str], lists: frozenset[str], found: Uses, listed: bool = False) -> None:
    if node.kind == "name" and node.word not in scope:
        found.facts.add(node.word)
        if node.word in lists:
            found.fields.setdefault(node.word, set())
    elif node.kind == "field":
        _field(node, scope, lists, found, listed)
    elif node.kind == "macro":
        over, variable, test = node.parts
        if variable.word in scope or variable.word in lists:
            raise NotSmallCel(f"the name {variable.word!r} is taken")
        _walk(over, scope, lists, found, True)
        _walk(test, {**scope, variable.word: over.word if over.kind == "name" else ""}, lists, found)
    else:
        if node.kind == "call" and node.word == "mentions":
            found.phrases.add(node.parts[1].word)
        for at, part in enumerate(node.parts):
            inside = (node.kind == "in" and at == 1) or (node.kind == "call" and node.word == "size")
            _walk(part, scope, lists, found, inside)


def _field(node: Node, scope: dict[str, str], lists: frozenset[str], found: Uses, listed: bool) -> None:
    holder = node.parts[0]
    if holder.kind != "name" or holder.word not in scope:
        raise NotSmallCel(f"no such thing to ask for .{node.word}")
    if scope[holder.word] in lists:
        found.fields.setdefault(scope[holder.word], set()).add(node.word)
        (found.as_list if listed else found.as_value).add((scope[holder.word], node.word))
