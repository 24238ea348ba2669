"""The threat model names tests that exist, and says of each whether it holds."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "threat-model.md"
MARKS = re.compile(r"@not_yet\b|@pytest\.mark\.xfail\(strict=True")


def gathered() -> dict[str, str]:
    """Return test name → what stands directly above it in its file."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text("utf-8")
        for one in re.finditer(
            r"((?:^@[^\n]*\n(?:^[ )][^\n]*\n)*)*)^(?:def )?(test_\w+)(?:\(| = )", text, re.MULTILINE
        ):
            found[one.group(2)] = one.group(1)
    return found


def complaints(page: str, known: dict[str, str]) -> list[str]:
    """One sentence for each test that is named and is not there, or is said to hold and is marked as failing."""
    said = []
    for name in sorted(set(re.findall(r"`(test_\w+)`", page))):
        if name not in known:
            said.append(f"docs/threat-model.md names {name}, and there is no such test.")
        elif MARKS.search(known[name]) and not re.search(
            rf"(?:\*Weak:\*[^|\n]*|kind:[^|]*|disappear \()`{name}`", page
        ):
            said.append(f"docs/threat-model.md says {name} holds; it is marked as failing.")
    weak = {name for name, above in known.items() if MARKS.search(above)}
    said += [
        f"{name} is marked as failing and docs/threat-model.md does not say so."
        for name in sorted(weak)
        if name not in page
    ]
    return said


def test_every_test_that_is_named_exists_and_is_what_the_page_says() -> None:
    said = complaints(PAGE.read_text("utf-8"), gathered())
    assert not said, "\n".join(said)


def test_every_row_names_a_test_or_says_not_yet() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d+ \|", line)]
    assert [int(row.split("|")[1]) for row in rows] == list(range(1, len(rows) + 1))
    bare = [row.split("|")[1] for row in rows if "`test" not in row and "not yet" not in row.lower()]
    assert bare == []


def test_planted_faults_are_noticed() -> None:
    known = {"test_a": "", "test_b": '@not_yet("x")\n'}
    assert complaints("`test_a` `test_c`, test_b", known) == [
        "docs/threat-model.md names test_c, and there is no such test."
    ]
    assert complaints("| `test_b` |", known) == ["docs/threat-model.md says test_b holds; it is marked as failing."]
    assert complaints("`test_a`", known) == ["test_b is marked as failing and docs/threat-model.md does not say so."]
    assert complaints("| `test_a`. *Weak:* `test_b` |", known) == []
