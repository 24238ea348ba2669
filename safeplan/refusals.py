"""What this house refuses, in its own words (domain exceptions): a code says why; only `web/` knows a status for it.

Each class lists the codes it may give, its own first. A guard holds every code that is raised against these lists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Refused(Exception):
    """A request that is not met, and why. What it wrote is undone; `afterwards` is then recorded.

    `afterwards` takes a session and writes what must be kept all the same, such as the audit row of a refused
    attempt. `more` is what goes along with the code to whoever asked.
    """

    reasons: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, reason: str = "", *, afterwards: Callable[[Session], None] | None = None, **more: object
    ) -> None:
        self.reason = reason or self.reasons[0]
        super().__init__(self.reason)
        self.afterwards = afterwards
        self.more = more


class WrongShape(Refused):
    """What was sent is not what this takes."""

    reasons = ("wrong-shape", "unknown-field")


class NotAnswered(Refused):
    """Something must be said first that was not said, or not by a code that there is."""

    reasons = ("reason-missing", "basis-missing", "sentence-missing", "who-knows-this-family", "wrong-day")


class NotPossible(Refused):
    """What was asked for cannot be done with whom or what was named; who exists is not told by it."""

    reasons = ("cannot-be-added", "cannot-be-given", "cannot-lead", "excluded-cannot-lead")


class NotSignedIn(Refused):
    """Nobody is known to be asking: no session, or a token that is nobody's."""

    reasons: ClassVar[tuple[str, ...]] = ("sign-in", "device")


class NotAllowed(Refused):
    """Whoever asks may see this is here, and may not do this with it."""

    reasons = ("not-yours-to-do", "read-only", "say-why", "somebody-else-reviews", "lost")


class StepUpNeeded(Refused):
    """The words must be given once more first."""

    reasons = ("step-up",)


class NothingHere(Refused):
    """The answer to a stranger: the same as for what never was."""

    reasons = ("nothing-here",)


class Conflict(Refused):
    """What is here already stands against it."""

    reasons: ClassVar[tuple[str, ...]] = ("id-in-use", "lost")


class Stopped(Conflict):
    """A rule's stop, or whatever its receipt says, stands against a revision; the code is theirs."""

    reasons = ("not-now",)


class InWords(Conflict):
    """A request that cannot be met, in a sentence a screen can show."""

    reasons: ClassVar[tuple[str, ...]] = ("refused",)

    def __init__(self, words: str) -> None:
        super().__init__(words=words)
        self.words = words

    def __str__(self) -> str:
        return self.words


class TooLarge(Refused):
    """More at once than is taken."""

    reasons = ("too-large",)


class TooOften(Refused):
    """Too many of these; `seconds` until the next may come."""

    reasons = ("wait",)

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds
