"""The least a Flask server can do: answer stored JSON, with and without one durable, hash-chained audit row."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, jsonify, request

from safeplan import crypto


def create_plain(folder: Path) -> Flask:
    """Return an app that answers FOLDER/NAME.json at /plain/NAME and, with the audit row, at /audited/NAME.

    It asks nobody who they are, opens nothing sealed and checks nothing: it is what cannot be saved.
    """
    app = Flask("plain")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    answers = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
    note, salt, pepper = _auditor(folder / "plain.db"), secrets.token_bytes(16), secrets.token_bytes(32)

    @app.route("/plain/<name>", methods=["GET", "POST"])
    def plain(name: str) -> Response:
        request.get_json(silent=True)
        return jsonify(answers[name])

    @app.route("/audited/<name>", methods=["GET", "POST"])
    def audited(name: str) -> Response:
        request.get_json(silent=True)
        note(name)
        return jsonify(answers[name])

    @app.post("/kdf")
    def kdf() -> Response:
        crypto.stretch("lantern pebble orchard", salt, pepper, crypto.new_id(), crypto.KdfParams())
        return jsonify({})

    return app


def _auditor(path: Path) -> Callable[[str], None]:
    """Return a function that appends one audit row and returns when it is on the disk; plain sqlite3, no ORM."""
    local = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(local, "open"):
            local.open = sqlite3.connect(path, isolation_level=None, timeout=15)
            local.open.execute("PRAGMA journal_mode=WAL")
            local.open.execute("PRAGMA synchronous=FULL")
        return local.open

    def note(what: str) -> None:
        database = connection()
        database.execute("BEGIN IMMEDIATE")
        last = database.execute("SELECT chain FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        chain = sha256((last[0] if last else b"") + what.encode()).digest()
        database.execute("INSERT INTO audit (what, chain) VALUES (?, ?)", (what, chain))
        database.execute("COMMIT")

    connection().execute("CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, what TEXT, chain BLOB)")
    return note
