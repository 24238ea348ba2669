"""What a plan is made of: the kinds of entry, their fields, their sections, and the check every entry passes."""

from safeplan.entries.checking import check, check_document, compartment_class, compartment_classes, kind_class, upcast
from safeplan.entries.entry import Entry, Kind
from safeplan.entries.kinds import KINDS
from safeplan.entries.refusals import Refused
from safeplan.entries.schema import lists, schema
from safeplan.entries.spec import Spec

__all__ = [
    "KINDS",
    "Entry",
    "Kind",
    "Refused",
    "Spec",
    "check",
    "check_document",
    "compartment_class",
    "compartment_classes",
    "kind_class",
    "lists",
    "schema",
    "upcast",
]
