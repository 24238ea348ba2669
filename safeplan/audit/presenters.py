"""Puts audit rows into words: who, what, when. Ids and codes in, names of staff out; never a word of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safeplan import catalogue
from safeplan.audit.models import AuditRow
from safeplan.audit.rules import NOBODY
from safeplan.dates import dated_words

#: What each action is called on the screen. One that is not here is shown by its code, never left out.
ACTIONS: Mapping[str, str] = {
    "make-plan": "Made the plan",
    "open": "Opened the plan",
    "history": "Read an entry’s history",
    "write": "Wrote an entry",
    "stage-open": "Opened the plan to change its stage",
    "stage": "Changed the stage",
    "hand-lead-open": "Opened the plan to hand it over",
    "hand-lead": "Handed the lead to",
    "lead-left": "The plan lost its lead",
    "hand-over": "Got a tablet ready for a child",
    "file-letters": "Took letters out of the letterbox",
    "decide-letter": "Opened a letter that waited",
    "letter-accepted": "Filed a letter that waited",
    "letter-aside": "Set a letter aside",
    "unfile-open": "Opened the plan to take words out",
    "unfile": "Took words out for good",
    "emergency-opening": "Said why, at an emergency desk",
    "recovered": "Given back with both recovery sheets",
    "share-open": "Looked at who can open the plan",
    "share-seal": "Opened the plan to share it",
    "share-look": "Looked through the eyes of",
    "share": "Shared with",
    "share-decide": "Opened the plan to decide about sharing",
    "not-share": "Decided not to share with",
    "revoke-open": "Opened the plan to end access",
    "revoke": "Ended access for",
    "access-ended": "Access ended with an account or a key:",
    "desk-renewed": "Sealed it to the desk’s new key",
    "review-open": "Opened the plan to review it",
    "review": "Reviewed the plan",
    "audit-open": "Read this record",
    "places": "Opened the addresses",
    "letter": "Put something into the letterbox",
    "take-on-visit": "Took the plan on a visit",
    "visit-update": "Brought the plan on a tablet up to date",
    "visit-return": "Gave the plan back from a visit",
    "tablet-lost": "Marked a tablet as lost that had the plan on it",
    "refused": "Tried, and was refused",
    # Of an agency's own record: who comes in, who may, and what for.
    "list": "Looked at their plans",
    "sign-in": "Signed in",
    "sign-in-refused": "Could not sign in:",
    "sign-out": "Signed out",
    "step-up": "Gave their words once more",
    "passphrase-change": "Changed their passphrase",
    "agency-add": "Made the agency and its first administrator:",
    "team-add": "Made a team",
    "person-add": "Made an account for",
    "person-end": "Ended the account of",
    "new-words": "Gave new words to",
    "desk-add": "Made a desk",
    "desk-name": "Named somebody for a desk",
    "desk-let-in": "Let somebody in at a desk",
    "desk-remove": "Took somebody off a desk",
    "desk-key": "Made a new key for a desk",
    "recovery-half": "Made a new recovery sheet for",
    "tablet-enrolled": "Set up a tablet",
    "storage-evicted": "Found a tablet’s store emptied",
}
#: Where the words of an action's codes are.
LISTS: Mapping[str, str] = {
    "share": "bases",
    "not-share": "not_share_reasons",
    "revoke": "revoke_reasons",
    "review": "review_outcomes",
    "stage": "stages",
    "unfile": "unfile_reasons",
    "letter-aside": "aside_reasons",
    "emergency-opening": "emergency_reasons",
}
#: The codes of actions that have no list.
SAID: Mapping[tuple[str, str], str] = {
    ("make-plan", "no"): "nobody who works here knows the family",
    ("make-plan", "yes"): "somebody who works here knows the family, and is kept out",
    ("make-plan", "unknown"): "not known whether anybody who works here knows the family",
}
#: Actions whose object is a member of staff.
ABOUT_PEOPLE = frozenset({"share-look", "share", "not-share", "revoke", "hand-lead", "access-ended", "lead-left"})


@dataclass(frozen=True)
class Line:
    """One row as it is read: `about` is a name or ""; `code` how or why."""

    number: int
    when: str
    who: str
    what: str
    about: str
    code: str


def people_in(rows: Iterable[AuditRow]) -> set[str]:
    """Return the ids of the staff that these rows name."""
    found = set()
    for row in rows:
        found |= {row.actor} | ({row.object} if row.action in ABOUT_PEOPLE else set())
    return found - {NOBODY, ""}


def lines(rows: Iterable[AuditRow], names: Mapping[str, str]) -> list[Line]:
    """Return rows in words, in the order given."""
    return [
        Line(
            row.plan_seq or 0,
            dated_words(row.at, seconds=True),
            "Nobody signed in" if row.actor == NOBODY else names.get(row.actor, "Somebody who has left"),
            ACTIONS.get(row.action, row.action),
            names.get(row.object, "Somebody who has left") if row.action in ABOUT_PEOPLE else "",
            _why(row),
        )
        for row in rows
    ]


def _why(row: AuditRow) -> str:
    """Return an action's code in words; one that nobody has put into words is shown as it is, never left out."""
    known = catalogue.load()
    if row.action in LISTS and known.knows(LISTS[row.action], row.code):
        return known.label(LISTS[row.action], row.code)
    return SAID.get((row.action, row.code), row.code.replace("_", " "))
