"""One keep-alive client, signed in or not, that says how long each answer took."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any

from benchmarks.installation import EMAIL
from safeplan.demo.making import WORDS

DEVICE = "e" * 32


class Client:
    """A browser's part: one connection, one cookie, a token in memory. `address` is where it seems to come from."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))
        self.headers = {"Accept": "application/json"}

    def call(self, method: str, path: str, body: object = None) -> tuple[float, bytes]:
        """Return (seconds, the answer's bytes); RuntimeError for a refusal."""
        sent = None if body is None else json.dumps(body)
        headers = {**self.headers, "Content-Type": "application/json"} if sent else self.headers
        begun = time.perf_counter()
        self.connection.request(method, path, body=sent, headers=headers)
        answer = self.connection.getresponse()
        words = answer.read()
        took = time.perf_counter() - begun
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {words[:200]!r}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.headers["Cookie"] = cookie.split(";", 1)[0]
        return took, words

    def get(self, path: str) -> tuple[float, bytes]:
        return self.call("GET", path)

    def json(self, path: str) -> Any:
        return json.loads(self.get(path)[1])

    def sign_in(self) -> float:
        """Sign Priya in and return the seconds the sign-in itself took."""
        self.headers.pop("Cookie", None)
        self.headers["X-CSRFToken"] = self.json("/api/1/session")["csrf"]
        body = {"email": EMAIL, "passphrase": WORDS, "device": DEVICE}
        took, words = self.call("POST", "/api/1/session", body)
        self.headers["X-CSRFToken"] = json.loads(words)["csrf"]
        return took

    def push(self, revision: dict[str, Any]) -> float:
        """Push one revision that must be accepted; return the seconds."""
        took, words = self.call("POST", "/api/1/revisions", {"revisions": [revision]})
        [receipt] = json.loads(words)["receipts"]
        if receipt["state"] != "accepted":
            raise RuntimeError(f"a save was not taken: {receipt}")
        return took
