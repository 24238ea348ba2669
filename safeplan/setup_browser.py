"""Finds or fetches the Chromium the browser tests drive, and says at the end what could not be tested.

Run as `python -m safeplan.setup_browser` before the tests and with `--verdict` after them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-color-emoji", "fonts-liberation2")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_chromium() -> str | None:
    """Return the path of a Chromium: SAFEPLAN_CHROMIUM, else an installed one, else None."""
    named = os.environ.get("SAFEPLAN_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)


def fetch_chromium() -> None:
    """Install Debian's Chromium if there is none."""
    if not find_chromium():
        install(PACKAGES, "Chromium for the browser tests")


def install(packages: Sequence[str], purpose: str) -> None:
    """Install packages of Debian where this may be done: on Debian, as root."""
    if not _is_debian() or os.geteuid() != 0:
        print(f"Not installing {purpose}: that is done on Debian alone, as root", flush=True)
        return
    print(f"Installing {purpose}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install_it = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install_it):
        # A machine without the network still runs every other test; the verdict names what was left out.
        answer = subprocess.run(command, env=quiet, check=False, capture_output=True, text=True)  # noqa: S603
        if answer.returncode:
            print(answer.stderr.strip(), flush=True)
            return


def left_out() -> list[str]:
    """Return a line for each group of tests that cannot run here."""
    lines = []
    if not os.environ.get("SAFEPLAN_TEST_POSTGRES_URL"):
        lines.append("POSTGRESQL TESTS WERE LEFT OUT: SAFEPLAN_TEST_POSTGRES_URL NAMES NO SERVER")
    if not find_chromium():
        lines.append("BROWSER TESTS WERE LEFT OUT: THERE IS NO CHROMIUM ON THIS MACHINE")
    return lines


def _is_debian() -> bool:
    """Ubuntu's package of this name only points at another installer, so it does not count."""
    release = Path("/etc/os-release")
    named = release.read_text().splitlines() if release.exists() else []
    return "ID=debian" in named and shutil.which("apt-get") is not None


def say_left_out(lines: list[str]) -> None:
    """Say what was left out; an automatic run that left something out has failed."""
    for line in lines:
        print(line, flush=True)
    if lines and os.environ.get("CI") == "true":
        raise SystemExit(1)


def main() -> None:
    """Fetch a browser, or with --verdict fail on an automatic run that left tests out."""
    if "--verdict" not in sys.argv[1:]:
        fetch_chromium()
        return
    say_left_out(left_out())


if __name__ == "__main__":
    main()
