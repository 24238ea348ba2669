"""The children's boards: pages and words by age, what is asked before a hand-over, when a page may be used.

Import from here, not from the modules inside.
"""

from .boards import Band, Boards, Page, Screen, Tile, export, load
from .rules import (
    Unchecked,
    may_see,
    named,
    next_state,
    unchecked,
)

__all__ = [
    "Band",
    "Boards",
    "Page",
    "Screen",
    "Tile",
    "Unchecked",
    "export",
    "load",
    "may_see",
    "named",
    "next_state",
    "unchecked",
]
