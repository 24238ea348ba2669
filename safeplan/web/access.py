"""Says who may come in at each endpoint, as data that a test reads.

Every endpoint carries exactly one of these decorators. What a person may do
with one plan is a second lock, in `plans.service.get_plan`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from flask import g, redirect, request

from safeplan import refusals

if TYPE_CHECKING:
    from safeplan.accounts.service import Actor, Tablet

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Access:
    """Who may call an endpoint: `scopes` empty = anybody; `roles` empty = every role.

    `tablets`: a tablet with its own token may, too.
    """

    scopes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tablets: bool = False


def _guarded(access: Access) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def enter(*args: P.args, **kwargs: P.kwargs) -> R:
            refusal = _refusal(access)
            return view(*args, **kwargs) if refusal is None else cast(R, refusal)

        enter.access = access  # type: ignore[attr-defined]
        return enter

    return decorate


def _refusal(access: Access) -> object | None:
    if g.get("tablet") is not None:
        if not access.tablets:
            raise refusals.NothingHere
        return None
    if not access.scopes and not access.tablets:
        return None
    actor = g.get("actor")
    if actor is None:
        if request.path.startswith("/api/"):
            raise refusals.NotSignedIn
        return redirect("/")
    if actor.scope not in access.scopes:
        raise refusals.NothingHere
    if access.roles and actor.role not in access.roles:
        raise refusals.NothingHere
    return None


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Anybody may call it: it holds nothing about a person."""
    return _guarded(Access())(view)


def signed_in(
    *, scopes: tuple[str, ...] = ("full",), roles: tuple[str, ...] = (), tablets: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only somebody signed in with one of `scopes` (full, child) and, if given, one of `roles`.

    With `tablets`, a tablet that gives its own token comes in as well, with nobody's rights.
    """
    return _guarded(Access(scopes, roles, tablets))


def tablet(view: Callable[P, R]) -> Callable[P, R]:
    """Only a tablet that gives its own token; nobody's session."""
    return _guarded(Access(tablets=True))(view)


def role(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only somebody signed in whose role is one of `roles`; to everybody else there is nothing here."""
    return signed_in(roles=roles)


def current_actor() -> Actor:
    """Return who is signed in; only inside an endpoint that is not public."""
    actor = g.get("actor")
    if actor is None:
        raise refusals.NotSignedIn
    return cast("Actor", actor)


def current_tablet() -> Tablet | None:
    """Return the tablet that gave its own token, or None where somebody's session did."""
    return cast("Tablet | None", g.get("tablet"))
