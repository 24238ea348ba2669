"""The doors of this package: enrolling, knowing a tablet by its token, visits, and a tablet that is lost."""

from safeplan.devices.drafts import open_drafts
from safeplan.devices.losing import contact, mark_lost, note_emptied, seen_device
from safeplan.devices.tokens import enrol, load_tablet
from safeplan.devices.visits import give_back, pull, take

__all__ = [
    "contact",
    "enrol",
    "give_back",
    "load_tablet",
    "mark_lost",
    "note_emptied",
    "open_drafts",
    "pull",
    "seen_device",
    "take",
]
