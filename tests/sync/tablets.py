"""Tablets that run the browser's own modules, and the road between them and the server, which may be cut anywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from safeplan.web.words import everything

ROOT = Path(__file__).parents[2]
HTML = "text/html; charset=utf-8"
JSON = "application/json"
PAGE = "<!doctype html><title>Welcome to the library's wi-fi</title>"

# What may become of one call. "through" is the one that is no cut.
NEVER_ARRIVES = (
    "no-signal",
    "redirected",
    "proxy-502",
    "proxy-413",
    "proxy-403",
    "hotspot",
    "server-500",
    "killed-before",
    "late",
)
ARRIVES = ("answer-lost", "answer-cut", "answer-502", "answer-hotspot", "answer-empty", "answer-null", "killed-after")
OTHERWISE = ("twice", "first-part", "old-again", "old-answer")
CUTS = (*NEVER_ARRIVES, *ARRIVES, *OTHERWISE)
THROUGH = "through"


class Fault(Exception):
    """What a page's call ended with: `reason` is its code."""

    def __init__(self, reason: str, status: int, message: str) -> None:
        super().__init__(f"{reason or message} ({status})")
        self.reason = reason
        self.status = status


@dataclass
class Call:
    """One call as a page made it."""

    tablet: str
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    cookies: bool

    @property
    def letters(self) -> list[dict[str, Any]]:
        """What it carries that must not be lost."""
        sent = (self.body or {}).get("letters" if self.path.endswith("/letters") else "revisions")
        return sent if isinstance(sent, list) else []


@dataclass
class Road:
    """Carries calls to the application; what is in `weather` befalls the next ones, one each."""

    app: Flask
    browsers: dict[str, FlaskClient] = field(default_factory=dict)
    weather: list[str] = field(default_factory=list)
    old: list[tuple[Call, dict[str, Any]]] = field(default_factory=list)
    late: list[Call] = field(default_factory=list)
    cuts: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    addresses: int = 0

    def browser(self, tablet: str) -> FlaskClient:
        return self.browsers.setdefault(tablet, self.app.test_client())

    def carry(self, call: Call) -> dict[str, Any]:
        """Deliver one call, or what the weather makes of it; return the answer as the page gets it."""
        self.calls += 1
        cut = self.weather.pop(0) if self.weather else THROUGH
        if cut in ("old-again", "old-answer") and not self.old:
            cut = "answer-lost"
        if cut == "first-part" and len(call.letters) < 2:
            cut = "twice"
        if not call.letters and cut in ("old-answer", "answer-empty", "answer-null"):
            # Receipts answer letters alone.
            cut = "answer-cut"
        if cut != THROUGH:
            self.cuts[cut] += 1
        return self._befallen(call, cut)

    def _befallen(self, call: Call, cut: str) -> dict[str, Any]:
        unsent = {
            "no-signal": {"gone": True},
            "redirected": {"status": 0},
            "proxy-502": {"status": 502, "type": HTML, "body": PAGE},
            "proxy-413": {"status": 413, "type": HTML, "body": PAGE},
            "proxy-403": {"status": 403, "type": HTML, "body": PAGE},
            "hotspot": {"status": 200, "type": HTML, "body": PAGE},
            "server-500": {"status": 500, "type": JSON, "body": '{"reason":"server"}'},
            "killed-before": {"killed": True},
        }
        if cut in unsent:
            return unsent[cut]
        if cut == "late":
            self.late.append(call)
            return {"gone": True}
        if cut == "old-again":
            self.deliver(self.old[len(self.old) // 2][0])
        if cut == "old-answer":
            self.deliver(call)
            return self.old[len(self.old) // 2][1]
        if cut == "first-part":
            key = "letters" if "letters" in call.body else "revisions"
            part = call.letters[: len(call.letters) // 2]
            call = Call(**{**vars(call), "body": {**call.body, key: part}})
        answer = self.deliver(call)
        if cut == "twice":
            answer = self.deliver(call)
        spoilt = {
            "answer-lost": {"gone": True},
            "answer-cut": {**answer, "body": answer.get("body", "")[: len(answer.get("body", "")) // 2]},
            "answer-502": {"status": 502, "type": HTML, "body": PAGE},
            "answer-hotspot": {"status": 200, "type": HTML, "body": PAGE},
            "answer-empty": {**answer, "body": '{"receipts":[]}'},
            "answer-null": {**answer, "body": '{"receipts":[null,{},7]}'},
            "killed-after": {"killed": True},
        }
        return spoilt.get(cut, answer)

    def deliver(self, call: Call) -> dict[str, Any]:
        """Let the application answer, whatever the weather."""
        # Without the tablet's cookie the browser that sends is a new one.
        browser = self.browser(call.tablet) if call.cookies else self.app.test_client()
        self.addresses += 1
        answer: TestResponse = browser.open(
            call.path,
            method=call.method,
            json=call.body,
            headers={**call.headers, "Referer": "https://localhost/"},
            base_url="https://localhost",
            # Sign-ins are counted by address; each of these is made from another house.
            environ_overrides={
                "REMOTE_ADDR": f"10.{self.addresses >> 16 & 255}.{self.addresses >> 8 & 255}.{self.addresses & 255}"
            },
        )
        answered = {
            "status": answer.status_code,
            "type": answer.headers.get("Content-Type", ""),
            "body": answer.get_data(as_text=True),
        }
        if call.letters and answer.status_code == 200:
            self.old = [*self.old[-40:], (call, answered)]
        return answered

    def what_was_late(self) -> None:
        """Calls that were given up long ago arrive after all."""
        late, self.late = self.late, []
        for call in late:
            self.deliver(call)


class Tablets:
    """The process that plays the tablets. Every call returns once nothing moves in it any more."""

    def __init__(self, road: Road, faults: tuple[dict[str, str], ...] = ()) -> None:
        node = shutil.which("node")
        assert node, "Node is needed to run the browser's modules; `make .venv` says how to get it"
        self.road, self.faults = road, faults
        self.saved: Callable[[str, list[dict[str, Any]], list[dict[str, Any]]], None] = lambda *_: None
        self.asked = 0
        # It is read before the process says that it is ready.
        with tempfile.NamedTemporaryFile(suffix=".json") as words:
            words.write(everything())
            words.flush()
            self._begin(node, faults, words.name)

    def _begin(self, node: str, faults: tuple[dict[str, str], ...], words: str) -> None:
        self.process = subprocess.Popen(
            [node, "tests/sync/tablets.mjs", json.dumps(list(faults)), words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self._read() == {"ready": True}

    def end(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process.stdout.close()  # type: ignore[union-attr]

    def do(self, deed: str, tablet: str, **about: Any) -> Any:
        """Do one thing; Fault where it ended with one, None where it waits for somebody."""
        self.asked += 1
        self._say({"do": deed, "id": self.asked, "tablet": tablet, **about})
        while True:
            line = self._read()
            if "ask" in line:
                call = Call(*(line[name] for name in ("tablet", "method", "path", "headers", "body", "cookies")))
                self._say({"answer": line["ask"], **self.road.carry(call)})
            elif "saved" in line:
                self.saved(line["tablet"], line["saves"], line["saved"])
            elif "fault" in line:
                raise AssertionError(f"a page failed where nobody catches it: {line['fault']}")
            elif line["done"] == self.asked:
                if "error" in line:
                    error = line["error"]
                    raise Fault(error["reason"], error["status"], f"{error['message']} {error['stack']}")
                return line.get("value")

    def page(self, tablet: str, name: str, *values: Any, tab: int = 0) -> Any:
        return self.do("page", tablet, name=name, values=values, tab=tab)

    def _say(self, line: dict[str, Any]) -> None:
        self.process.stdin.write(json.dumps(line) + "\n")  # type: ignore[union-attr]

    def _read(self) -> dict[str, Any]:
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise AssertionError("the process that plays the tablets has ended")
        return dict(json.loads(line))
