"""Joins the packages into one application."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any

from flask import Flask, Request, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from safeplan import data_root, db, entries
from safeplan.accounts import wiring
from safeplan.audit.service import require_triggers
from safeplan.config import Settings
from safeplan.entries import sections
from safeplan.plans import service as plans
from safeplan.web import errors, headers, offline, sessions, shell, static_files, unit_of_work, words
from safeplan.web.answers import QuickAnswers

JSON_LIMIT = 1024 * 1024
PACKAGES = ("accounts", "agencies", "plans", "devices", "sharing", "quality", "audit")  # each has routes.py


class Application(Flask):
    """Flask without the question, asked of every function at every request, whether it is a coroutine: none is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


class FormTokens(CSRFProtect):
    """Asks every write for its session's token, but for a tablet's own: there no cookie was read at all."""

    def _get_csrf_token(self) -> str | None:
        # What is sent as JSON carries it in a header: no form need be looked for in it first.
        return request.headers.get("X-CSRFToken") if request.is_json else super()._get_csrf_token()

    def protect(self, apply_exemptions: bool = False) -> None:
        if g.get("tablet") is None:
            super().protect(apply_exemptions)


class InMemory(Request):
    """A request that keeps what it carries in memory: a file put aside on a disk would outlive it."""

    def _get_file_stream(self, *_args: object, **_more: object) -> BytesIO:
        return BytesIO()


def create_app(settings: Settings, *, check_database: bool = True) -> Flask:
    """Return the application for one installation; raises if it is not fit to start."""
    root = data_root()
    app = Application("safeplan", static_folder=None, template_folder=str(root / "templates"))
    app.request_class = InMemory
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=JSON_LIMIT,
        MAX_FORM_MEMORY_SIZE=JSON_LIMIT,
        WTF_CSRF_TIME_LIMIT=None,
        THROWAWAY_TLS=settings.tls,
        PREFERRED_URL_SCHEME="https" if settings.tls else "http",
        PROPAGATE_EXCEPTIONS=False,
    )
    if settings.proxies:
        # Without it every caller has the proxy's address, and one person's guesses would delay everybody.
        trusted = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)
        app.wsgi_app = trusted  # type: ignore[method-assign]
    app.json = QuickAnswers(app)
    app.extensions[db.EXTENSION] = db.Database(settings.database_url)
    app.extensions[wiring.SETTINGS] = settings
    app.extensions[wiring.PLAN_SIDE] = plans
    if check_database:
        require_triggers(app.extensions[db.EXTENSION].engine)
    headers.install(app)
    errors.install(app)
    unit_of_work.install(app)
    sessions.install(app)
    FormTokens(app)
    static_files.install(app, root / "static")
    words.install(app)
    shell.install(app)
    offline.install(app)
    _names_for_templates(app, settings)
    for package in ("web.health", *(f"{name}.routes" for name in PACKAGES)):
        app.register_blueprint(import_module(f"safeplan.{package}").blueprint)
    return app


def _names_for_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals.update(
        shown_name=settings.shown_name,
        demo=settings.demo,
        kinds=entries.KINDS,
        sections=sections.load(),
    )
