"""Every kind of entry, by the name that is sealed with it: whatever class of Entry a module of this folder defines."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from safeplan.entries.entry import Entry


def _defined() -> Iterator[type[Entry]]:
    for name in sorted(found.name for found in iter_modules(__path__)):
        module = import_module(f"{__name__}.{name}")
        for one in vars(module).values():
            # A module may import another's class; it is that one's kind.
            if isinstance(one, type) and issubclass(one, Entry) and one.__module__ == module.__name__:
                yield one


def _named() -> dict[str, type[Entry]]:
    kinds: dict[str, type[Entry]] = {}
    for cls in _defined():
        if cls.info.name in kinds:
            raise ValueError(f"{cls.__name__} and {kinds[cls.info.name].__name__} are both called {cls.info.name}")
        kinds[cls.info.name] = cls
    return kinds


KINDS: dict[str, type[Entry]] = _named()
