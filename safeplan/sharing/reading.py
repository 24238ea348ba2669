"""Puts an entry into words for pages drawn by the server: its heading, and each answer under its question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from safeplan import catalogue, entries, names, rules
from safeplan.dates import day_words, moment_words, month_words
from safeplan.entries.spec import Spec

#: Strokes of a pen: said to be there, never printed as numbers.
DRAWN = ("drawing", "drawn")
#: What an entry is mainly about, in the order tried.
MAIN = ("what", "words", "name", "effect", "what_words")

_SPOKEN: Mapping[str, Callable[[str], str]] = {"day": day_words, "month": month_words, "moment": moment_words}


@dataclass(frozen=True)
class Passage:
    """An entry as it is read: what it is, what it mainly says, then (question, answer) in the form's order."""

    kind: str
    title: str
    main: str
    lines: tuple[tuple[str, str], ...]


class Reader:
    """Reads entries with the names that the reader would know: those in the entries given, and staff."""

    def __init__(self, known: Iterable[Mapping[str, Any]], staff: Mapping[str, str]) -> None:
        self.staff = staff
        self.entries = {entry["entry"]: entry for entry in known}
        self.family = family_names(self.entries.values())

    def passage(self, entry: Mapping[str, Any]) -> Passage:
        """Return one entry in words; where two heads differ, the one that holds."""
        data, specs = holding_data(entry), entries.kind_class(entry["kind"]).specs()
        title = entries.kind_class(entry["kind"]).info.title
        main = next((name for name in MAIN if name in specs and data[name]), "")
        lines = []
        for name, spec in specs.items():
            words = "" if name == main or not spec.shown(data) else self._words(name, spec, data[name])
            if words:
                lines.append((spec.label, words))
        said = self._words(main, specs[main], data[main]) if main else ""
        return Passage(entry["kind"], title, said, tuple(lines))

    def _name(self, entry: str) -> str:
        """Return a short name for an entry that another one points to; "" if the reader would not have it."""
        found = self.entries.get(entry)
        if found is None:
            return ""
        if entry in self.family:
            return self.family[entry]
        data = holding_data(found)
        return str(next((data[name] for name in MAIN if data.get(name)), ""))

    def _words(self, name: str, spec: Spec, value: Any) -> str:
        if not value:
            return ""
        if name in DRAWN:
            return "a drawing"
        if spec.type == "codes":
            return self._codes(spec, value)
        if spec.type == "refs":
            return self._refs(value)
        return self._items(spec, value) if spec.type == "items" else self._one(spec, str(value))

    def _one(self, spec: Spec, value: str) -> str:
        if spec.type == "code":
            return catalogue.load().label(spec.list, value)
        if spec.type == "ref":
            return self._name(value)
        if spec.type == "person":
            return self.staff.get(value, "")
        return _SPOKEN.get(spec.type, str)(value)

    def _codes(self, spec: Spec, value: Iterable[str]) -> str:
        return ", ".join(catalogue.load().label(spec.list, one) for one in value)

    def _refs(self, value: Iterable[str]) -> str:
        return ", ".join(filter(None, (self._name(one) for one in value)))

    def _items(self, spec: Spec, value: Iterable[Mapping[str, Any]]) -> str:
        rows = ([self._words(name, row, item[name]) for name, row in spec.rows.items()] for item in value)
        return "; ".join(" ".join(filter(None, row)) for row in rows)


def holding_data(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of the head that holds."""
    heads = [head for head in entry["heads"] if not head["withdrawn"]] or entry["heads"]
    fields = entries.schema()[entry["kind"]]["fields"] if len(heads) > 1 else []
    data: dict[str, Any] = rules.holding(heads, fields)["data"]
    return data


def family_names(gathered: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what each of the family is called, by entry, told apart from all the others."""
    found = [(entry["entry"], holding_data(entry)) for entry in gathered if entry["kind"] == "family_member"]
    called = names.called((str(data["name"]), str(data["born"] or data.get("due") or "")) for _, data in found)
    return dict(zip((entry for entry, _ in found), called, strict=True))


def standing(gathered: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Leave out entries that everybody who wrote them has withdrawn."""
    return [entry for entry in gathered if any(not head["withdrawn"] for head in entry["heads"])]


def listed(words: Iterable[str]) -> str:
    """Return "Grace, Noah and Ella"."""
    all_words = list(words)
    if len(all_words) < 2:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} and {all_words[-1]}"


def lowered(words: str) -> str:
    """Return words as they stand inside a sentence: only the first letter changes, names stay names."""
    return words[:1].lower() + words[1:]


def counted(number: int, one: str, many: str) -> str:
    """Return "1 action" or "8 actions"."""
    return f"{number} {one if number == 1 else many}"
