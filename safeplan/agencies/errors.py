"""What looking after agencies refuses, in words a screen can show."""

from __future__ import annotations

from safeplan import refusals


class NoRecovery(refusals.InWords):
    """The agency has no recovery key, and no plan may exist that could be lost for good."""

    reasons = ("no-recovery",)


class SheetsDiffer(refusals.InWords):
    """What was typed back is not what stands on the recovery sheets."""
