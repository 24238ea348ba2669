"""Counts attempts to sign in (rate limiting), by place, account and agency, before anything slow is done.

Keys are keyed hashes: a stolen table says neither who tried nor from where.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from safeplan import clock, refusals
from safeplan.accounts import rules
from safeplan.accounts.models import Throttle

THROTTLE: Table = Throttle.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Attempt:
    """One attempt that was let through to the passphrase; `delayed` refuses it even if right."""

    place: str
    account: str
    known_device: str
    delayed: bool


def key(secret: bytes, sort: str, *parts: str) -> str:
    """Return the 64 hex digits under which something is counted."""
    return hmac.new(secret, "|".join((sort, *parts)).encode(), sha256).hexdigest()


def begin(session: Session, secret: bytes, email: str, address: str, device: str) -> Attempt:
    """Count an attempt against its place; TooOften once that has had its share.

    A device this account has signed in from has a delay of its own, so that
    somebody failing on purpose elsewhere cannot keep the worker out.
    """
    now = clock.now_ms()
    place = key(secret, "place", rules.place_of(address))
    tried, until = _read(session, place)
    if now >= until:
        tried, until = 0, now + rules.PLACE_WINDOW_MS
    if tried >= rules.PLACE_ATTEMPTS:
        raise refusals.TooOften(max(1, -(-(until - now) // 1000)))
    _write(session, place, tried + 1, until)
    known = key(secret, "known", email, device)
    trusted = bool(device) and _read(session, known)[1] > now
    account = key(secret, "account", email, device if trusted else "")
    waits = _read(session, account)[1] > now
    return Attempt(place, account, known if device else "", waits)


def delayed(session: Session, attempt: Attempt) -> bool:
    """Say whether the account must wait just now."""
    return _read(session, attempt.account)[1] > clock.now_ms()


def failed(session: Session, secret: bytes, attempt: Attempt, agency: str) -> None:
    """Make the account wait longer. An attempt during a wait does not lengthen it."""
    now = clock.now_ms()
    count_key = key(secret, "agency", agency)
    count, until = _read(session, count_key)
    if now >= until:
        count, until = 0, now + rules.AGENCY_WINDOW_MS
    _write(session, count_key, count + 1, until)
    failures, waited = _read(session, attempt.account)
    if now >= waited + rules.FORGET_AFTER_MS:
        failures = 0
    pressed = count + 1 > rules.AGENCY_FAILURES
    wait = 0 if attempt.delayed else rules.delay_ms(failures + 1, pressed)
    _write(session, attempt.account, failures + (not attempt.delayed), max(waited, now + wait))


def succeeded(session: Session, attempt: Attempt) -> None:
    """Forget the account's failures, give its place the attempt back and remember the device."""
    now = clock.now_ms()
    session.execute(delete(THROTTLE).where(THROTTLE.c.key == attempt.account))
    returned = update(THROTTLE).where(THROTTLE.c.key == attempt.place, THROTTLE.c.failures > 0)
    session.execute(returned.values(failures=THROTTLE.c.failures - 1))
    if attempt.known_device:
        _write(session, attempt.known_device, 0, now + rules.KNOWN_DEVICE_MS)
    session.execute(delete(THROTTLE).where(THROTTLE.c.until < now - rules.FORGET_AFTER_MS))


def _read(session: Session, name: str) -> tuple[int, int]:
    """Return (failures, until), locking the row where the database has many writers."""
    query = select(THROTTLE.c.failures, THROTTLE.c.until).where(THROTTLE.c.key == name)
    row = session.execute(query.with_for_update()).first()
    return (row[0], row[1]) if row else (0, 0)


def _write(session: Session, name: str, failures: int, until: int) -> None:
    values = {"failures": failures, "until": until}
    change = update(THROTTLE).where(THROTTLE.c.key == name).values(values)
    if session.execute(change).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with session.begin_nested():
            session.execute(insert(THROTTLE).values(key=name, **values))
    except IntegrityError:
        session.execute(change)
