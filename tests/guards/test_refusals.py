"""Every refusal has a status, and every code that is given stands in the list of its class."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from safeplan import refusals
from safeplan.web import errors

ROOT = Path(__file__).resolve().parents[2] / "safeplan"
#: What else may be said by a class that repeats somebody else's code.
OPEN = {"Stopped"}


def classes() -> dict[str, type[refusals.Refused]]:
    """Return every class of refusal there is, by name."""
    for path in ROOT.rglob("errors.py"):
        import_module(".".join(["safeplan", *path.relative_to(ROOT).with_suffix("").parts]))
    found, todo = {}, [refusals.Refused]
    while todo:
        for one in todo.pop().__subclasses__():
            if one.__module__.startswith("safeplan."):
                found[one.__name__] = one
                todo.append(one)
    return found


def raised(text: str, names: dict[str, type[refusals.Refused]]) -> Iterator[tuple[str, str | None, int]]:
    """Yield (class, code, line) for each refusal made or raised; None for a code that is no plain text."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Raise) and node.exc is not None and not isinstance(node.exc, ast.Call):
            name = _name(node.exc)
            if name in names:
                yield name, names[name].reasons[0], node.lineno
        if isinstance(node, ast.Call) and (name := _name(node.func)) in names:
            said = node.args[0] if node.args else None
            if said is None or names[name].__init__ is not refusals.Refused.__init__:
                yield name, names[name].reasons[0], node.lineno
            else:
                yield name, said.value if isinstance(said, ast.Constant) else None, node.lineno


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def unknown(files: dict[str, str]) -> list[str]:
    """One sentence for each refusal whose code its class does not know."""
    names, said = classes(), []
    for file, text in files.items():
        for name, code, line in raised(text, names):
            if code not in names[name].reasons and name not in OPEN:
                said.append(f"{file}:{line} says {code!r}, which is not among the reasons of {name}: list it there.")
    return said


def without_status(names: dict[str, type[refusals.Refused]]) -> list[str]:
    return [name for name, one in names.items() if not issubclass(one, tuple(errors.STATUS))]


def files() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py"))}


def test_every_refusal_has_a_status() -> None:
    without = without_status(classes())
    assert not without, f"{without}: give it a row in STATUS of safeplan/web/errors.py."


def test_every_row_is_a_refusal_that_somebody_gives() -> None:
    names = classes()
    given = {name for text in files().values() for name, _, _ in raised(text, names)}
    for one in errors.STATUS:
        kinds = {name for name, other in names.items() if issubclass(other, one)}
        assert kinds & given, f"Nobody gives {one.__name__}: take its row out of safeplan/web/errors.py."


def test_every_code_is_known_and_used() -> None:
    assert unknown(files()) == []
    names = classes()
    used = {(name, code) for text in files().values() for name, code, _ in raised(text, names)}
    for name, one in names.items():
        if "reasons" in vars(one) and name not in OPEN and not one.__subclasses__():
            dead = [code for code in one.reasons if (name, code) not in used]
            assert not dead, f"Nobody says {dead} of {name}: take it out of its reasons."


@pytest.mark.parametrize(
    "text",
    ['raise refusals.NotAllowed("never-heard")', "raise refusals.Conflict(reason)", 'x = WrongShape("nothing-here")'],
)
def test_a_planted_code_is_noticed(text: str) -> None:
    assert unknown({"plans/planted.py": text})


class Planted(refusals.Refused):
    """A refusal to which nobody gave a status. It is none of the house's own."""

    reasons = ("a-secret",)


def test_a_planted_class_without_a_status_is_noticed_and_closed() -> None:
    assert without_status({"Planted": Planted}) == ["Planted"]
    app = Flask("planted")
    errors.install(app)

    @app.get("/api/planted")
    def planted_view() -> str:
        raise Planted(name="Rosie")

    answer = app.test_client().get("/api/planted")
    assert (answer.status_code, answer.get_json()) == (404, {"reason": "nothing-here"})
