"""WebKitGTK, the nearest to an iPad's Safari that runs here, spoken to by the WebDriver that comes with it."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from tests.browser.live import free_port
from tests.engines.window import Refused

STARTING_S = 60
ANSWER_S = 60
BROWSER = Path(__file__).with_name("webkit_browser.py")
PYTHON = "/usr/bin/python3"
SCREEN = "1024x1366x24"
# Debian's Python answers this without an error where everything the browser needs is installed.
IMPORTS = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')"
# The standard's commands as this engine takes them.
COMMANDS = {
    "Navigate": ("POST", "url"),
    "GetCurrentURL": ("GET", "url"),
    "Refresh": ("POST", "refresh"),
    "FindElements": ("POST", "elements"),
    "IsElementDisplayed": ("GET", "element/{id}/displayed"),
    "GetElementText": ("GET", "element/{id}/text"),
    "ElementClick": ("POST", "element/{id}/click"),
    "ElementClear": ("POST", "element/{id}/clear"),
    "ElementSendKeys": ("POST", "element/{id}/value"),
    "ExecuteScript": ("POST", "execute/sync"),
    "PerformActions": ("POST", "actions"),
    "ReleaseActions": ("DELETE", "actions"),
    "TakeScreenshot": ("GET", "screenshot"),
    "SetWindowRect": ("POST", "window/rect"),
}


def find() -> str | None:
    """Return the path of the driver, if everything it needs is installed too."""
    driver = shutil.which("WebKitWebDriver")
    if not driver or not shutil.which("Xvfb") or not Path(PYTHON).exists():
        return None
    asked = subprocess.run([PYTHON, "-c", IMPORTS], capture_output=True, check=False)
    return None if asked.returncode else driver


class WebKit:
    """A WebKitGTK window on a screen of its own, on the profile in `folder`, which it keeps when it quits."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._open = build_opener(ProxyHandler({})).open
        self._processes: list[subprocess.Popen[Any]] = []
        self._session = ""
        try:
            number = self._screen()
            port = free_port()
            self._url = f"http://127.0.0.1:{port}"
            environ = {
                **{name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"},
                "DISPLAY": f":{number}",
                "GDK_BACKEND": "x11",
                "HOME": str(folder),
                "NO_AT_BRIDGE": "1",
                "TZ": "Europe/London",
            }
            self._start([find() or "WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"], env=environ)
            self._wait_for_driver()
            options = {"binary": PYTHON, "args": [str(BROWSER), str(folder)]}
            wanted = {"acceptInsecureCerts": True, "webkitgtk:browserOptions": options}
            answer = self._send("POST", "session", {"capabilities": {"alwaysMatch": wanted}})
            self._session = answer["sessionId"]
        except BaseException:
            self._end()
            raise

    def ask(self, command: str, **details: Any) -> Any:
        method, path = COMMANDS[command]
        place = path.format(**details)
        body = {name: value for name, value in details.items() if f"{{{name}}}" not in path}
        return self._send(method, f"session/{self._session}/{place}", body if method == "POST" else None)

    def quit(self) -> None:
        try:
            self._send("DELETE", f"session/{self._session}")
        finally:
            self._end()

    def _screen(self) -> int:
        """Start a screen nobody sees, and return its number."""
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"]
        self._start(command, pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as told:
            return int(told.readline())

    def _start(self, command: list[str], **options: Any) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._processes.append(subprocess.Popen(command, **quiet, **options))

    def _wait_for_driver(self) -> None:
        end = time.monotonic() + STARTING_S
        while time.monotonic() < end:
            try:
                self._send("GET", "status")
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the driver of WebKitGTK did not start")

    def _send(self, method: str, path: str, body: object = None) -> Any:
        told = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._url}/{path}", told, {"Content-Type": "application/json"}, method=method)  # noqa: S310
        try:
            with self._open(request, timeout=ANSWER_S) as response:
                return json.load(response)["value"]
        except HTTPError as error:
            value = json.load(error)["value"]
            raise Refused(value["error"], value["message"]) from None

    def _end(self) -> None:
        """End the driver, which ends its browser, and then the screen."""
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
