"""Serves one test installation as the real server would, with passphrases that cost little to open."""

import os

from safeplan import crypto
from safeplan.accounts import unlocking
from safeplan.config import Settings
from safeplan.web.serving import run

QUICK = crypto.KdfParams(m_kib=64, t=1, p=1)


def main() -> None:
    """Serve what SAFEPLAN_DATA names on SAFEPLAN_PORT until stopped."""
    unlocking.COST = QUICK
    with crypto.weak_parameters_for_tests():
        run(Settings.load(os.environ))


if __name__ == "__main__":
    main()
