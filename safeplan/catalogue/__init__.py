"""The field's words: every coded choice on a plan, dated and sourced, and how cautious each one is."""

from safeplan.catalogue.loader import Catalogue, Item, load

__all__ = ["Catalogue", "Item", "load"]
