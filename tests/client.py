"""A browser as the tests play it: one cookie, a token in memory, JSON in and out."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode, urlsafe_b64encode
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

    def places(self, plan: str) -> dict[str, Any]:
        """Open what finds people: a session just begun has just given its words."""
        answer = self.get(f"/api/1/plans/{plan}/places")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return dict(answer.json)  # type: ignore[arg-type]

    def part(self, plan: str, kind: str, about: str = "") -> dict[str, Any]:
        """Return a compartment as the browser sees it, by class and the entry it is about."""
        parts = self.open(plan)["compartments"]
        return next(one for one in parts if (one["class"], one["about"]) == (kind, about))

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


class TabletClient:
    """A tablet as the tests play it: a vault's key pair, letters in two halves, and a token of its own."""

    def __init__(self, app: Flask, person: PersonClient, kind: str = "ipad") -> None:
        self.http: FlaskClient = app.test_client()
        self.person, self.id, self.kind = person, person.device, kind
        self.vault = crypto.new_keypair()
        answer = person.post("/api/1/devices", self.enrolment)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        self.answer: dict[str, Any] = dict(answer.json)  # type: ignore[arg-type]
        self.author = b64decode(self.answer["author"]["public"])

    @property
    def enrolment(self) -> dict[str, str]:
        return {"id": self.id, "public": b64encode(self.vault.public).decode(), "kind": self.kind}

    @property
    def header(self) -> dict[str, str]:
        token = urlsafe_b64encode(b64decode(self.answer["token"])).decode().rstrip("=")
        return {"Authorization": f"Device {self.id}.{token}"}

    def post(self, path: str, body: object) -> TestResponse:
        """Send with the token alone: no cookie, no form token, no page it came from."""
        return self.http.post(path, json=body, headers=self.header, base_url="https://localhost")

    def deliver(self, *letters: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.post("/api/1/letters", {"letters": list(letters)})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return list(answer.json["receipts"])  # type: ignore[index]

    def letter(self, revision: dict[str, Any], part: dict[str, Any] | None = None) -> dict[str, Any]:
        """Seal a revision as the vault does: to the letterbox of `part` and to its author, or to the latter alone."""
        where = (part["id"], part["epoch"]) if part else ("", 0)
        inside = {**revision, "compartment": where[0]}
        info = letter_info(inside, where, self.person.id)
        sealed = crypto.seal_to(b64decode(part["letterbox"]), crypto.canonical(inside), info) if part else b""
        own = crypto.seal_to(self.author, crypto.canonical(inside), info)
        clear = {name: revision[name] for name in ("id", "plan", "entry", "device")}
        halves = {"sealed": b64encode(sealed).decode(), "own": b64encode(own).decode()}
        return {**clear, "compartment": where[0], "epoch": where[1], **halves}

    def take(self, *plans: str, place: bool = False, **more: Any) -> dict[str, Any]:
        wanted = [{"plan": plan, "place": place} for plan in plans]
        answer = self.person.post("/api/1/visit", {"device": self.id, "plans": wanted, **more})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return dict(answer.json)  # type: ignore[arg-type]

    def opened(self, pack: dict[str, Any]) -> dict[str, Any]:
        """Open one pack of an answer with the vault's private half."""
        info = crypto.pack_info(self.id, self.person.id, pack["plan"], pack["until"])
        return dict(json.loads(crypto.open_from(self.vault, b64decode(pack["sealed"]), info)))


def letter_info(revision: dict[str, Any], where: tuple[str, int], author: str) -> bytes:
    """Return what ties a letter to its place; without a compartment, "" and 0."""
    return crypto.letter_info(revision["plan"], *where, revision["id"], author, revision["device"])


def letter_hash(letter: dict[str, Any]) -> str:
    """Return the hash a receipt for this letter must carry."""
    return sha256(b64decode(letter["sealed"] or letter["own"])).hexdigest()
