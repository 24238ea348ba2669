"""Recomputes the contrast of every pair of colours that carries words, in all three lights."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safeplan import data_root

TOKENS = (data_root() / "static" / "css" / "tokens.css").read_text("utf-8")
TEXT = ("ink", "soft", "lake", "moss", "honey", "clay", "plum", "berry")
TINTED = ("lake", "moss", "honey", "clay", "plum", "berry")


def _block(start: str) -> dict[str, str]:
    inside = TOKENS[TOKENS.index(start) :].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", inside))


PAPER = _block(":root {")
LIGHTS = {
    "paper": PAPER,
    "lamp": PAPER | _block('[data-theme="lamp"]'),
    "sun": PAPER | _block('[data-theme="sun"]'),
}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #RRGGBB colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("text", TEXT)
def test_words_can_be_read(light: str, text: str) -> None:
    colours = LIGHTS[light]
    for ground in ("paper", "card"):
        # The table in look.md is kept to one decimal.
        assert round(contrast(colours[text], colours[ground]), 1) >= 6.8, (text, ground)
    assert contrast(colours[text], colours["sand"]) >= 6.0, (text, "sand")


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("text", TINTED)
def test_words_can_be_read_on_their_tint(light: str, text: str) -> None:
    colours = LIGHTS[light]
    least = 7.0 if light == "lamp" else 6.0
    assert contrast(colours[text], colours[f"{text}-tint"]) >= least


@pytest.mark.parametrize("light", LIGHTS)
def test_keys_and_borders_can_be_seen(light: str) -> None:
    colours = LIGHTS[light]
    for word, key in (("on-lake", "lake"), ("on-plum", "plum"), ("on-ink", "ink")):
        assert contrast(colours[word], colours[key]) >= 7.0, (word, key)
    for ground in ("paper", "card"):
        assert contrast(colours["line"], colours[ground]) >= 3.0, ground
    assert contrast(colours["focus-inner"], colours["ink"]) >= 7.0


def test_no_other_style_of_ours_names_a_colour() -> None:
    names = re.findall(r'@import "\./([\w-]+\.css)"', (data_root() / "static" / "css" / "app.css").read_text("utf-8"))
    assert "tokens.css" in names
    for name in set(names) - {"tokens.css"}:
        text = Path(data_root() / "static" / "css" / name).read_text("utf-8")
        assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{}]*;)|\brgba?\(|\bhsla?\(", text), name
