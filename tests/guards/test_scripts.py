"""In the browser too: lower never imports higher, no circle, no long function, nothing exported for nobody."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from safeplan import npm

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCRIPTS = ROOT / "static" / "js"
TABLE = tomllib.loads((HERE / "scripts.toml").read_text("utf-8"))
TESTS = re.compile(r"[\w*\s{},]+ from \"[./]*/static/js/([\w/]+\.js)\"|import\(\"[./]*/static/js/([\w/]+\.js)\"\)")


@cache
def scripts(root: Path = SCRIPTS) -> dict[str, Any]:
    """Return {path below the folder: its functions, what it exports, and what it takes from where}."""
    command = [*npm.node_command(), str(HERE / "scripts.mjs"), str(root)]
    made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    said: dict[str, Any] = json.loads(made.stdout)
    return said


def sources(about: Any) -> set[str]:
    """Return the scripts of ours that one imports, at once or later."""
    return {one["from"] for one in about["taken"] if one["from"].endswith(".js")}


def upward(said: dict[str, Any], table: dict[str, Any]) -> list[str]:
    """One sentence for each import that goes up, each room in no row, and each exception that is none any more."""
    levels = {room: height for height, row in enumerate(table["order"]) for room in row}
    allowed = {(one["from"], one["to"]) for one in table["allowed"]}
    found, used = [], set()
    for name, about in said.items():
        here = level(name, levels)
        if here is None:
            found.append(f"{name}: its room is in no row of scripts.toml; say how low it stands.")
            continue
        for target in sorted(sources(about) & said.keys()):
            if (name, target) in allowed:
                used.add((name, target))
            elif (level(target, levels) or 0) > here or (beside(name, target, levels)):
                found.append(f"{name} imports {target}, which stands higher: hand in what it needs, or move it.")
    stale = [f"{name} → {target} is allowed in scripts.toml and is not needed." for name, target in allowed - used]
    return found + sorted(stale)


def level(name: str, levels: dict[str, int]) -> int | None:
    """How high a script stands; what the browser starts with stands on everything."""
    room, inside, _ = name.partition("/")
    return levels.get(room) if inside else len(levels)


def beside(name: str, target: str, levels: dict[str, int]) -> bool:
    """Two rooms of one row know nothing of each other; nothing imports what the browser starts with."""
    if "/" not in target:
        return True
    return name.split("/")[0] != target.split("/")[0] and level(name, levels) == level(target, levels)


def circles(said: dict[str, Any]) -> list[str]:
    """One sentence for each circle of imports, dynamic ones counted: a round that a reader cannot begin anywhere."""
    found: list[str] = []
    done: set[str] = set()

    def follow(name: str, way: list[str]) -> None:
        if name in way:
            found.append(" → ".join([*way[way.index(name) :], name]))
        elif name not in done:
            for target in sorted(sources(said[name]) & said.keys()):
                follow(target, [*way, name])
            done.add(name)

    for name in said:
        follow(name, [])
    return [f"A circle: {one}. Hand in what the lower one needs, or keep state apart from what loads." for one in found]


def long_ones(said: dict[str, Any], table: dict[str, Any]) -> list[str]:
    """One sentence for each function with too many lines of its own, and each allowance that is not needed."""
    most = {name: max((one["own"] for one in about["functions"]), default=0) for name, about in said.items()}
    limits = {name: table["longer"].get(name, table["most_lines"]) for name in said}
    found = [
        f"{name}:{one['line']} has {one['own']} lines of its own, {limits[name]} at most: split it by its jobs."
        for name, about in said.items()
        for one in about["functions"]
        if one["own"] > limits[name]
    ]
    stale = [name for name, lines in table["longer"].items() if most.get(name, 0) < lines]
    return found + [f"{name} is shorter now: take it off, or down, in scripts.toml." for name in stale]


def unused(said: dict[str, Any], elsewhere: dict[str, set[str]], table: dict[str, Any]) -> list[str]:
    """One sentence for each export that neither a script nor a test imports, and each allowance that is not needed."""
    taken: dict[str, set[str]] = {name: set(names) for name, names in elsewhere.items()}
    for about in said.values():
        for one in about["taken"]:
            taken.setdefault(one["from"], set()).add(one["name"])
    idle = {
        (name, one)
        for name, about in said.items()
        for one in about["exported"]
        if not {one, "*"} & taken.get(name, set())
    }
    allowed = {(name, one) for name, names in table["unused"].items() for one in names}
    found = [f"{name} exports {one} for nobody: delete it, or its `export`." for name, one in sorted(idle - allowed)]
    return found + [f"{name} {one}: take it off scripts.toml." for name, one in sorted(allowed - idle)]


def in_tests() -> dict[str, set[str]]:
    """Return what tests and benchmarks import from which script."""
    taken: dict[str, set[str]] = {}
    for folder in ("tests", "benchmarks"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".js", ".mjs", ".py"):
                for name, names in imports_of(path.read_text("utf-8")):
                    taken.setdefault(name, set()).update(names)
    return taken


def imports_of(text: str) -> Iterator[tuple[str, set[str]]]:
    for found in TESTS.finditer(text):
        words = set(re.findall(r"(?<!as )\b[A-Za-z]\w*", found.group().split(" from ")[0]))
        yield found.group(1) or found.group(2), words if found.group(1) and "{" in found.group() else {"*"}


def test_lower_never_imports_higher() -> None:
    assert not (said := upward(scripts(), TABLE)), "\n".join(said)


def test_nothing_goes_in_a_circle() -> None:
    assert not (said := circles(scripts())), "\n".join(said)


def test_no_function_is_long() -> None:
    assert not (said := long_ones(scripts(), TABLE)), "\n".join(said)


def test_nothing_is_exported_for_nobody() -> None:
    assert not (said := unused(scripts(), in_tests(), TABLE)), "\n".join(said)


BARE: dict[str, Any] = {
    "order": [["low"], ["high", "aside"]],
    "allowed": [],
    "most_lines": 5,
    "longer": {},
    "unused": {},
}
PLANTED = {
    "low/a.js": 'import { b } from "./b.js";\nexport const a = () => b;\n',
    "low/b.js": "export const b = 1;\n",
    "high/c.js": 'import { a } from "../low/a.js";\nexport const c = a;\n',
    "start.js": 'import { c } from "./high/c.js";\nc();\n',
}


def planted(folder: Path, more: dict[str, str]) -> dict[str, Any]:
    for name, text in (PLANTED | more).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return scripts(folder)


def complaints(said: dict[str, Any], table: dict[str, Any] = BARE) -> list[str]:
    return upward(said, table) + circles(said) + long_ones(said, table) + unused(said, {}, table)


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    assert complaints(planted(tmp_path, {})) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("low/b.js", 'import("../high/c.js");\nexport const b = 1;\n', "which stands higher"),
        ("low/b.js", 'import { a } from "./a.js";\nexport const b = () => a;\n', "A circle"),
        ("low/b.js", 'export const b = () => import("./a.js");\n', "A circle"),
        ("aside/d.js", 'import { c } from "../high/c.js";\nc();\n', "which stands higher"),
        ("new/d.js", "globalThis.d = 1;\n", "in no row"),
        ("low/b.js", "export const b = () => {\n" + "  f();\n" * 5 + "};\n", "7 lines of its own"),
        ("low/b.js", "export const b = 1;\nexport function idle() {}\n", "exports idle for nobody"),
    ],
)
def test_a_planted_fault_is_noticed(tmp_path: Path, name: str, text: str, words: str) -> None:
    assert [one for one in complaints(planted(tmp_path, {name: text})) if words in one]


def test_lines_of_functions_inside_are_not_its_own(tmp_path: Path) -> None:
    inside = "export const b = () => {\n  const f = () => {\n" + "    g();\n" * 3 + "  };\n  f();\n};\n"
    assert complaints(planted(tmp_path, {"low/b.js": inside})) == []


def test_an_exception_that_is_none_any_more_is_noticed(tmp_path: Path) -> None:
    allowed = [{"from": "low/a.js", "to": "high/c.js", "why": ""}]
    table = BARE | {"allowed": allowed, "longer": {"low/b.js": 9}, "unused": {"low/a.js": ["a"]}}
    assert len(complaints(planted(tmp_path, {}), table)) == 3
