"""The journey in other engines is told in the browser suite's own steps: what is renamed breaks `make test` first."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
STEPS = TESTS / "browser" / "steps"
# What a journey may do with a window by itself, because no word on the screen is in it.
WORDLESS = {"open", "rest", "resize"}
SCREEN = TESTS / "browser" / "screen.py"


def parsed(*files: Path) -> list[ast.Module]:
    return [ast.parse(one.read_text("utf-8")) for one in files]


def names_in(tree: ast.AST) -> set[str]:
    """Return every name that is used in a piece of code, with or without its module before it."""
    found = {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    return found | {one.id for one in ast.walk(tree) if isinstance(one, ast.Name)}


def steps() -> dict[str, set[str]]:
    """Return each step by its name, with the names it uses itself."""
    trees = parsed(*STEPS.glob("*.py"))
    return {one.name: names_in(one) for tree in trees for one in tree.body if isinstance(one, ast.FunctionDef)}


def done_in_the_browser_suite() -> set[str]:
    """Return the steps that its tests take, and those that these are made of."""
    known = steps()
    outside = [one for one in (TESTS / "browser").glob("*.py") if one != SCREEN]
    taken = {name for tree in parsed(*outside) for name in names_in(tree)} & set(known)
    while more := {name for step in taken for name in known[step]} & set(known) - taken:
        taken |= more
    return taken


def journeys() -> ast.Module:
    [tree] = parsed(TESTS / "engines" / "test_journey.py")
    return tree


def test_every_step_of_the_engines_journey_is_taken_in_the_browser_suite() -> None:
    taken = names_in(journeys()) & set(steps())
    assert len(taken) > 20, "these are not the steps of a journey"
    assert sorted(taken - done_in_the_browser_suite()) == [], "take these in a test of tests/browser too"


def test_the_engines_journey_names_nothing_on_the_screen_by_itself() -> None:
    [screen] = [one for tree in parsed(SCREEN) for one in tree.body if getattr(one, "name", "") == "Screen"]
    deeds = {one.name for one in screen.body if isinstance(one, ast.FunctionDef)} - WORDLESS  # type: ignore[attr-defined]
    used = {one.attr for one in ast.walk(journeys()) if isinstance(one, ast.Attribute)}
    assert deeds & used == set(), "make a step of it in tests/browser/steps"
    modules = {one.module for one in ast.walk(journeys()) if isinstance(one, ast.ImportFrom)}
    assert "tests.browser.screen" not in modules
