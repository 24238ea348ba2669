"""Serves the demo while somebody works on it (hot reload): what is saved is built, served and drawn again by itself.

Only `safeplan dev` installs this, in a checkout. There the worker that keeps the shell is not given out: a page it kept
would be yesterday's.
"""

from __future__ import annotations

import gzip
import secrets
import subprocess
from pathlib import Path

import click
from flask import Flask, Response, request, send_from_directory

from safeplan import assets, data_root
from safeplan.config import Settings
from safeplan.web.access import public
from safeplan.web.app import create_app
from safeplan.web.serving import serve

# What is saved here is seen at once: code, rules, catalogue, boards, pages, scripts, styles and pictures.
WATCHED = ("safeplan", "static/js", "static/css", "static/pictures", "static/icons", "templates")
SOURCES = ("static/js", "static/css", "static/pictures")
SCRIPT = '<script type="module" src="/dev/reload.js"></script></head>'


def is_stale(root: Path) -> bool:
    """Whether something that is built is newer than what was built of it."""
    made = root / "static" / "dist" / "manifest.json"
    if not made.exists():
        return True
    newest = max(path.stat().st_mtime for place in SOURCES for path in (root / place).rglob("*"))
    return newest > made.stat().st_mtime


def install(app: Flask) -> None:
    """Let every page ask whether it has been served anew, and keep the offline shell out of the way."""
    started = secrets.token_hex(8)

    @app.get("/dev/started")
    @public
    def dev_started() -> str:
        return started

    @app.get("/dev/reload.js")
    @public
    def dev_reload() -> Response:
        return send_from_directory(data_root() / "static" / "js", "dev.js", mimetype="text/javascript")

    @app.before_request
    def no_worker() -> tuple[str, int] | None:
        return ("", 404) if request.path == "/sw.js" else None

    app.after_request(_with_script)


def _with_script(response: Response) -> Response:
    if response.mimetype != "text/html" or response.direct_passthrough:
        return response
    body = response.get_data()
    if response.headers.pop("Content-Encoding", "") == "gzip":
        body = gzip.decompress(body)
    response.set_data(body.replace(b"</head>", SCRIPT.encode(), 1))
    return response


def run(settings: Settings) -> None:
    """Serve until stopped, in a process that is ended and begun again at each change."""
    from watchfiles import run_process

    click.echo("Served again whenever something is saved; the page in the browser draws itself anew.")
    run_process(*(data_root() / place for place in WATCHED), target=begin, args=(settings,))


def begin(settings: Settings) -> None:
    """Build what is behind its sources, and serve. A fault in what was saved is said, and waits to be mended."""
    try:
        if is_stale(data_root()):
            assets.build(data_root() / "static")
        app = create_app(settings)
    except subprocess.CalledProcessError:
        click.echo("Not built; the lines above say why. Save it mended, and it is tried again.")
        return
    install(app)
    serve(app, settings)
