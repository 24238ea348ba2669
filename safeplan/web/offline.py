"""Serves the worker that keeps the shell for a tablet without signal, and says which shell and clients are served.

The worker's script begins with one line written here, `self.SHELL = {"id": …, "files": {path: sha256}}`: everything the
worker may keep, and nothing else. A changed page, word, file or header changes that line, and so makes a new worker.
"""

from __future__ import annotations

import gzip
import json
from hashlib import sha256

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from safeplan.web import headers, shell, static_files, words
from safeplan.web.access import public
from safeplan.web.errors import OldClient

blueprint = Blueprint("offline", __name__)
EXTENSION = "safeplan.offline"
WORKER = "sw.js"
# Below it a client may not read; it may always write. 0: also the clients from before they said a number.
MIN_CLIENT = 0
CLIENT = "X-Client"
SESSION = "/api/1/session"
ICONS = {
    "page.svg": ("any", "any"),
    "page-192.png": ("192x192", "any"),
    "page-512.png": ("512x512", "any"),
    "page-maskable.png": ("512x512", "maskable"),
}


class Shell:
    """One whole shell: `id` names it, `files` is every path with the digest of its bytes, `script` is its worker."""

    def __init__(self) -> None:
        worker = (static_files.assets().static / "dist" / WORKER).read_bytes()
        self.files = {path: sha256(content).hexdigest() for path, content in _contents().items()} | _built()
        # A kept page keeps its headers: another policy is another shell.
        told = json.dumps([self.files, headers.ALWAYS], sort_keys=True)
        self.id = sha256(told.encode() + worker).hexdigest()[:16]
        line = f"self.SHELL = {json.dumps({'id': self.id, 'files': self.files}, sort_keys=True)};\n"
        self.script = line.encode() + worker
        self.compressed = gzip.compress(self.script, mtime=0)


def _contents() -> dict[str, bytes]:
    pages: shell.Pages = current_app.extensions[shell.EXTENSION]
    icons = sorted((static_files.assets().static / "icons").iterdir())
    return {
        **{path: pages.get(template)[0] for path, template in shell.PAGES.items()},
        **{f"/{file.name}": file.plain for file in words.files()},
        pages.pieces_url(): pages.get(shell.PIECES)[0],
        "/manifest.webmanifest": _manifest(),
        **{f"/static/icons/{icon.name}": icon.read_bytes() for icon in icons},
    }


def _built() -> dict[str, str]:
    return {
        f"/static/dist/{about['file']}": about["sha256"]
        for name, about in static_files.assets().files.items()
        if name != WORKER
    }


def _kind(icon: str) -> str:
    return "image/svg+xml" if icon.endswith(".svg") else "image/png"


def _manifest() -> bytes:
    name = current_app.jinja_env.globals["shown_name"]
    icons = [
        {"src": f"/static/icons/{file}", "sizes": sizes, "type": _kind(file), "purpose": purpose}
        for file, (sizes, purpose) in ICONS.items()
    ]
    about = {
        "name": name,
        "short_name": name,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": "en-GB",
        "background_color": "#FAF7F1",
        "theme_color": "#FAF7F1",
        "icons": icons,
    }
    return json.dumps(about, ensure_ascii=False).encode()


def current() -> Shell:
    """Return the shell that is served; made at the first call, because it holds the rendered pages."""
    kept: Shell | None = current_app.extensions[EXTENSION]
    if kept is None or current_app.debug:
        kept = current_app.extensions[EXTENSION] = Shell()
    return kept


@blueprint.get("/sw.js")
@public
def service_worker() -> Response:
    now = current()
    small = "gzip" in request.accept_encodings
    response = Response(now.compressed if small else now.script, mimetype="text/javascript")
    if small:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(now.id)
    response.make_conditional(request)
    return response


@blueprint.get("/version.json")
@public
def version() -> Response:
    return jsonify(shell=current().id, min_client=current_app.config["MIN_CLIENT"])


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    response = Response(_manifest(), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _refuse_old() -> None:
    """An old client may not read what it might show wrongly. Its session and its writing are never refused."""
    reads = request.method in ("GET", "HEAD") and request.path.startswith("/api/1/")
    if reads and not request.path.startswith(SESSION) and _client() < current_app.config["MIN_CLIENT"]:
        raise OldClient


def _client() -> int:
    said = request.headers.get(CLIENT, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def install(app: Flask) -> None:
    app.extensions[EXTENSION] = None
    app.config["MIN_CLIENT"] = MIN_CLIENT
    app.before_request(_refuse_old)
    app.register_blueprint(blueprint)
