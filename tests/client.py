"""A browser as the tests play it: one cookie, a token in memory, JSON in and out."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from safeplan import clock, crypto, entries

EMPTY_WITHDRAWN = {"withdrawn": "", "why": "", "known_to_parent": False}


class PersonClient:
    """Somebody at their own browser."""

    def __init__(self, app: Flask, person: str) -> None:
        self.id = person
        # __Host- cookies are Secure, so the test browser speaks https as a real one would.
        self.http: FlaskClient = app.test_client()
        self.token = ""
        self.device = crypto.new_id()

    def sign_in(self, email: str, words: str) -> PersonClient:
        self.token = self.get("/api/1/session").json["csrf"]  # type: ignore[index]
        body = {"email": email, "passphrase": words, "device": self.device}
        answer = self.post("/api/1/session", body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        self.token = answer.json["csrf"]  # type: ignore[index]
        return self

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.http.get(path, base_url="https://localhost", **more)

    def send(self, method: str, path: str, body: object = None, **more: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.token, "Referer": "https://localhost/", **more.pop("headers", {})}
        return self.http.open(path, method=method, json=body, headers=headers, base_url="https://localhost", **more)

    def post(self, path: str, body: object = None, **more: Any) -> TestResponse:
        return self.send("POST", path, {} if body is None else body, **more)

    def submit(self, path: str, form: dict[str, Any], page: str = "") -> TestResponse:
        """Send a server-rendered form, with the token of the page it stands on."""
        shown = self.get(page or path).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
        token = {"csrf_token": found.group(1)} if found else {}
        return self.http.post(
            path,
            data={**token, **form},
            headers={"Referer": "https://localhost/"},
            base_url="https://localhost",
        )

    def new_plan(self, **more: Any) -> str:
        body = {"id": crypto.new_id(), "staff_know": "no", "excluded": [], **more}
        answer = self.post("/api/1/plans", body)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return str(body["id"])

    def open(self, plan: str) -> dict[str, Any]:
        answer = self.get(f"/api/1/plans/{plan}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return dict(answer.json)  # type: ignore[arg-type]

    def revision(self, plan: str, kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Return a revision ready to push: `data` over the kind's empty fields."""
        empty = entries.schema()[kind]["empty"]
        document = {"v": entries.schema()[kind]["v"], "kind": kind, "data": {**empty, **data}, **EMPTY_WITHDRAWN}
        document.update(more.pop("document", {}))
        return {
            "id": crypto.new_id(),
            "plan": plan,
            "compartment": "",
            "entry": crypto.new_id(),
            "parents": [],
            "document": document,
            "device": self.device,
            "authored_at": clock.now_ms(),
            **more,
        }

    def push(self, *revisions: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.post("/api/1/revisions", {"revisions": list(revisions)})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return list(answer.json["receipts"])  # type: ignore[index]

    def write(self, plan: str, kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Push one revision that must be accepted; return it."""
        revision = self.revision(plan, kind, data, **more)
        [receipt] = self.push(revision)
        assert receipt["state"] == "accepted", receipt
        return revision


def content_hash(revision: dict[str, Any]) -> str:
    """Return the hash a receipt for this revision must carry."""
    text = json.dumps(revision, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
