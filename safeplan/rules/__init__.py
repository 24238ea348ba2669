"""What an inspector would ask of a plan: facts from its entries, rules over the facts, advice and four stops."""

from safeplan.rules.book import LISTS, STAGES, Book, Definition, Rule, export, load
from safeplan.rules.evaluate import Asking, Result, evaluate, stops
from safeplan.rules.facts import facts, holding
from safeplan.rules.stage import given, stage_of

#: Every rule of this release, in the order they are asked.
RULES: tuple[Rule, ...] = load().rules
#: The tables a manager reads them in, code to title.
GROUPS = load().groups

__all__ = [
    "GROUPS",
    "LISTS",
    "RULES",
    "STAGES",
    "Asking",
    "Book",
    "Definition",
    "Result",
    "Rule",
    "evaluate",
    "export",
    "facts",
    "given",
    "holding",
    "load",
    "stage_of",
    "stops",
]
