"""Prints the figures as one table beside their limits, and writes them down with where they were taken."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.limits import GATES, ONLY_AN_AIM, verdict

Figures = dict[str, dict[str, Any]]


def table(figures: Figures) -> str:
    """Return the figures that have a limit, then everything that was measured."""
    lines = [f"{'figure':32}{'measured':>12}{'gate':>8}{'aim':>7}  verdict   spread"]
    for name, (gate, aim) in GATES.items():
        one, _, part = name.partition(".")
        value = figures.get(one, {}).get(part)
        if value is not None:
            spread = figures[one].get("spread") if part == "ratio" else None
            shown = f"{spread[0]}-{spread[1]}" if spread else ""
            limit = gate if gate < ONLY_AN_AIM else "-"
            lines.append(f"{name:32}{value:>12}{limit:>8}{aim:>7g}  {verdict(name, value):9} {shown}")
    lines.append("")
    for name, measured in figures.items():
        said = "  ".join(f"{part} {value}" for part, value in measured.items() if part not in ("sql", "spread"))
        lines.append(f"{name}: {said}")
    return "\n".join(lines)


def write(path: Path, figures: Figures, how: dict[str, Any]) -> None:
    """Write one run as JSON: the figures, how they were taken and on what."""
    where = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": [round(one, 2) for one in os.getloadavg()],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"where": where, "how": how, "figures": figures}, indent=1) + "\n")


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip()
