"""Serves what the build made, compressed once at build time, and tells templates the hashed names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory

from safeplan.web.access import public
from safeplan.web.headers import IMMUTABLE

blueprint = Blueprint("static_files", __name__)
EXTENSION = "safeplan.assets"


class NotBuilt(Exception):
    """static/dist is missing; the message says how to make it."""


class Assets:
    """The build's manifest: logical names and the files that carry them."""

    def __init__(self, static: Path) -> None:
        path = static / "dist" / "manifest.json"
        if not path.is_file():
            raise NotBuilt("The browser's files are not built yet. Run: safeplan assets")
        self.static = static
        manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        self.build: str = manifest["build"]
        self.files: dict[str, dict[str, Any]] = manifest["files"]
        self._by_path = {f"dist/{entry['file']}": entry for entry in self.files.values()}

    def url(self, name: str) -> str:
        """Return the URL of a built file; `css/` and `js/` before a name are only for the reader."""
        entry = self.files.get(name) or self.files[name.split("/", 1)[-1]]
        return f"/static/dist/{entry['file']}"

    def needs(self, name: str) -> list[str]:
        """Return the URLs of what a script imports at once: asked for together, they cost one wait and not two."""
        return [f"/static/dist/{path}" for path in self.files[name]["needs"]]

    def entry(self, path: str) -> dict[str, Any] | None:
        return self._by_path.get(path)


def assets() -> Assets:
    found: Assets = current_app.extensions[EXTENSION]
    return found


@blueprint.get("/static/<path:path>")
@public
def static_file(path: str) -> Response:
    entry = assets().entry(path)
    compressed = bool(entry and entry["gzip"] and "gzip" in request.accept_encodings)
    folder, sent = assets().static, f"{path}.gz" if compressed else path
    response = send_from_directory(folder, sent, mimetype=_kind(path), conditional=not compressed)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = IMMUTABLE if entry and entry["hashed"] else "no-cache"
    return response


def _kind(path: str) -> str | None:
    # What an operating system believes about file endings differs; the browser refuses a script of the wrong kind.
    endings = {
        ".js": "text/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".webmanifest": "application/manifest+json",
        ".json": "application/json",
    }
    return endings.get(Path(path).suffix)


def install(app: Flask, static: Path) -> None:
    app.extensions[EXTENSION] = Assets(static)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = app.extensions[EXTENSION].url
    app.jinja_env.globals["asset_needs"] = app.extensions[EXTENSION].needs
