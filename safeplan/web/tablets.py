"""Knows a tablet by its own token: two doors are open to it, and none of those that a cookie opens.

    Authorization: Device <id of 32 hex digits>.<base64url of 32 bytes>

A request with this header never has its cookie read. So no page of somebody else can lend itself
a person's rights by it, and it needs no form token.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as BadBase64

from flask import Request

from safeplan import db, refusals
from safeplan.accounts.actor import Tablet
from safeplan.devices.service import load_tablet

SCHEME = "Device "


def speaks(request: Request) -> bool:
    """Say whether a request comes with a tablet's token, right or wrong."""
    return request.headers.get("Authorization", "").startswith(SCHEME)


def who(request: Request) -> Tablet:
    """Return the tablet whose token this is; refusals.NotSignedIn if it is nobody's."""
    device, _, token = request.headers["Authorization"].removeprefix(SCHEME).partition(".")
    with db.database().reading() as connection:
        tablet = load_tablet(connection, device, _bytes(token))
    if tablet is None:
        raise refusals.NotSignedIn("device")
    return tablet


def _bytes(token: str) -> bytes:
    try:
        return b64decode(token.rstrip("=") + "=", altchars=b"-_", validate=True)
    except (BadBase64, ValueError):
        return b""
