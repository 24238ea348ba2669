"""Finds or fetches the engines besides Chromium, and says at the end which of them could not be tried.

Run as `python -m tests.engines.set_up` before the tests and with `--verdict` after them.
"""

import sys

from safeplan.setup_browser import install, say_left_out
from tests.engines import firefox, webkit

ENGINES = {
    "FIREFOX": (firefox.find, ["firefox-esr"]),
    "WEBKITGTK": (webkit.find, ["webkit2gtk-driver", "gir1.2-webkit2-4.1", "python3-gi", "xvfb"]),
}


def main() -> None:
    """Fetch what is missing, or with --verdict name it."""
    missing = [name for name, (find, _) in ENGINES.items() if not find()]
    if "--verdict" in sys.argv[1:]:
        say_left_out([f"{name} WAS LEFT OUT: IT IS NOT ON THIS MACHINE, OR NOT ALL THAT DRIVES IT" for name in missing])
    elif missing:
        install([package for name in missing for package in ENGINES[name][1]], "other browsers to test in")


if __name__ == "__main__":
    main()
