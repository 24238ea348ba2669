"""The one way an entry is let in: read at its version, brought up to date, checked, and made whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from safeplan.entries.entry import Entry
from safeplan.entries.kinds import KINDS
from safeplan.entries.refusals import Fault, Refused, refuse
from safeplan.entries.spec import Spec
from safeplan.entries.values import answered, fault

# What is sealed around an entry's own data.
_AROUND = {
    "withdrawn": Spec("code", "Why it is withdrawn", list="withdraw_reasons"),
    "why": Spec("text", "Why, in a line", max=2_000),
}
_DOCUMENT = ("v", "kind", "data", "withdrawn", "why", "known_to_parent")
_SAY_MORE = ("other",)


def kind_class(kind: object) -> type[Entry]:
    """The class of a kind. Raises Refused("unknown-kind")."""
    found = KINDS.get(kind) if isinstance(kind, str) else None
    if found is None:
        raise Refused("unknown-kind", {"kind": "This release does not know this kind of entry."})
    return found


def compartment_class(kind: str) -> str:
    """The class of compartment a kind is kept in ("child" for a page, which may also be "kept")."""
    return kind_class(kind).info.compartment


def compartment_classes(kind: str) -> tuple[str, ...]:
    """Every class of compartment a kind may be kept in."""
    return kind_class(kind).info.compartments


def upcast(kind: str, v: object, data: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """Data of any released version as data of the current one, every key present; nothing is judged.

    Raises Refused: "unknown-kind", "newer-version" (written by a later release), "wrong-shape".
    """
    cls = kind_class(kind)
    # A dict first: asking whether something is a Mapping takes longer than all the rest, and every head comes by here.
    if type(v) is not int or v < 1 or not isinstance(data, (dict, Mapping)):
        raise Refused("wrong-shape", {"v": "This entry could not be read."})
    if v > cls.info.version:
        raise Refused("newer-version", {"v": "This was written by a newer release than this one."})
    current = dict(data)
    for step in range(v, cls.info.version):
        current = cls.upcasters[step](current)
    # What check() kept has every key; only an older entry, or one that is just being let in, may lack some.
    whole = cls.specs().keys() <= current.keys()
    return cls.info.version, current if whole else cls.empty() | current


def check(kind: str, v: object, data: Mapping[str, Any], *, leaving: bool = False) -> dict[str, Any]:
    """The entry's data as it is kept: current version, every key, empty values where nothing was said.

    Raises Refused with a reason of refusals.Reason and words for each field.
    The four stops are not asked here: they need the rest of the plan. `leaving`: it is being withdrawn.
    """
    cls = kind_class(kind)
    _, whole = upcast(kind, v, data)
    strangers = [str(name) for name in whole if name not in cls.specs()]
    if strangers:
        words = Fault("unknown-field", "This release does not know this field.")
        raise refuse(dict.fromkeys(strangers, words))
    if faults := cls.faults(whole, leaving=leaving):
        raise refuse(faults)
    return cls.normalised(whole)


def check_document(document: object) -> dict[str, Any]:
    """The whole of what is sealed: the entry, whether it is withdrawn and why, whether the parent knows of it.

    Returns {"v", "kind", "data", "withdrawn", "why", "known_to_parent"} at the current version. Raises Refused.
    """
    if not isinstance(document, Mapping):
        raise Refused("wrong-shape", {"document": "This entry could not be read."})
    faults = {str(key): Fault("unknown-field", "Not part of an entry.") for key in document if key not in _DOCUMENT}
    around = {name: document.get(name, "") for name in _AROUND}
    faults |= {name: found for name, spec in _AROUND.items() if (found := fault(spec, around[name]))}
    known = document.get("known_to_parent", False)
    if not isinstance(known, bool):
        faults["known_to_parent"] = Fault("wrong-shape", "Say whether the parent knows of this.")
    if not faults and around["withdrawn"] in _SAY_MORE and not answered(around["why"]):
        faults["why"] = Fault("missing", "Say in a line why this is withdrawn.")
    if faults:
        raise refuse(faults)
    kind = document.get("kind")
    cls = kind_class(kind)
    leaving = answered(around["withdrawn"])
    data = check(cls.info.name, document.get("v"), document.get("data"), leaving=leaving)  # type: ignore[arg-type]
    return {"v": cls.info.version, "kind": kind, "data": data, **around, "known_to_parent": known}
