"""Serves one test installation as the real server would, with passphrases that cost little to open."""

import os

from safeplan.config import Settings
from safeplan.web.serving import run
from tests.installation import cheap_words


def main() -> None:
    """Serve what SAFEPLAN_DATA names on SAFEPLAN_PORT until stopped."""
    with cheap_words():
        run(Settings.load(os.environ))


if __name__ == "__main__":
    main()
