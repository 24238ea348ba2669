"""Firefox, spoken to by Marionette: its own protocol, one JSON message after another, built into every Firefox."""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.engines.window import Refused

# A busy machine takes its time to start a browser, and to answer the first word.
STARTING_S = 120
ANSWER_S = 120
# Nothing but this machine is ever asked for anything: everything else goes to a proxy that is not there.
PREFS = {
    "marionette.port": 0,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "localhost",
    "app.update.disabledForTesting": True,
    # What it keeps of open pages it writes at once: then it is there to be looked at.
    "browser.sessionstore.interval": 500,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "en-GB",
}


def find() -> str | None:
    """Return the path of an installed Firefox: SAFEPLAN_FIREFOX, else one by its usual names."""
    named = os.environ.get("SAFEPLAN_FIREFOX")
    if named:
        return named if Path(named).exists() else None
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A Firefox without a screen on the profile in `folder`, which it keeps when it quits."""

    def __init__(self, folder: Path) -> None:
        profile = folder / "profile"
        profile.mkdir(parents=True, exist_ok=True)
        lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in PREFS.items()]
        (profile / "user.js").write_text("".join(lines))
        port = profile / "MarionetteActivePort"
        port.unlink(missing_ok=True)
        # Its home as well is in the folder that goes when the tests end.
        self._process = subprocess.Popen(
            [find() or "firefox", "--headless", "--no-remote", "--marionette", "--profile", str(profile)],
            env={**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1", "TZ": "Europe/London"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._number = 0
        try:
            self._socket = socket.create_connection(("127.0.0.1", self._port_from(port)), timeout=ANSWER_S)
            self._stream = self._socket.makefile("rb")
            self._hear()
            self.ask("NewSession", acceptInsecureCerts=True)
            # As wide as a tablet held upright: a wider one is a desk.
            self.ask("SetWindowRect", width=820, height=1180)
        except BaseException:
            self._end()
            raise

    def ask(self, command: str, **details: Any) -> Any:
        self._number += 1
        name = command if ":" in command else f"WebDriver:{command}"
        told = json.dumps([0, self._number, name, details]).encode()
        self._socket.sendall(b"%d:%s" % (len(told), told))
        _, _, error, answer = self._hear()
        if error:
            raise Refused(error["error"], error["message"])
        return answer["value"] if isinstance(answer, dict) and set(answer) == {"value"} else answer

    def quit(self) -> None:
        try:
            self.ask("Marionette:Quit", flags=["eForceQuit"])
            self._process.wait(30)
        finally:
            self._end()

    def _hear(self) -> Any:
        length = b""
        while (digit := self._stream.read(1)) != b":":
            if not digit:
                raise ConnectionError("Firefox is gone")
            length += digit
        return json.loads(self._stream.read(int(length)))

    def _port_from(self, path: Path) -> int:
        end = time.monotonic() + STARTING_S
        while time.monotonic() < end and self._process.poll() is None:
            if path.exists() and (words := path.read_text().strip()):
                return int(words)
            time.sleep(0.1)
        raise RuntimeError("Firefox did not start")

    def _end(self) -> None:
        if hasattr(self, "_socket"):
            self._stream.close()
            self._socket.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(10)
