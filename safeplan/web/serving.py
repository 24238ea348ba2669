"""Serves the application: waitress over http behind a proxy, or https with a throw-away certificate for tablets."""

from __future__ import annotations

import errno
import gc
import ssl
import tempfile
from pathlib import Path

import click
import waitress
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from safeplan import crypto
from safeplan.audit.service import AuditUnguarded
from safeplan.config import Settings
from safeplan.web.app import JSON_LIMIT, create_app
from safeplan.web.static_files import NotBuilt

# Larger than any body or answer: a server that spools one to a file would leave a plan on the disk.
IN_MEMORY = 64 * 1024 * 1024


class Silent(WSGIRequestHandler):
    """Writes no line for a request: who opened which plan, and from where, is nobody's to find in a terminal."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


def run(settings: Settings) -> None:
    """Serve until stopped; ClickException if the installation is not fit to start."""
    try:
        app = create_app(settings)
    except (AuditUnguarded, NotBuilt) as unfit:
        raise click.ClickException(str(unfit)) from None
    # A plan is thousands of small objects, and none of them a circle: looking for circles after every 700 took longer
    # than opening the plan. What stands once the application is made is never looked through again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    serve(app, settings)


def serve(app: Flask, settings: Settings) -> None:
    """Serve an application until stopped; ClickException where its port is taken."""
    scheme = "https" if settings.tls else "http"
    click.echo(f"Serving {scheme}://localhost:{settings.port}")
    if settings.tls:
        _serve_tls(app, settings)
    else:
        _serve_http(app, settings)


def _serve_http(app: Flask, settings: Settings) -> None:
    try:
        waitress.serve(
            app,
            host="127.0.0.1",
            port=settings.port,
            threads=8,
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            max_request_body_size=JSON_LIMIT + 4096,
            ident=None,
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        another = f"Stop it, or name another port: SAFEPLAN_PORT={settings.port + 1}"
        raise click.ClickException(f"Something else uses port {settings.port}. {another}") from None


def throwaway_tls() -> ssl.SSLContext:
    """Return what a server needs for https with a certificate made now, which no browser knows."""
    certificate, key = crypto.throwaway_certificate(["localhost"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "certificate.pem", Path(folder) / "key.pem"
        paths[0].write_bytes(certificate)
        paths[1].write_bytes(key)
        context.load_cert_chain(*map(str, paths))
    return context


def _serve_tls(app: Flask, settings: Settings) -> None:
    # A tablet in the same room has to reach it; `safeplan serve` never comes here.
    make_server(
        "0.0.0.0",  # noqa: S104
        settings.port,
        app,
        threaded=True,
        ssl_context=throwaway_tls(),
        request_handler=Silent,
    ).serve_forever()
