"""Every field that holds words, a day or a choice tells the browser itself to keep nothing.

Firefox writes the fields of an open page into its profile, whatever their form says: only the field's own attribute
stops it.
"""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FIELD = re.compile(r"""<(?:input|textarea|select)\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
# The attribute does nothing on these: which of them are ticked is kept all the same (docs/threat-model.md).
TICKED = re.compile(r'type="[^"]*(?:radio|checkbox|hidden)')


def keeps(text: str) -> list[str]:
    """Return the fields of a template that a browser may write down."""
    fields = (match[0] for match in FIELD.finditer(text))
    return [field for field in fields if 'autocomplete="' not in field and not TICKED.search(field)]


def test_no_field_lets_a_browser_keep_what_is_in_it() -> None:
    found = {path.name: keeps(path.read_text(encoding="utf-8")) for path in TEMPLATES.rglob("*.html")}
    assert {name: fields for name, fields in found.items() if fields} == {}


def test_a_field_without_the_attribute_is_found() -> None:
    assert keeps('<form autocomplete="off"><input type="date" x-model="a > b"></form>')
    assert not keeps('<input type="date" autocomplete="off"><input type="radio" name="one">')
