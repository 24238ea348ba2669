"""The forms of sharing: each step asks its own question and carries the answers before it.

Nothing of a choice is kept in a session or a URL. Every step checks everything again.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from safeplan.sharing.rules import LONGEST_LINE

Choices = Iterable[tuple[str, str]]

CONNECTED = [
    SelectChoice("no", "No"),
    SelectChoice("unknown", "I have asked, and it is not known"),
    SelectChoice("yes", "Yes"),
]
WISHES = [
    SelectChoice("contribute", "Answer what is asked, and add what they know"),
    SelectChoice("read", "Read only"),
]
STOP_CONNECTED = "Then this plan is not for them. Decide not to share instead."


def _offered(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]


class WhoForm(FlaskForm):
    """Step one: a named person, and whether they are connected to the family."""

    person = RadioField("Who is it for?", [InputRequired("Choose a person.")], validate_choice=False)
    connected = RadioField(
        "Are they connected to the family, or to the person causing harm?",
        [InputRequired("Ask first. A colleague may be a relative.")],
        choices=CONNECTED,
    )

    def validate_connected(self, field: RadioField) -> None:
        if field.data == "yes":
            raise ValidationError(STOP_CONNECTED)

    def offer_people(self, people: Choices) -> None:
        """Say who may be chosen; anybody else gets the same words as somebody who does not exist."""
        self.person.choices = _offered(people)

    def validate_person(self, field: RadioField) -> None:
        if field.data not in [one.value for one in field.choices or ()]:
            raise ValidationError("This person cannot be added here.")


class WhatForm(WhoForm):
    """Step two: which parts, and whether they may write there."""

    parts = SelectMultipleField("Parts", validate_choice=False)
    right = RadioField("What may they do?", [InputRequired("Say what they may do.")], choices=WISHES)

    def offer_parts(self, parts: Iterable[str]) -> None:
        """Say which compartments may be given."""
        self.parts.choices = [SelectChoice(part) for part in parts]

    def validate_parts(self, field: SelectMultipleField) -> None:
        offered = [one.value for one in field.choices or ()]
        if not field.data:
            raise ValidationError("Tick at least one part.")
        if any(part not in offered for part in field.data):
            raise ValidationError("One of these parts cannot be given.")


class WhyForm(WhatForm):
    """Step three: the basis, one line, and until when."""

    basis = RadioField("On which basis?", [InputRequired("Choose a basis.")])
    line = StringField("Why, in one line", [DataRequired("Write why, in one line."), Length(max=LONGEST_LINE)])
    until = DateField("Until (leave empty if there is no end)", [Optional()])
    # Asked for, and needed, only where what finds people goes along.
    words = PasswordField("Your passphrase, once more")

    def offer_bases(self, bases: Choices) -> None:
        """Put the bases in the order that suits the recipient's agency; none is chosen beforehand."""
        self.basis.choices = _offered(bases)


class ReasonForm(FlaskForm):
    """Why not, or why no longer: a picked reason, and a line if it helps."""

    reason = RadioField("Why?", [InputRequired("Choose a reason.")])
    line = StringField("In one line, if it helps", [Length(max=LONGEST_LINE)])

    def offer_reasons(self, reasons: Choices) -> None:
        self.reason.choices = _offered(reasons)


class NotShareForm(ReasonForm):
    """Decide not to share with a named person."""

    person = RadioField("With whom?", [InputRequired("Choose a person.")], validate_choice=False)

    def offer_people(self, people: Choices) -> None:
        self.person.choices = _offered(people)

    def validate_person(self, field: RadioField) -> None:
        if field.data not in [one.value for one in field.choices or ()]:
            raise ValidationError("This person cannot be chosen here.")
