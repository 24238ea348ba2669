"""Cheap passphrases for the administrator's pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from safeplan.accounts import unlocking
from safeplan.crypto import KdfParams


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlocking, "COST", KdfParams(m_kib=64, t=1, p=1))


class Plans:
    """Plans as these pages meet them: what they are told about people and desks is noted, no plan is touched."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.told: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def excluded_on_desk(self, _session: Any, _desk: str, _person: str) -> bool:
        return False

    def person_ended(self, _session: Any, _actor: Any, person: str) -> None:
        self.told.append(person)

    def person_key_changed(self, _session: Any, _actor: Any, person: str) -> int:
        self.told.append(person)
        return 2


@pytest.fixture
def plans(app: Flask) -> Plans:
    """Put `Plans` where the pages look for plans."""
    put = app.extensions["safeplan.plan_side"] = Plans(app.extensions["safeplan.plan_side"])
    return put
