"""A server that stands beside the tests on one address: it can be stopped, and other versions deployed to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from safeplan import db
from safeplan.config import Settings
from safeplan.web.app import create_app
from safeplan.web.serving import Silent, throwaway_tls
from tests.browser.live import free_port
from tests.installation import cheap_words


class Site:
    """Serves an installation's own data as whichever version was deployed last; with `tls` as `make run TLS=1` does."""

    def __init__(self, settings: Settings, *, tls: bool = False) -> None:
        self._settings = replace(settings, tls=tls)
        self._port = free_port()
        self._app: Flask | None = None
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self.url = f"{'https' if tls else 'http'}://localhost:{self._port}"

    def deploy(self, shown_name: str = "Daybook", *, min_client: int = 0, missing: str = "") -> None:
        """Serve a version whose pages say this name; `missing` is a file that did not come along."""
        self.stop()
        self._app = create_app(replace(self._settings, shown_name=shown_name))
        self._app.config["MIN_CLIENT"] = min_client
        self._server = make_server(
            "127.0.0.1",
            self._port,
            _without(self._app, missing),
            threaded=True,
            ssl_context=throwaway_tls() if self._settings.tls else None,
            request_handler=Silent,
        )
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def let_read(self, min_client: int) -> None:
        """Say, without a new deploy, which clients may read."""
        assert self._app is not None
        self._app.config["MIN_CLIENT"] = min_client

    def stop(self) -> None:
        """No signal: nothing answers at this address."""
        if self._server is None or self._thread is None or self._app is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._app.extensions[db.EXTENSION].engine.dispose()
        self._server = self._thread = self._app = None


def _without(app: Flask, missing: str) -> Callable[..., Any]:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if missing and environ["PATH_INFO"] == missing:
            environ = {**environ, "PATH_INFO": "/static/dist/not-there"}
        return app(environ, start_response)

    return answer


@contextmanager
def deployed(settings: Settings, *, tls: bool = False) -> Iterator[Site]:
    """A site that serves the first version until the block ends, with passphrases that cost little to open."""
    site = Site(settings, tls=tls)
    try:
        with cheap_words():
            site.deploy()
            yield site
    finally:
        site.stop()
