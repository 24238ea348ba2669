"""What looking after agencies refuses, in words a screen can show."""

from __future__ import annotations


class Refused(Exception):
    """A request that cannot be met; the message is for whoever asked, the code for the browser."""

    code = "refused"


class NoRecovery(Refused):
    """The agency has no recovery key, and no plan may exist that could be lost for good."""

    code = "no-recovery"


class SheetsDiffer(Refused):
    """What was typed back is not what stands on the recovery sheets."""


class NothingHere(Exception):
    """No such team, person or desk in this agency."""
