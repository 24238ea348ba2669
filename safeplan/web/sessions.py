"""The one session: a secret in one cookie, a row behind it, for Flask, Flask-Login and Flask-WTF alike.

Nothing else can be put into it. A second store, or a second cookie, would be a
second place for words of a plan to be left lying.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from collections.abc import Iterator
from typing import Any, cast

from flask import Flask, Request, Response, g, request
from flask import session as flask_session
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin

from safeplan import crypto, db
from safeplan.accounts.actor import Actor
from safeplan.accounts.service import load_session, touch, touch_due
from safeplan.web import tablets

COOKIE = "__Host-s"
# What a page asks for by itself, on a timer, does not keep a tablet open that nobody holds.
BY_TIMER = "X-By-Timer"


class ServerSession(SessionMixin):
    """A read-only mapping of what the extensions ask for, and the door to the row behind the cookie."""

    def __init__(self, secret: bytes | None) -> None:
        self._secret = secret
        self._actor: Actor | None = None
        self._asked = secret is None
        self.cookie_changed = False

    @property
    def actor(self) -> Actor | None:
        """Who is signed in here, or None; read once a request, without a write lock."""
        if not self._asked:
            self._asked = True
            with db.database().reading() as connection:
                self._actor = load_session(connection, cast(bytes, self._secret))
        return self._actor

    @property
    def secret(self) -> bytes:
        """The secret in the cookie; a visitor without one is given one, and no row."""
        if self._secret is None:
            self._secret = crypto.new_secret()
            self.cookie_changed = True
        return self._secret

    @property
    def held(self) -> bytes | None:
        """The secret to put in the cookie, or None for no cookie."""
        return self._secret

    def begin(self, secret: bytes, actor: Actor) -> None:
        """Answer with a new cookie, for `actor` from now on; forms need a new token."""
        self._replace(secret, actor)

    def end(self) -> None:
        """Take the cookie away. The caller has deleted the row."""
        self._replace(None, None)

    def _replace(self, secret: bytes | None, actor: Actor | None) -> None:
        self._secret, self._actor, self._asked = secret, actor, True
        self.cookie_changed = True
        g.pop("csrf_token", None)
        g.pop("_login_user", None)
        g.actor = actor

    def _shown(self) -> dict[str, Any]:
        signed_in = self.actor is not None and self.actor.scope == "full"
        return {"_user_id": self.actor.person_id, "_fresh": True} if self.actor and signed_in else {}

    def __getitem__(self, key: str) -> Any:
        if key == "csrf_token":
            return crypto.csrf_seed(self.secret)
        if key not in ("_user_id", "_fresh"):
            raise KeyError(key)
        return self._shown()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        raise TypeError(f"nothing may be kept in the session, and {key!r} was to be")

    def __delitem__(self, key: str) -> None:
        raise TypeError("the session cannot be changed; begin or end it")

    def __iter__(self) -> Iterator[str]:
        return iter(self._shown())

    def __len__(self) -> int:
        return len(self._shown())


class RowSessions(SessionInterface):
    """Reads the cookie at the start of a request, and writes it only when the secret has changed."""

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        if tablets.speaks(request):
            return ServerSession(None)
        return ServerSession(_read_cookie(request.cookies.get(COOKIE, "")))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        kept = cast(ServerSession, session)
        if not kept.cookie_changed or tablets.speaks(request):
            return
        flags: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}
        if kept.held is None:
            response.delete_cookie(COOKIE, **flags)
        else:
            # No Max-Age: the browser forgets it when it is closed.
            response.set_cookie(COOKIE, _written(kept.held), **flags)
        response.vary.add("Cookie")


class SignedInUser(UserMixin):
    """Flask-Login's view of the actor."""

    def __init__(self, actor: Actor) -> None:
        self.id = actor.person_id
        self.actor = actor


def current() -> ServerSession:
    """Return this request's session."""
    return cast(ServerSession, flask_session._get_current_object())  # type: ignore[attr-defined]


def install(app: Flask) -> None:
    """Put the one session under Flask, Flask-Login and Flask-WTF."""
    app.session_interface = RowSessions()
    # A form's token is good for as long as its session, which has ends of its own.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.before_request(_meet)
    login = LoginManager()
    login.session_protection = None
    login.user_loader(_user)
    login.init_app(app)


def _meet() -> None:
    """Set `g.actor` or `g.tablet`, and note that somebody is here, in a short transaction of its own."""
    g.actor = g.tablet = None
    if tablets.speaks(request):
        g.tablet = tablets.who(request)
        return
    if request.endpoint == "static":
        return
    actor = g.actor = current().actor
    if actor is not None and touch_due(actor) and BY_TIMER not in request.headers:
        with db.database().engine.begin() as connection:
            touch(connection, actor)


def _user(person_id: str) -> SignedInUser | None:
    actor = current().actor
    return SignedInUser(actor) if actor and actor.person_id == person_id else None


def _read_cookie(value: str) -> bytes | None:
    try:
        secret = urlsafe_b64decode(value + "=")
    except (BadBase64, ValueError):
        return None
    return secret if len(secret) == 32 and _written(secret) == value else None


def _written(secret: bytes) -> str:
    return urlsafe_b64encode(secret).decode("ascii").rstrip("=")
