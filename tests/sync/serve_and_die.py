"""Serves one installation on this machine alone, and kills itself, as a power cut would, at the point it is told.

Reads lines of JSON: {"environ": {…}, "die_at": "before INSERT INTO revision", "nth": 2}. For each it forks a server,
says {"port": n, "pid": n} once that listens, and {"ended": n} once it is gone. Points are statements of the
database, "before" or "after" they ran; "before commit"; and "after commit", when everything is on the disk and no
answer has left.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import waitress
from flask import has_request_context, request
from sqlalchemy import event

from safeplan import db
from safeplan.config import Settings
from safeplan.web.app import create_app
from tests.installation import cheap_words


class Point:
    """Where the server dies: the nth time it comes there while it takes in what was written."""

    def __init__(self, at: str, nth: int) -> None:
        self.at, self.left, self.committing = at, nth, False

    def passed(self, where: str) -> None:
        if not (has_request_context() and request.method == "POST" and where.startswith(self.at)):
            return
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def serve(told: dict[str, Any]) -> None:
    app = create_app(Settings.load(told["environ"]))
    database, point = app.extensions[db.EXTENSION], Point(told["die_at"], told["nth"])

    def before(_connection, _cursor, statement, *_more):  # type: ignore[no-untyped-def]
        point.passed(f"before {' '.join(statement.split())}")

    def after(_connection, _cursor, statement, *_more):  # type: ignore[no-untyped-def]
        point.passed(f"after {' '.join(statement.split())}")

    event.listen(database.engine, "before_cursor_execute", before)
    event.listen(database.engine, "after_cursor_execute", after)

    def committing(_connection):  # type: ignore[no-untyped-def]
        point.passed("before commit")
        point.committing = True

    def committed(_session):  # type: ignore[no-untyped-def]
        # A savepoint that is let go says the same, and is not on the disk.
        if point.committing:
            point.passed("after commit")

    event.listen(database.engine, "commit", committing)
    event.listen(database.sessions, "after_commit", committed)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=1)
    say({"port": server.effective_port, "pid": os.getpid()})
    with cheap_words():
        server.run()


def say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            serve(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say({"ended": os.waitstatus_to_exitcode(status)})


if __name__ == "__main__":
    main()
