"""Letters sealed as a tablet seals them, and a server that dies where it is told."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from safeplan import crypto
from tests.sync import house
from tests.sync.tablets import ROOT


class Server:
    """Servers that die one after the other; ends only what it started itself."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.serve_and_die"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def dies(self, environ: dict[str, str], at: str, nth: int, post: Callable[[int], Any]) -> int:
        """Serve, `post` to it, and return how it ended: -9 at that point. `post` raises if an answer came."""
        self.process.stdin.write(json.dumps({"environ": environ, "die_at": at, "nth": nth}) + "\n")  # type: ignore[union-attr]
        begun = self._read()
        try:
            post(begun["port"])
        except (http.client.HTTPException, OSError):
            return int(self._read()["ended"])
        except BaseException:
            os.kill(begun["pid"], signal.SIGKILL)
            self._read()
            raise
        raise AssertionError("`post` says itself that an answer came")

    def _read(self) -> dict[str, Any]:
        return dict(json.loads(self.process.stdout.readline()))  # type: ignore[union-attr]

    def end(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait(20)
        self.process.stdout.close()  # type: ignore[union-attr]


@pytest.fixture(scope="session", autouse=True)
def houses() -> Iterator[None]:
    """Take down what the machines used, once they are all through."""
    yield
    house.ENDS.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return what starts servers that die."""
    made = Server()
    yield made
    made.end()


def letter(revision: dict[str, Any], author: str, own: bytes, part: dict[str, Any], device: str) -> dict[str, Any]:
    """Seal a revision as the vault does: to the compartment's letterbox, and to its author."""
    written = {**revision, "compartment": part["id"]}
    info = crypto.letter_info(revision["plan"], part["id"], part["epoch"], revision["id"], author, device)
    words = crypto.canonical(written)
    return {
        "id": revision["id"],
        "plan": revision["plan"],
        "compartment": part["id"],
        "epoch": part["epoch"],
        "entry": revision["entry"],
        "device": device,
        "sealed": b64encode(crypto.seal_to(b64decode(part["letterbox"]), words, info)).decode(),
        "own": b64encode(crypto.seal_to(own, words, info)).decode(),
    }
