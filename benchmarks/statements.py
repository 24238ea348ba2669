"""Counts what one request asks of the database, by an event in the engine: not by reading the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import event

from benchmarks.client import DEVICE
from benchmarks.installation import EMAIL, Installation, Saver
from safeplan import db
from safeplan.demo.making import WORDS
from safeplan.web.app import create_app

BASE = "https://localhost"
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


class Counter:
    """Every statement since the last `taken()`; those that only begin and end something are counted apart."""

    def __init__(self, app: Flask) -> None:
        self.seen: list[str] = []
        event.listen(app.extensions[db.EXTENSION].engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.seen.append(" ".join(statement.split()))

    def taken(self) -> dict[str, Any]:
        """Return {statements, control, sql} and begin again."""
        seen, self.seen = self.seen, []
        asked = [one for one in seen if not one.upper().startswith(CONTROL)]
        return {"statements": len(asked), "control": len(seen) - len(asked), "sql": asked}


def count(made: Installation) -> dict[str, dict[str, Any]]:
    """Return the statements of one sign-in, open, list and save, each when warm."""
    app = create_app(made.settings())
    counter, client = Counter(app), app.test_client()
    token = {"token": client.get("/api/1/session", base_url=BASE).get_json()["csrf"]}

    def post(path: str, body: object) -> Any:
        headers = {"X-CSRFToken": token["token"], "Referer": f"{BASE}/"}
        return client.post(path, json=body, headers=headers, base_url=BASE).get_json()

    def get(path: str) -> Any:
        answer = client.get(path, base_url=BASE)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return answer.get_json()

    token["token"] = post("/api/1/session", {"email": EMAIL, "passphrase": WORDS, "device": DEVICE})["csrf"]
    login = counter.taken()
    plan = made.plans["4kb"]
    saver = Saver(get(f"/api/1/plans/{plan}"))
    calls: dict[str, Callable[[], Any]] = {
        "server_open": lambda: get(f"/api/1/plans/{plan}"),
        "server_open_200": lambda: get(f"/api/1/plans/{made.plans['200']}"),
        "list": lambda: get("/api/1/plans"),
        "server_save": lambda: post("/api/1/revisions", {"revisions": [saver.next()]}),
    }
    found = {"login": login}
    for name, call in calls.items():
        call()
        counter.taken()
        call()
        found[name] = counter.taken()
    app.extensions[db.EXTENSION].engine.dispose()
    return found
