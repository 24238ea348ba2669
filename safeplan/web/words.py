"""Hands the browser the field's words in one file: forms, catalogue, rules, boards; the same for everybody."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256

from flask import Blueprint, Flask, Response, current_app, request

from safeplan import catalogue, children, entries, refusals, rules
from safeplan.crypto import canonical
from safeplan.entries import sections
from safeplan.web.access import public
from safeplan.web.headers import IMMUTABLE

blueprint = Blueprint("words", __name__)
EXTENSION = "safeplan.words"


class Words:
    """The bytes of words-HASH.json and the hash in its name."""

    def __init__(self) -> None:
        self.plain = canonical(
            {
                "entries": entries.schema(),
                "sections": sections.export(),
                "catalogue": catalogue.load().export(),
                "rules": rules.export(),
                "boards": children.export(),
            }
        )
        self.compressed = gzip.compress(self.plain, mtime=0)
        self.name = f"words-{sha256(self.plain).hexdigest()[:16]}.json"


@blueprint.get("/<name>.json")
@public
def words(name: str) -> Response:
    kept: Words = current_app.extensions[EXTENSION]
    if f"{name}.json" != kept.name:
        raise refusals.NothingHere
    compressed = "gzip" in request.accept_encodings
    response = Response(kept.compressed if compressed else kept.plain, mimetype="application/json")
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = IMMUTABLE
    return response


@cache
def _words() -> Words:
    """Return this release's words: they come with the source, so they are gathered once a process."""
    return Words()


def install(app: Flask) -> None:
    kept = _words()
    app.extensions[EXTENSION] = kept
    app.register_blueprint(blueprint)
    app.jinja_env.globals["words_url"] = f"/{kept.name}"
