"""Answers whether the house stands: the database is reached, and nothing else is told."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from safeplan import db
from safeplan.web.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    with db.database().reading() as connection:
        connection.execute(text("SELECT 1"))
    return jsonify(ok=True)
