"""The form of a review: a sentence per question, one for the whole plan, and one of two answers."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import SubmitField, TextAreaField
from wtforms.validators import Length

from safeplan.quality.rules import LONGEST_SENTENCE

MISSING = "Write at least one sentence, so that the lead knows what is asked."
STOPPED = "An ending with an open disagreement is not agreed here. Read what is open, or send the plan back."


class ReviewForm(FlaskForm):
    """Agree, or send back with a sentence."""

    words = TextAreaField("About the whole plan, in a sentence", [Length(max=LONGEST_SENTENCE)])
    agree = SubmitField("Agree")
    send_back = SubmitField("Send back")

    def sentences(self) -> dict[str, str]:
        """Return rule code → what was written beside it."""
        return {name[2:]: field.data or "" for name, field in self._fields.items() if name.startswith("q_")}

    @property
    def outcome(self) -> str:
        """Return agreed or sent_back, by the button pressed; "" for neither."""
        return "sent_back" if self.send_back.data else "agreed" if self.agree.data else ""

    def complete(self, stopped: bool) -> bool:
        """Validate; sending back needs a sentence somewhere, and what is `stopped` cannot be agreed."""
        if not self.validate_on_submit() or not self.outcome:
            return False
        said = [self.words.data or "", *self.sentences().values()]
        if self.outcome == "sent_back" and not any(one.strip() for one in said):
            self.words.errors = [MISSING]
            return False
        if self.outcome == "agreed" and stopped:
            self.words.errors = [STOPPED]
            return False
        return True


def review_form(codes: Iterable[str]) -> ReviewForm:
    """Return a form with a box for each question."""
    boxes = {
        f"q_{code}": TextAreaField("What is asked, in a sentence", [Length(max=LONGEST_SENTENCE)]) for code in codes
    }
    made = type("OneReview", (ReviewForm,), boxes)
    form: ReviewForm = made()
    return form
