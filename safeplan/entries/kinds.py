"""The list of every kind of entry, by the name that is sealed with it."""

from __future__ import annotations

from safeplan.entries.actions import Action, Contingency
from safeplan.entries.form import Entry
from safeplan.entries.harm import Behaviour, Impact
from safeplan.entries.judging import Closure, QualityNote, Review, RuleAnswer
from safeplan.entries.pages import Page
from safeplan.entries.people import FamilyMember, Knows, Place, SafeContact
from safeplan.entries.protection import Power, Realism, Strength
from safeplan.entries.talk import Disagreement, Note, Promise
from safeplan.entries.voice import Voice

_ALL: tuple[type[Entry], ...] = (
    FamilyMember,
    Behaviour,
    Impact,
    Action,
    Contingency,
    Power,
    Strength,
    Realism,
    SafeContact,
    Knows,
    Promise,
    Voice,
    Page,
    Place,
    Note,
    Disagreement,
    Review,
    QualityNote,
    RuleAnswer,
    Closure,
)

KINDS: dict[str, type[Entry]] = {cls.info.name: cls for cls in _ALL}
