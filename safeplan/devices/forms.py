"""What may be sent about tablets and visits; refusals.WrongShape for anything else."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SubmitField
from wtforms.validators import DataRequired

from safeplan import refusals
from safeplan.devices import rules

_ID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class LostForm(FlaskForm):
    """Say that a tablet is lost, once somebody has read what that does."""

    sure = BooleanField(
        "I have looked for it, and it is not where it should be.", [DataRequired("Look first, then tick.")]
    )
    save = SubmitField("Mark it as lost")


@dataclass(frozen=True)
class Wanted:
    """One plan to take along, and which of its parts come too: {risk, child, place}."""

    plan: str
    parts: dict[str, bool]

    @classmethod
    def read(cls, raw: object) -> Wanted:
        if not isinstance(raw, dict) or not {"plan", "place"} <= set(raw) <= {"plan", *rules.CHOSEN}:
            raise refusals.WrongShape
        parts = {name: raw.get(name, usual) for name, usual in rules.USUALLY.items()}
        if not all(isinstance(one, bool) for one in parts.values()):
            raise refusals.WrongShape
        return cls(an_id(raw["plan"]), parts)


@dataclass(frozen=True)
class Draft:
    """What was being written, sealed to its author: `own` is the bytes as the tablet kept them."""

    device: str
    id: str
    own: bytes

    @classmethod
    def read(cls, raw: object) -> Draft:
        if not isinstance(raw, dict) or set(raw) != {"device", "id", "own"} or not isinstance(raw["own"], str):
            raise refusals.WrongShape
        try:
            own = b64decode(raw["own"], validate=True)
        except (BadBase64, ValueError):
            raise refusals.WrongShape from None
        return cls(an_id(raw["device"]), an_id(raw["id"]), own)


def drafts(raw: list[Any]) -> list[Draft]:
    """Return the drafts somebody wants back."""
    if not 0 < len(raw) <= rules.MOST_DRAFTS:
        raise refusals.WrongShape
    return [Draft.read(one) for one in raw]


def plans_wanted(raw: list[Any]) -> list[Wanted]:
    """Return what is to be taken along, each plan once."""
    if not 0 < len(raw) <= rules.MOST_PLANS:
        raise refusals.WrongShape
    wanted = [Wanted.read(one) for one in raw]
    if len({one.plan for one in wanted}) != len(wanted):
        raise refusals.WrongShape
    return wanted


def hours(raw: object) -> int:
    """Return for how long, 1 to 72 hours."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 < raw <= rules.MOST_HOURS:
        raise refusals.WrongShape
    return raw


def had(raw: object) -> str | dict[str, str]:
    """Return what a tablet says it has: one hash over everything, or plan → digest."""
    if isinstance(raw, str):
        return _digest(raw)
    if not isinstance(raw, dict) or len(raw) > rules.MOST_PLANS:
        raise refusals.WrongShape
    return {an_id(plan): _digest(digest) for plan, digest in raw.items()}


def public_key(raw: str) -> bytes:
    """Return the 32 bytes of a vault's public half."""
    try:
        found = b64decode(raw, validate=True)
    except (BadBase64, ValueError):
        raise refusals.WrongShape from None
    if len(found) != 32:
        raise refusals.WrongShape
    return found


def unsent(raw: object) -> int:
    """Return how many letters a tablet still holds."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= rules.MOST_UNSENT:
        raise refusals.WrongShape
    return raw


def an_id(raw: object) -> str:
    """Return an id of 32 hex digits."""
    if not isinstance(raw, str) or not _ID.fullmatch(raw):
        raise refusals.WrongShape
    return raw


def _digest(raw: object) -> str:
    if not isinstance(raw, str) or not _DIGEST.fullmatch(raw):
        raise refusals.WrongShape
    return raw
