"""What each figure must never be worse than (gate) and what it should become (aim)."""

from __future__ import annotations

# Ratios are against a plain Flask JSON answer of the same bytes with a durable, hash-chained audit row beside it.
GATES: dict[str, tuple[float, float]] = {
    "server_open.ratio": (2.5, 1.5),
    "server_open.statements": (4, 2),
    "server_open_200.ratio": (2.5, 1.5),
    "server_open_200.statements": (4, 2),
    "server_save.ratio": (4.5, 2.0),
    "server_save.statements": (6, 3),
    "server_save_no_rules.ratio": (4.5, 2.0),
    "server_save_300.ratio": (4.5, 2.0),
    "server_rules.ms": (50, 10),
    "list_30.statements": (4, 2),
    "list_300.statements": (4, 2),
    "login.beyond_kdf_ms": (10, 3),
    "first_load.kb": (150, 80),
    "first_load.requests": (10, 10),
    "first_load.usable_ms": (2500, 1500),
    "first_load.lcp_ms": (2500, 1500),
    "first_load.tbt_ms": (200, 50),
    "child_load.kb": (120, 50),
    "child_load.requests": (10, 10),
    "child_load.lcp_ms": (2500, 1500),
    "child_load.tbt_ms": (200, 50),
}


def verdict(name: str, value: float | None) -> str:
    """Return "aim", "gate", "MISSED" or "" for a figure; no run ever fails on it."""
    limits = GATES.get(name)
    if limits is None or value is None:
        return ""
    gate, aim = limits
    return "aim" if value <= aim else "gate" if value <= gate else "MISSED"
