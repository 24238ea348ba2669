"""Starts what is measured as a server of its own, as waitress serves it in use: `python -m benchmarks.serving …`."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import waitress

from benchmarks.plain import create_plain
from safeplan.config import Settings
from safeplan.web import serving

STARTING_S = 30


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def server(what: str, folder: Path, *flags: str, port: int = 0) -> Iterator[int]:
    """Run the server `what` ("app" or "plain") over a folder; yield its port, and end it afterwards."""
    port = port or free_port()
    command = [sys.executable, "-m", "benchmarks.serving", what, str(folder), str(port), *flags]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("a server to measure did not start; its words stand above")


def _leave_rules_out() -> None:
    """Let a save ask no rule and write no card, to see what these cost."""
    from safeplan.plans.log.landing import Landing, keep

    Landing.check = lambda *_: None  # type: ignore[method-assign]
    Landing.add = lambda self, *_: setattr(self, "changed", True)  # type: ignore[method-assign]
    Landing.finish = lambda self, session: keep(session, self.plan)  # type: ignore[method-assign]


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("app", "plain"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--no-rules", action="store_true")
    asked = parser.parse_args()
    if asked.no_rules:
        _leave_rules_out()
    if asked.what == "app":
        settings = Settings.load({"SAFEPLAN_DATA": str(asked.folder)})
        serving.run(replace(settings, port=asked.port))
    else:
        waitress.serve(create_plain(asked.folder), host="127.0.0.1", port=asked.port, threads=8, ident=None)


if __name__ == "__main__":
    main()
