"""A copy of this house in a folder of its own, with what a newcomer adds: its code, its guards and its built files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.toys import ROOT, Edit
from tests.installation import RUN

BUILD = "from safeplan import assets, data_root; assets.build(data_root() / 'static')"
LONGEST_S = 120


@dataclass(frozen=True)
class House:
    """Where the copy is. Whatever runs in it reads the copy's code and files, and none of this house's."""

    root: Path

    def add(self, edits: Iterable[Edit]) -> None:
        """Do the edits, as somebody would by hand."""
        for edit in edits:
            path = self.root / edit.path
            path.write_text(edit.done(path.read_text("utf-8") if path.exists() else ""), "utf-8")

    @contextmanager
    def without(self, path: str, words: str) -> Iterator[None]:
        """Leave these words out of a file inside the block, as if somebody had forgotten them."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in {path}"
        file.write_text(text.replace(words, ""), "utf-8")
        yield
        file.write_text(text, "utf-8")

    def build(self) -> None:
        """Make what the browser gets of the copy's sources."""
        self._run("-c", BUILD).check_returncode()

    def guards(self, *files: str) -> subprocess.CompletedProcess[str]:
        """Run these files of tests."""
        return self._run("-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *files)

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        # A run of its own: it is not one of this run's workers.
        kept = {name: value for name, value in os.environ.items() if name != RUN and not name.startswith("PYTEST")}
        environ = {**kept, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, *words]
        return subprocess.run(
            command, cwd=self.root, env=environ, capture_output=True, text=True, check=False, timeout=LONGEST_S
        )


def copied(root: Path) -> House:
    """Copy what git knows of this house, and what it would know after the next `git add`, into the folder `root`."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        # What was taken away and not yet committed is listed still.
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    return House(root)
