"""Nothing on a screen tells company that there is more to see: what a view may not show is simply not there."""

import re
from collections.abc import Iterator

from safeplan import data_root

# "It shows when only you can see", "this page waits until it is just you", "other plans show when you look alone".
TELLS = re.compile(
    r"\bjust you\b(?! and me)|\bonly (?:you|I) can see|\b(?:you|I) (?:look|are) alone\b"
    r"|\b(?:shows?|shown|waits?|hidden) (?:again )?(?:when|until|once|while|from) "
    r"(?:it is |only |just )*(?:you|me|nobody|children)\b",
    re.IGNORECASE,
)
REMARK = re.compile(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


def telling(text: str) -> list[str]:
    """What such a sentence says, without what is only said to whoever reads the source."""
    return TELLS.findall(re.sub(r"\s+", " ", REMARK.sub("", text)))


def sources() -> Iterator[tuple[str, str]]:
    root = data_root()
    for folder, ending in (("templates", "*.html"), ("static/js", "*.js")):
        for path in sorted((root / folder).rglob(ending)):
            yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def test_no_screen_tells_company_that_there_is_more() -> None:
    said = [f"{name}: {words}" for name, text in sources() for words in telling(text)]
    assert said == [], (
        "whoever looks on reads this too: leave out what the view may not show, and the sentence about it"
    )


def test_such_a_sentence_is_noticed() -> None:
    for words in (
        "<p>Something is asked of you. It shows when only you can see.</p>",
        "<p>This page waits until it is\n    just you.</p>",
        "Other plans show when it is just you.",
        "What is in the book is shown when only you can see this screen.",
        "Only I can see this screen",
    ):
        assert telling(words), words
    assert telling("{# It shows when only you can see. #}<p>The state line shows what waits.</p>") == []
