"""Lower never imports higher, rules stay pure, and one package alone touches the cipher."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "safeplan"
TABLE = Path(__file__).with_name("imports.toml")
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
IMPURE = (
    "flask",
    "flask_wtf",
    "flask_login",
    "wtforms",
    "sqlalchemy",
    "cryptography",
    "safeplan.crypto",
    "safeplan.db",
)
CIPHER = "cryptography"
EDGE = "safeplan.web"


def sources(root: Path) -> dict[str, str]:
    """Return "plans/rules.py" → its text."""
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted(root.rglob("*.py"))}


def imported(name: str, text: str) -> Iterator[str]:
    """Yield the dotted names a module imports, wherever in it; what only type checkers see is left out."""
    package = ["safeplan", *Path(name).parts[:-1]]
    todo: list[ast.AST] = [ast.parse(text)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            todo.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{source}.{one.name}" for one in node.names)
        todo.extend(ast.iter_child_nodes(node))


def within(name: str, prefixes: tuple[str, ...] | list[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def complaints(files: dict[str, str], table: dict) -> list[str]:
    """One sentence for each import that goes up, each impure rule, each other user of the cipher, each vague name."""
    levels = {package: height for height, row in enumerate(table["order"]) for package in row}
    said = []
    for name, text in files.items():
        owner = Path(name).parts[0].removesuffix(".py")
        if Path(name).stem in NO_NAMES or owner in NO_NAMES:
            said.append(f"{name}: a name that says nothing. Name it after its one job.")
        if owner not in levels and owner != "__init__":
            said.append(f"{name}: {owner} is in no row of imports.toml; say how low it stands.")
            continue
        for target in sorted(set(imported(name, text))):
            said += on_one(name, owner, target, levels, table)
    return sorted(said)


def on_one(name: str, owner: str, target: str, levels: dict[str, int], table: dict) -> list[str]:
    said = []
    if within(target, [CIPHER]) and owner != "crypto":
        said.append(f"{name} imports {target}: only safeplan/crypto touches the cipher.")
    if (Path(name).name == "rules.py" or owner == "rules") and within(target, IMPURE):
        said.append(f"{name} imports {target}: rules are pure, so that they can be tested and trusted alone.")
    parts = target.split(".")
    if parts[0] != "safeplan" or len(parts) < 2 or parts[1] not in levels or owner not in levels:
        return said
    if levels[parts[1]] > levels[owner] and not allowed(name, target, table):
        said.append(f"{name} imports {target}: {owner} stands lower than {parts[1]} and must not know of it.")
    return said


def allowed(name: str, target: str, table: dict) -> bool:
    if within(target, [EDGE]) and Path(name).name != "routes.py":
        return False
    return any(Path(name).match(one["from"]) and within(target, one["to"]) for one in table["allowed"])


def table() -> dict:
    return tomllib.loads(TABLE.read_text("utf-8"))


def test_lower_never_imports_higher() -> None:
    said = complaints(sources(ROOT), table())
    assert not said, "\n".join(said)


def test_every_exception_has_a_reason_and_is_still_used() -> None:
    used = [(name, target) for name, text in sources(ROOT).items() for target in imported(name, text)]
    for one in table()["allowed"]:
        assert one["why"].strip(), f"{one['from']} has no reason."
        hits = [name for name, target in used if allowed(name, target, {"allowed": [one]})]
        assert hits, f"Nothing in {one['from']} imports {one['to']} any more: take the exception away."


@pytest.mark.parametrize(
    ("name", "text", "start"),
    [
        (
            "clock.py",
            "def late():\n    from safeplan.plans import service\n",
            "clock.py imports safeplan.plans.service",
        ),
        ("plans/access/keys.py", "from cryptography import x509\n", "plans/access/keys.py imports cryptography."),
        ("plans/rules.py", "import sqlalchemy\n", "plans/rules.py imports sqlalchemy: rules are pure"),
        ("rules/book.py", "from safeplan import crypto\n", "rules/book.py imports safeplan.crypto: rules are pure"),
        ("entries/talk.py", "from ..web import errors\n", "entries/talk.py imports safeplan.web.errors: entries"),
        (
            "plans/log/append.py",
            "from safeplan.web.errors import status_of\n",
            "plans/log/append.py imports safeplan.web.errors.status_of: plans stands lower than web",
        ),
        ("plans/utils.py", "", "plans/utils.py: a name that says nothing"),
        ("newcomer/models.py", "", "newcomer/models.py: newcomer is in no row"),
    ],
)
def test_a_planted_fault_is_noticed(name: str, text: str, start: str) -> None:
    assert any(one.startswith(start) for one in complaints({name: text}, table()))


def test_no_exception_lets_more_than_routes_know_the_web() -> None:
    wide = {"order": table()["order"], "allowed": [{"from": "*/*.py", "to": [EDGE], "why": "Everybody may."}]}
    text = "from safeplan.web import errors\n"
    assert complaints({"plans/service.py": text}, wide), "a service may know statuses"
    assert complaints({"plans/routes.py": text}, wide) == []


def test_what_only_type_checkers_see_is_no_import() -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from safeplan.web import app\n"
    assert complaints({"clock.py": text}, table()) == []
