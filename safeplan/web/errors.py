"""Turns what went wrong into an answer that says what to do and gives nothing away."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from safeplan import db
from safeplan.crypto import Busy, CryptoError
from safeplan.web.unit_of_work import roll_back

REASONS = {
    400: "wrong-shape",
    401: "sign-in",
    403: "not-yours-to-do",
    404: "nothing-here",
    405: "nothing-here",
    413: "too-large",
    415: "wrong-shape",
    429: "wait",
}


class Problem(Exception):
    """A refusal with a reason code. What the request wrote is undone; `afterwards` is then recorded.

    `afterwards` takes a session and writes what must be kept all the same, such as
    the audit row of a refused attempt.
    """

    def __init__(
        self,
        status: int,
        reason: str,
        *,
        afterwards: Callable[[Session], None] | None = None,
        **extra: object,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.afterwards = afterwards
        self.extra = extra


def nothing_here(afterwards: Callable[[Session], None] | None = None) -> Problem:
    """The answer to a stranger: the same as for a page that never was."""
    return Problem(404, "nothing-here", afterwards=afterwards)


def _answer(status: int, reason: str, **extra: object) -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        return jsonify({"reason": reason, **extra}), status
    return render_template("error.html", status=status, reason=reason), status


def _on_problem(problem: Problem) -> tuple[Response | str, int]:
    roll_back()
    if problem.afterwards is not None:
        problem.afterwards(db.session())
    return _answer(problem.status, problem.reason, **problem.extra)


def _on_http(error: HTTPException) -> tuple[Response | str, int]:
    roll_back()
    status = error.code or 500
    return _answer(404 if status == 405 else status, REASONS.get(status, "not-now"))


def _on_csrf(_error: CSRFError) -> tuple[Response | str, int]:
    roll_back()
    return _answer(400, "token")


def _on_busy(_error: Busy) -> tuple[Response | str, int]:
    roll_back()
    return _answer(429, "wait", seconds=2)


def _on_crypto(error: CryptoError) -> tuple[Response | str, int]:
    # A sealed row that does not open is never skipped: half a plan could leave a child unprotected.
    roll_back()
    row = getattr(error, "row", "")
    return _answer(500, "damaged", row=row) if row else _answer(500, "damaged")


def install(app: Flask) -> None:
    app.register_error_handler(Problem, _on_problem)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Busy, _on_busy)
    app.register_error_handler(CryptoError, _on_crypto)
