"""No line of a template is so long that a change in it cannot be read beside the line it replaces."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LIMIT = 140


def too_long(name: str, text: str) -> list[str]:
    """Return one sentence for each line over the limit."""
    return [
        f"{name}:{number} has {len(line)} columns, {LIMIT} at most. Break between attributes, or where two elements "
        "that are not drawn in a line of text meet: there alone a line's end draws nothing."
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > LIMIT
    ]


def test_no_line_of_a_template_is_too_long_to_read() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert paths
    said = [one for path in paths for one in too_long(str(path.relative_to(TEMPLATES)), path.read_text("utf-8"))]
    assert not said, "\n".join(said)


def test_a_planted_long_line_is_noticed() -> None:
    assert too_long("a.html", "<p>" + "x" * (LIMIT - 3)) == []
    assert len(too_long("a.html", "<p>\n<p>" + "x" * (LIMIT - 2))) == 1
