"""The children's boards: their pages and words by age, what the gate allows, and when a page may be used.

Import from here, not from the modules inside.
"""

from .boards import Band, Boards, Page, Screen, Tile, export, load
from .rules import (
    Outcome,
    Unchecked,
    may_see,
    named,
    next_state,
    outcome,
    ready_for_help,
    unchecked,
)

__all__ = [
    "Band",
    "Boards",
    "Outcome",
    "Page",
    "Screen",
    "Tile",
    "Unchecked",
    "export",
    "load",
    "may_see",
    "named",
    "next_state",
    "outcome",
    "ready_for_help",
    "unchecked",
]
