"""Turns what went wrong into an answer that says what to do and gives nothing away (error handlers).

The one place that knows a status for a refusal. What has no row here is closed: there is nothing here.
"""

from __future__ import annotations

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from safeplan import db, refusals
from safeplan.crypto import Busy, CryptoError
from safeplan.web.unit_of_work import roll_back


class NotJson(refusals.WrongShape):
    """A body that does not even say it is JSON."""


class OldClient(refusals.Refused):
    """A page of an older release, which might show wrongly what it reads."""

    reasons = ("update",)


STATUS: dict[type[refusals.Refused], int] = {
    refusals.WrongShape: 400,
    refusals.NotAnswered: 400,
    refusals.NotPossible: 400,
    refusals.NotSignedIn: 401,
    refusals.NotAllowed: 403,
    refusals.StepUpNeeded: 403,
    refusals.NothingHere: 404,
    refusals.Conflict: 409,
    refusals.TooLarge: 413,
    NotJson: 415,
    OldClient: 426,
    refusals.TooOften: 429,
}
"""A refusal's status; one that has none of its own has that of what it is a kind of."""

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
"""What is said where no refusal of ours says it, but the web server itself."""


def status_of(refused: refusals.Refused) -> int:
    """Return the status for a refusal; what nobody gave one is closed."""
    return next((STATUS[kind] for kind in type(refused).__mro__ if kind in STATUS), 404)


def _answer(status: int, reason: str, **more: object) -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        return jsonify({"reason": reason, **more}), status
    return render_template("error.html", status=status, reason=reason), status


def _on_refused(refused: refusals.Refused) -> tuple[Response | str, int]:
    roll_back()
    if refused.afterwards is not None:
        refused.afterwards(db.session())
    if not isinstance(refused, tuple(STATUS)):
        return _answer(404, REASONS[404])
    return _answer(status_of(refused), refused.reason, **refused.more)


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
    app.register_error_handler(refusals.Refused, _on_refused)
    app.register_error_handler(CSRFError, _on_csrf)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Busy, _on_busy)
    app.register_error_handler(CryptoError, _on_crypto)
