"""Commits in one place: everything a request wrote stands, with its audit rows, or nothing does."""

from __future__ import annotations

from flask import Flask, Response, g
from sqlalchemy.orm import Session


def commit_answered(response: Response) -> Response:
    """Commit before the answer leaves: what the screen calls saved must be on the disk."""
    session: Session | None = g.get("db_session")
    if session is not None and not g.get("roll_back", False):
        session.commit()
    return response


def close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db_session", None)
    if session is not None:
        session.close()


def roll_back() -> None:
    """Undo what this request wrote; for error handlers."""
    session: Session | None = g.get("db_session")
    if session is not None:
        session.rollback()


def install(app: Flask) -> None:
    app.after_request(commit_answered)
    app.teardown_request(close)
