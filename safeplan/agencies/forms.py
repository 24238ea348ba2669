"""The administrator's forms: teams, people and desks."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

Choices = Iterable[tuple[str, str]]

ROLE_CHOICES = [
    SelectChoice("practitioner", "Practitioner"),
    SelectChoice("manager", "Manager"),
    SelectChoice("administrator", "Administrator: looks after accounts, can read no plan"),
]
DESK_CHOICES = [SelectChoice("managers", "Managers' desk"), SelectChoice("emergency", "Emergency desk")]
_NO_TEAM = SelectChoice("", "No team")
_NAME = Length(max=120, message="Use at most 120 characters.")
#: A choice that is not offered, or none: the list was another when the page was opened.
_NOT_OFFERED = "Choose one of these."
_ADDRESS = Regexp(r"^[^@\s]+@[^@\s]+$", message="Type an address with an @ in it.")


def _offered(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]


class TeamForm(FlaskForm):
    """Add a team."""

    name = StringField("Name of the team", [DataRequired("Type a name for the team."), _NAME])
    save = SubmitField("Add the team")


class PersonForm(FlaskForm):
    """Add somebody who works here."""

    name = StringField("Name", [DataRequired("Type a name."), _NAME])
    email = StringField(
        "E-mail address",
        [DataRequired("Type an address."), _ADDRESS, Length(max=254, message="Use at most 254 characters.")],
    )
    role = RadioField("Role", choices=ROLE_CHOICES, default="practitioner", invalid_choice_message=_NOT_OFFERED)
    team = SelectField("Team", invalid_choice_message=_NOT_OFFERED)
    save = SubmitField("Add this person")

    def offer(self, teams: Choices) -> PersonForm:
        """Put the agency's teams into the list."""
        self.team.choices = [_NO_TEAM, *_offered(teams)]
        return self


class DeskForm(FlaskForm):
    """Add a desk with its first people."""

    kind = RadioField("What it is for", choices=DESK_CHOICES, default="managers", invalid_choice_message=_NOT_OFFERED)
    name = StringField("Name of the desk", [DataRequired("Type a name."), _NAME])
    team = SelectField("Team (for a managers' desk)", invalid_choice_message=_NOT_OFFERED)
    members = SelectMultipleField(
        "Who sits on it", [DataRequired("Choose at least one person.")], invalid_choice_message=_NOT_OFFERED
    )
    save = SubmitField("Add the desk")

    def offer(self, teams: Choices, people: Choices) -> DeskForm:
        """Put the agency's teams and the people who may sit on a desk into the lists."""
        self.team.choices = [_NO_TEAM, *_offered(teams)]
        self.members.choices = _offered(people)
        return self


class NameMemberForm(FlaskForm):
    """Name somebody for a desk."""

    person = SelectField("Who", invalid_choice_message=_NOT_OFFERED)
    save = SubmitField("Name for this desk")

    def offer(self, people: Choices) -> NameMemberForm:
        """Put the people who may sit on a desk into the list."""
        self.person.choices = _offered(people)
        return self


class CheckedForm(FlaskForm):
    """Go on only after somebody says that they have checked."""

    checked = BooleanField("I have checked who this is about.", [DataRequired("Check first, then tick.")])
    save = SubmitField("Go on")


class ButtonForm(FlaskForm):
    """One button; it carries the token and nothing else."""

    save = SubmitField("Go on")
