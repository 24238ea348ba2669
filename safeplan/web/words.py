"""Hands the browser the field's words, the same for everybody: one file for plans, and one for a child's board."""

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


class File:
    """The bytes of NAME-HASH.json and the hash in its name."""

    def __init__(self, name: str, holds: dict[str, object]) -> None:
        self.plain = canonical(holds)
        self.compressed = gzip.compress(self.plain, mtime=0)
        self.name = f"{name}-{sha256(self.plain).hexdigest()[:16]}.json"


def boards() -> dict[str, object]:
    """Return what a child's page needs, and no more: it has a file of its own."""
    return {"boards": children.export()}


def of_plans() -> dict[str, object]:
    """Return what a plan is written, judged and drawn with."""
    return {
        "entries": entries.schema(),
        "sections": sections.export(),
        "catalogue": catalogue.load().export(),
        "rules": rules.export(),
    }


def everything() -> bytes:
    """Return the words of both files, as a page that has both holds them."""
    return canonical({**of_plans(), **boards()})


def files() -> list[File]:
    """Return the files the shell keeps without signal."""
    return list(current_app.extensions[EXTENSION].values())


@blueprint.get("/<name>.json")
@public
def words(name: str) -> Response:
    kept: File | None = current_app.extensions[EXTENSION].get(f"{name}.json")
    if kept is None:
        raise refusals.NothingHere
    compressed = "gzip" in request.accept_encodings
    response = Response(kept.compressed if compressed else kept.plain, mimetype="application/json")
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = IMMUTABLE
    return response


@cache
def _made() -> tuple[File, File]:
    """Return this release's files: they come with the source, so they are gathered once a process."""
    return File("words", of_plans()), File("boards", boards())


def install(app: Flask) -> None:
    made = _made()
    app.extensions[EXTENSION] = {file.name: file for file in made}
    app.register_blueprint(blueprint)
    plans_url, boards_url = (f"/{file.name}" for file in made)
    app.jinja_env.globals.update(words_url=f"{plans_url} {boards_url}", boards_url=boards_url)
