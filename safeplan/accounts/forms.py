"""What may be sent when somebody signs in, hands the tablet to a child, or changes their passphrase."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, SubmitField
from wtforms.validators import DataRequired, Length

from safeplan import refusals

LONGEST_TEXT = 1024
TOO_LONG = f"Use at most {LONGEST_TEXT} characters."
LARGEST_GATE = 4096  # bytes of JSON: it is sealed into the session's row
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class SignInBody:
    """An address, the passphrase and, if the browser has one, its device id."""

    email: str
    passphrase: str = field(repr=False)
    device: str = ""

    @classmethod
    def read(cls, body: object) -> SignInBody:
        """Read a JSON body; refusals.WrongShape otherwise."""
        sent = _object(body)
        device = sent.get("device", "")
        known = isinstance(device, str) and _ID.fullmatch(device)
        return cls(_text(sent, "email"), _text(sent, "passphrase"), device if known else "")


@dataclass(frozen=True)
class StepUpBody:
    """The passphrase, once more."""

    passphrase: str = field(repr=False)

    @classmethod
    def read(cls, body: object) -> StepUpBody:
        """Read a JSON body; refusals.WrongShape otherwise."""
        return cls(_text(_object(body), "passphrase"))


@dataclass(frozen=True)
class ChildBody:
    """Whose pages on which plan, and the little the child's page needs (`gate`): kept and given back unread."""

    plan: str
    child: str
    gate: dict[str, Any] = field(repr=False)

    @classmethod
    def read(cls, body: object) -> ChildBody:
        """Read a JSON body; refusals.WrongShape otherwise."""
        sent = _object(body)
        gate = sent.get("gate", {})
        if not isinstance(gate, dict) or len(json.dumps(gate)) > LARGEST_GATE:
            raise _wrong(gate="Too much.")
        return cls(_id(sent, "plan"), _id(sent, "child"), gate)


def _wrong(**fields: str) -> refusals.WrongShape:
    """Say that what was sent is not what this call takes; `fields` says where."""
    return refusals.WrongShape(fields=fields)


def _object(body: object) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise _wrong()
    return body


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        raise _wrong(**{name: "Missing or too long."})
    return value


def _id(body: dict[str, Any], name: str) -> str:
    value = _text(body, name)
    if not _ID.fullmatch(value):
        raise _wrong(**{name: "Not an id."})
    return value


class WordsForm(FlaskForm):
    """Change one's own passphrase: the old one, and another of one's own choice or none for a generated one."""

    old = PasswordField(
        "Your passphrase now",
        [DataRequired("Type the passphrase you sign in with."), Length(max=LONGEST_TEXT, message=TOO_LONG)],
    )
    new = PasswordField(
        "A passphrase of your own (leave empty for five new words)", [Length(max=LONGEST_TEXT, message=TOO_LONG)]
    )
    save = SubmitField("Change my passphrase")
