"""How long a session lives and how long an account waits after failures; pure."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from safeplan.clock import DAY, HOUR, MINUTE

IDLE_MS = 15 * MINUTE
ABSOLUTE_MS = 10 * HOUR
TOUCH_EVERY_MS = MINUTE
STEP_UP_MS = 5 * MINUTE

FIRST_DELAY_MS = 1_000
PRESSED_DELAY_MS = 30_000
LONGEST_DELAY_MS = 15 * MINUTE
FORGET_AFTER_MS = HOUR

PLACE_ATTEMPTS, PLACE_WINDOW_MS = 20, 5 * MINUTE
AGENCY_FAILURES, AGENCY_WINDOW_MS = 50, 15 * MINUTE
KNOWN_DEVICE_MS = 90 * DAY


def session_over(created_at: int, last_seen: int, now: int) -> bool:
    """Say whether a session has ended, by being left alone or by its age (times in ms UTC)."""
    return now - last_seen >= IDLE_MS or now - created_at >= ABSOLUTE_MS


def delay_ms(failures: int, pressed: bool = False) -> int:
    """Return the wait after so many failures: doubling to 15 minutes, and never for good.

    A lock for good would let the person causing harm keep a worker out by
    typing nonsense. `pressed`: many accounts of the agency are being tried, so
    each waits longer from its first failure on.
    """
    if failures < 1:
        return 0
    first = PRESSED_DELAY_MS if pressed else FIRST_DELAY_MS
    return min(first << min(failures - 1, 20), LONGEST_DELAY_MS)


def place_of(address: str) -> str:
    """Return the network an attempt counts against: one house has a whole IPv6 /64 to try from."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def plain_email(text: str) -> str:
    """Return an address as it is stored and compared: trimmed, lower case."""
    return text.strip().lower()


def stepped_up(at: int | None, now: int) -> bool:
    """Say whether somebody gave their words again within the last five minutes."""
    return at is not None and now - at < STEP_UP_MS
