"""What holds for plans whatever stores them: rights, classes, and which of two heads is the safer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from safeplan import catalogue

RIGHTS = ("read", "contribute", "lead")
CLASSES = ("plan", "risk", "place", "staff", "child", "kept")
ONE_PER_PLAN = ("plan", "risk", "place", "staff")
SPARE = "spare"
PLACE = "place"
"""What finds people: never in a plan as it opens, only behind the words given once more."""
PAIRS_IN_A_BLOCK = 3
STAGES = catalogue.load().codes("stages")


def allows(held: str, needed: str) -> bool:
    """Say whether a right covers another: lead covers contribute, contribute covers read."""
    return RIGHTS.index(held) >= RIGHTS.index(needed)


stronger: Callable[[str, str], str] = partial(max, key=RIGHTS.index)
"""Return the right that allows more; somebody may hold a plan both by name and through a desk."""


def heads_after(revisions: Sequence[tuple[str, Sequence[str]]], unfiled: set[str]) -> set[str]:
    """Return the heads of one entry from its revisions (id, parents), in whatever order they arrived.

    A head is a revision that stands and that no standing revision replaces. Where one was
    unfiled, what it had replaced stands again: taking an address away must not take the entry.
    """
    parents = {revision: tuple(before) for revision, before in revisions}
    replaced: set[str] = set()
    for revision, before in parents.items():
        if revision not in unfiled:
            replaced |= _standing(before, parents, unfiled)
    return {revision for revision in parents if revision not in unfiled} - replaced


def heads_next(standing: Collection[str], new: str, parents: Collection[str]) -> set[str] | None:
    """Return the heads after `new`, of an entry whose heads are `standing` and in which nobody names `new` yet.

    None where it replaces something that is no head: that takes the entry's whole log, and `heads_after`, to say.
    """
    return {new, *standing} - set(parents) if set(parents) <= set(standing) else None


def makes_cycle(revisions: Sequence[tuple[str, Sequence[str]]], new: str, parents: Sequence[str]) -> bool:
    """Say whether `new` would replace something that already says it replaces `new`.

    Parents may arrive late, so a forged pair could name each other; then neither would be a head,
    and an entry would leave the plan without anybody saying why.
    """
    known = {revision: tuple(before) for revision, before in revisions}
    todo, seen = list(parents), set()
    while todo:
        one = todo.pop()
        if one == new:
            return True
        if one not in seen:
            seen.add(one)
            todo.extend(known.get(one, ()))
    return False


def _standing(before: Sequence[str], parents: Mapping[str, Sequence[str]], unfiled: set[str]) -> set[str]:
    """Return `before`, with each unfiled one exchanged for what it had itself replaced."""
    found: set[str] = set()
    todo = list(before)
    seen: set[str] = set()
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in unfiled:
            todo.extend(parents.get(one, ()))
        found.add(one)
    return found
