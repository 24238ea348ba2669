"""Serves the blank pages into which the browser binds data: rendered once, the same bytes for everybody."""

from __future__ import annotations

import gzip
from hashlib import sha256

from flask import Blueprint, Flask, Response, current_app, render_template, request

from safeplan import refusals
from safeplan.web.access import public
from safeplan.web.headers import IMMUTABLE

blueprint = Blueprint("shell", __name__)
EXTENSION = "safeplan.shell"
# What a tablet keeps: path → template. Every plan's address answers with the page at "/".
PAGES = {"/": "app.html", "/board": "board.html", "/needs-signal": "needs-signal.html"}
PIECES = "pieces.html"


class Pages:
    """Each shell page's bytes, plain and compressed. They hold no secret, so compressing gives nothing away."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, bytes]] = {}

    def get(self, template: str) -> tuple[bytes, bytes]:
        if template not in self._kept or current_app.debug:
            plain = "\n".join(line.strip() for line in render_template(template).splitlines() if line.strip())
            self._kept[template] = (plain.encode(), gzip.compress(plain.encode(), mtime=0))
        return self._kept[template]

    def pieces_url(self) -> str:
        """Return the path of what is drawn inside a plan, named by its bytes: a shell never meets another one's."""
        return f"/pieces-{sha256(self.get(PIECES)[0]).hexdigest()[:16]}.html"


def _page(template: str) -> Response:
    pages: Pages = current_app.extensions[EXTENSION]
    plain, compressed = pages.get(template)
    small = "gzip" in request.accept_encodings
    response = Response(compressed if small else plain, mimetype="text/html")
    if small:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@blueprint.get("/")
@public
def shell() -> Response:
    return _page("app.html")


@blueprint.get("/p/<plan>")
@public
def shell_of_plan(plan: str) -> Response:
    # The same blank page whether or not there is such a plan.
    return _page("app.html")


@blueprint.get("/board")
@public
def board() -> Response:
    return _page("board.html")


@blueprint.get("/pieces-<digest>.html")
@public
def pieces(digest: str) -> Response:
    kept: Pages = current_app.extensions[EXTENSION]
    if kept.pieces_url() != f"/pieces-{digest}.html":
        raise refusals.NothingHere
    response = _page(PIECES)
    response.headers["Cache-Control"] = IMMUTABLE
    return response


@blueprint.get("/needs-signal")
@public
def needs_signal() -> Response:
    return _page("needs-signal.html")


def install(app: Flask) -> None:
    kept = app.extensions[EXTENSION] = Pages()
    app.jinja_env.globals["pieces_url"] = kept.pieces_url
    app.register_blueprint(blueprint)
