"""Measures several things in interleaved rounds, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Call = Callable[[], float]


@dataclass(frozen=True)
class Series:
    """What one call took: seconds, a list a round."""

    rounds: list[list[float]]

    @property
    def p50_ms(self) -> float:
        return median(one for each in self.rounds for one in each) * 1e3

    @property
    def p95_ms(self) -> float:
        ordered = sorted(one for each in self.rounds for one in each)
        return ordered[int(0.95 * (len(ordered) - 1))] * 1e3

    def ratio(self, base: Series) -> tuple[float, float, float]:
        """Return (median, least, most) of the rounds' own ratios of medians to `base`."""
        each = [median(mine) / median(theirs) for mine, theirs in zip(self.rounds, base.rounds, strict=True)]
        return median(each), min(each), max(each)


def interleaved(calls: Mapping[str, Call], rounds: int, times: int, warm: int = 3) -> dict[str, Series]:
    """Call each in turn, a few times at a go, until each was called `times` in every round."""
    for call in calls.values():
        for _ in range(warm):
            call()
    found: dict[str, list[list[float]]] = {name: [] for name in calls}
    for _ in range(rounds):
        taken: dict[str, list[float]] = {name: [] for name in calls}
        while any(len(one) < times for one in taken.values()):
            for name, call in calls.items():
                taken[name].extend(call() for _ in range(min(5, times - len(taken[name]))))
        for name, one in taken.items():
            found[name].append(one)
    return {name: Series(each) for name, each in found.items()}
