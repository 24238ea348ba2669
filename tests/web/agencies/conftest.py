"""Cheap passphrases for the administrator's pages."""

from __future__ import annotations

import pytest

from safeplan.accounts import unlocking
from safeplan.crypto import KdfParams


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlocking, "COST", KdfParams(m_kib=64, t=1, p=1))
