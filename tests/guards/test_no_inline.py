"""No page holds a script or a style of its own, no script makes HTML out of text, and every answer says so."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.guards.endpoints import endpoints

ROOT = Path(__file__).resolve().parents[2]
DATA = "application/json"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sp"
)
# What makes HTML, or code, out of text; and stores a person's browser keeps in clear.
UNSAFE = re.compile(
    r"\.(?:innerHTML|outerHTML|srcdoc)\b|insertAdjacentHTML|document\s*\.\s*write|\beval\s*\(|new\s+Function\b"
    r"|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]|createContextualFragment|DOMParser|\blocalStorage\b|\bsessionStorage\b"
    r"|document\s*\.\s*cookie|\bx-html\b|javascript:"
)
COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
VALUE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class Page(HTMLParser):
    """Gathers a sentence for each thing the content security policy would refuse, or Jinja would let through."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style":
            self._say("a <style>")
        if tag == "script" and "src" not in given and given.get("type") != DATA:
            self._say("a <script> without src")
        if tag in ("iframe", "object", "embed", "base"):
            self._say(f"a <{tag}>")
        for name, value in attrs:
            if name == "style":
                self._say(f"style= on a <{tag}>")
            if re.fullmatch(r"on[a-z]+", name):
                self._say(f"{name}= on a <{tag}>")
            if name == "x-html":
                self._say(f"x-html on a <{tag}>")
            if name in ("href", "src", "action") and re.match(r"\s*(?:javascript|data|https?):", value or "", re.I):
                self._say(f"{name} that leaves the house on a <{tag}>")

    def _say(self, what: str) -> None:
        self.said.append(f"line {self.getpos()[0]} has {what}")


def in_template(text: str) -> list[str]:
    """Return one sentence for each inline script, style or handler in a template, and each value not escaped."""
    # Newlines stay, so that a line number means something.
    blanked = JINJA.sub(lambda found: "\n" * found.group().count("\n"), text)
    page = Page()
    page.feed(VALUE.sub("value", blanked))
    page.close()
    raw = [f"{{{{{one}}}}} is not escaped" for one in VALUE.findall(text) if re.search(r"\|\s*safe\b|\bMarkup\b", one)]
    return page.said + raw + (["autoescape is turned off"] if re.search(r"\{%-?\s*autoescape\s+false", text) else [])


def in_script(text: str) -> list[str]:
    """Return each thing in a script that makes HTML or code out of text, or keeps words in clear."""
    bare = COMMENTS.sub("", text)
    return [f"uses {found.group().strip()}" for found in UNSAFE.finditer(bare)]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def scripts() -> list[Path]:
    return sorted(path for path in (ROOT / "static" / "js").rglob("*.js"))


def test_no_template_holds_a_script_or_a_style() -> None:
    assert templates()
    said = [f"{path.relative_to(ROOT)}: {one}" for path in templates() for one in in_template(path.read_text("utf-8"))]
    assert not said, "\n".join(said)


def test_no_script_makes_html_out_of_text_or_keeps_words_in_clear() -> None:
    assert scripts()
    said = [f"{path.relative_to(ROOT)} {one}" for path in scripts() for one in in_script(path.read_text("utf-8"))]
    assert not said, "\n".join(said)


def test_no_view_makes_html_out_of_strings() -> None:
    unsafe = re.compile(r"\bMarkup\b|render_template_string|\|\s*safe\b")
    said = [
        f"{path.relative_to(ROOT)} uses {found.group()}: a template escapes, a string does not."
        for path in sorted((ROOT / "safeplan").rglob("*.py"))
        for found in unsafe.finditer(path.read_text("utf-8"))
    ]
    assert not said, "\n".join(said)


@pytest.mark.parametrize(
    "text",
    [
        "<script>go()</script>",
        '<script type="module">go()</script>',
        "<style>p{}</style>",
        '<p style="color:red">x</p>',
        '<button {% if a %}\nonclick="go()"{% endif %}>x</button>',
        '<p x-html="words">x</p>',
        '<a href="javascript:go()">x</a>',
        '<script src="https://elsewhere.example/a.js"></script>',
        "<p>{{ words | safe }}</p>",
        "{% autoescape false %}{{ words }}{% endautoescape %}",
        '<iframe src="/"></iframe>',
    ],
)
def test_a_planted_fault_in_a_template_is_noticed(text: str) -> None:
    assert len(in_template(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "box.innerHTML = words",
        "box.outerHTML=words",
        "box.insertAdjacentHTML('beforeend', words)",
        "document.write(words)",
        "eval(words)",
        "new Function(words)",
        "setTimeout('go()', 5)",
        "localStorage.setItem('a', words)",
        "window.sessionStorage",
        "const u = 'https://x'; document.cookie",
    ],
)
def test_a_planted_fault_in_a_script_is_noticed(text: str) -> None:
    assert len(in_script(text)) == 1


@pytest.mark.parametrize(
    "text",
    ['<script type="application/json">{}</script>', '<p :class="a" x-on:click="go">{{ a }}</p>', "{# onclick= #}"],
)
def test_what_is_allowed_passes(text: str) -> None:
    assert in_template(text) == []


def test_every_answer_carries_the_whole_policy(app, as_person) -> None:
    priya = as_person("priya")
    paths = [one.path() for one in endpoints(app) if one.method == "GET"]
    assert len(paths) > 20
    for path in [*paths, "/nowhere", "/api/1/nowhere"]:
        answer = priya.get(path)
        assert answer.headers["Content-Security-Policy"] == CSP, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert answer.headers["Strict-Transport-Security"].startswith("max-age="), path
        assert "Server" not in answer.headers, path


def test_every_answer_to_a_write_carries_the_whole_policy(app, as_person) -> None:
    priya = as_person("priya")
    for one in endpoints(app):
        if one.method != "GET" and one.name != "DELETE /api/1/session":
            answer = priya.send(one.method, one.path(), {}, headers={"X-CSRFToken": "wrong"})
            assert answer.headers["Content-Security-Policy"] == CSP, one.name
            assert answer.headers["Cache-Control"] == "no-store", one.name


def test_only_what_the_build_named_may_be_kept(app, as_person) -> None:
    priya = as_person("priya")
    for one in endpoints(app):
        if one.method == "GET" and one.rule not in ("/static/<path:path>", "/<name>.json"):
            answer = priya.get(one.path())
            # The shell holds nothing about anybody; everything else must not be found on the disk afterwards.
            kept = {"no-store"} if one.access.scopes or one.api else {"no-store", "no-cache"}
            assert answer.headers["Cache-Control"] in kept, one.name
