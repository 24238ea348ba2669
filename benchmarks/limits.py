"""What each figure must never be worse than (gate) and what it should become (aim)."""

from __future__ import annotations

# Ratios are against a plain Flask JSON answer of the same bytes with a durable, hash-chained audit row beside it.
# What a save into a plan of 300 entries costs is shown and has no limit: none was ever set for it.
ONLY_AN_AIM = float("inf")
GATES: dict[str, tuple[float, float]] = {
    "server_open.ratio": (2.5, 1.5),
    "server_open.statements": (4, 2),
    "server_open_200.ratio": (2.5, 1.5),
    "server_open_200.statements": (4, 2),
    "server_save.ratio": (4.5, 2.0),
    "server_save.statements": (6, 3),
    "server_save_no_rules.ratio": (4.5, 2.0),
    "server_rules.ms": (50, 10),
    "list_30.statements": (4, 2),
    "list_300.statements": (4, 2),
    "login.beyond_kdf_ms": (10, 3),
    "first_load.kb": (150, 80),
    "first_load.requests": (ONLY_AN_AIM, 10),
    "first_load.usable_ms": (2500, 1500),
    "first_load.lcp_ms": (2500, 1500),
    "first_load.tbt_ms": (200, 50),
    "child_load.kb": (120, 50),
    "child_load.requests": (ONLY_AN_AIM, 10),
    "child_load.lcp_ms": (2500, 1500),
    "child_load.tbt_ms": (200, 50),
    "offline_cold.ms": (2000, 1000),
    "offline_cold_1000.ms": (2000, 1000),
    "offline_cold_1000.ratio_to_30": (1.25, 1.05),
    "save.ms": (200, 100),
    "rules_browser.ms": (50, 10),
    "sync_pull_slow_3g.s": (4, 2),
    "sync_pull_fast_3g.s": (1.5, 0.7),
    "sync_push.lost": (0, 0),
    "sync_push.doubled": (0, 0),
    "sync_nothing.bytes": (2048, 300),
    "sync_nothing.round_trips": (2, 1),
    "storage.mb": (15, 6),
}


def verdict(name: str, value: float | None) -> str:
    """Return "aim", "gate", "MISSED" or "" for a figure; no run ever fails on it."""
    limits = GATES.get(name)
    if limits is None or value is None:
        return ""
    gate, aim = limits
    return "aim" if value <= aim else "gate" if value <= gate else "MISSED"
