"""Cheap passphrases, a clock that tests turn, and a browser at the door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from safeplan import clock
from safeplan.accounts import unlocking
from safeplan.crypto import KdfParams
from safeplan.demo.making import WORDS

HOME = "https://localhost"


class Clock:
    """Tells the time the test wants; it begins at the real one."""

    def __init__(self) -> None:
        self.now = clock.now_ms()

    def __call__(self) -> int:
        return self.now

    def forward(self, ms: int) -> None:
        self.now += ms


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlocking, "COST", KdfParams(m_kib=64, t=1, p=1))


@pytest.fixture
def time() -> Iterator[Clock]:
    told = Clock()
    with clock.set_for_tests(told):
        yield told


class Browser:
    """A browser as it stands at the door: cookies kept, the token asked for before each write."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **more) -> TestResponse:
        return self.client.get(path, base_url=HOME, **more)

    def write(self, method: str, path: str, body=None, **more) -> TestResponse:
        token = self.get("/api/1/session").json["csrf"]
        headers = {"X-CSRFToken": token, "Referer": f"{HOME}/", **more.pop("headers", {})}
        return self.client.open(path, method=method, json=body, headers=headers, base_url=HOME, **more)

    def sign_in(self, who: str, words: str = WORDS, **more) -> TestResponse:
        body = {"email": f"{who}@demo.example", "passphrase": words, **more}
        return self.write("POST", "/api/1/session", body)

    @property
    def cookie(self) -> str:
        found = self.client.get_cookie("__Host-s")
        return found.value if found else ""


@pytest.fixture
def door(app: Flask, cast, time: Clock) -> Browser:
    return Browser(app.test_client())
