"""Runs the measurements: `python -m benchmarks [--quick] [--only server|statements|pages|visit] [--json FILE]`."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks import pages, report, server, statements, visit
from benchmarks.installation import larger, make

PARTS = ("statements", "server", "pages", "visit")
FULL = {"rounds": 7, "times": 60, "visits": 5}
QUICK = {"rounds": 5, "times": 15, "visits": 1}


def main() -> None:
    """Measure what was asked for. A figure beyond its limit is shown, never an error: a busy machine is not a fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--only", choices=PARTS, action="append", help="may be given more than once")
    parser.add_argument("--json", type=Path, default=Path("var/benchmarks/last.json"))
    asked = parser.parse_args()
    how = QUICK if asked.quick else FULL
    figures = measure(tuple(asked.only or PARTS), how)
    print(report.table(figures))
    report.write(asked.json, figures, {**how, "load_at_start": round(os.getloadavg()[0], 2)})
    print(f"\nWritten to {asked.json}")


def measure(parts: tuple[str, ...], how: dict[str, int]) -> report.Figures:
    """Return every figure of the parts asked for; the servers' data are in a folder that is removed afterwards."""
    figures: report.Figures = {}
    with tempfile.TemporaryDirectory(prefix="safeplan-bench-") as folder:
        if "visit" in parts:
            figures |= visit.measure(Path(folder))
        if set(parts) == {"visit"}:
            return figures
        made = make(Path(folder) / "small", 30)
        if "pages" in parts:
            figures |= pages.measure(made, how["visits"])
        if "server" in parts:
            large = larger(made, Path(folder) / "large", 270)
            figures |= server.measure(made, large, how["rounds"], how["times"])
        if "statements" in parts:
            counted = statements.count(made)
            counted["list_30"] = counted["list_300"] = counted.pop("list")
            for name, found in counted.items():
                figures.setdefault(name, {}).update(found)
    return figures


if __name__ == "__main__":
    main()
