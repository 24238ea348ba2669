"""No body, however large, is laid down in a file on its way through the real server."""

from __future__ import annotations

import json
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
import waitress
from flask import Flask
from waitress import wasyncore

from safeplan import crypto, db
from safeplan.web import app as application
from safeplan.web import serving

LARGE, TOO_LARGE = 900 * 1024, 2 * 1024 * 1024


class Watch:
    """Notes every file the tempfile module makes, and looks into the folder where they would be."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.made: list[str] = []
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        # Every way of making a temporary file ends in one of these, a spooled one that rolls over included.
        for name in ("_mkstemp_inner", "TemporaryFile", "NamedTemporaryFile", "mkdtemp"):
            monkeypatch.setattr(tempfile, name, self._noting(name, getattr(tempfile, name)))

    def _noting(self, name: str, real):
        def make(*given, **more):
            self.made.append(name)
            return real(*given, **more)

        return make

    def seen(self) -> list[str]:
        return self.made + [path.name for path in self.folder.iterdir()]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return Watch(folder, monkeypatch)


@pytest.fixture
def how(monkeypatch, settings, app: Flask) -> dict:
    """Return what `safeplan serve` hands to the real server."""
    found: dict = {}
    monkeypatch.setattr(serving, "create_app", lambda _settings: app)
    monkeypatch.setattr(waitress, "serve", lambda served, **given: found.update(given, app=served))
    serving.run(settings)
    assert found["app"] is app
    return found


@contextmanager
def served(how: dict) -> Iterator[int]:
    """Serve on a free port of this machine while open; yield the port."""
    given = {name: value for name, value in how.items() if name not in ("app", "host", "port")}
    listening = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(how["app"], sockets=[listening], **given)
    over = threading.Event()

    def turn() -> None:
        while not over.is_set():
            wasyncore.loop(timeout=0.02, map=server._map, count=1)

    thread = threading.Thread(target=turn)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        thread.join()
        server.task_dispatcher.shutdown()
        wasyncore.close_all(server._map)
        listening.close()


@pytest.fixture
def port(how) -> Iterator[int]:
    with served(how) as found:
        yield found


def send(port: int, body: bytes, person, kind: str = "application/json") -> tuple[int, dict]:
    cookie = person.http.get_cookie("__Host-s")
    headers = {"Content-Type": kind, "X-CSRFToken": person.token, "Cookie": f"__Host-s={cookie.value}"}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/api/1/revisions", body, headers)
        answer = connection.getresponse()
        raw = answer.read()
    finally:
        connection.close()
    return answer.status, json.loads(raw) if raw[:1] == b"{" else {}


def batch(person, plan: str, size: int) -> bytes:
    notes, text = [], "a" * 19_000
    while sum(map(len, notes)) < size:
        notes.append(json.dumps(person.revision(plan, "note", {"words": text})))
    return f'{{"revisions":[{",".join(notes)}]}}'.encode()


def rows(app: Flask) -> int:
    with app.extensions[db.EXTENSION].reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM revision").scalar_one()


def test_a_large_body_goes_through_memory_alone(app, as_person, port, watch):
    priya = as_person("priya")
    body = batch(priya, priya.new_plan(), LARGE)
    assert len(body) > LARGE
    status, answer = send(port, body, priya)
    assert status == 200
    assert {one["state"] for one in answer["receipts"]} == {"accepted"}
    assert rows(app) == len(answer["receipts"])
    assert watch.seen() == []


def test_a_body_over_the_limit_is_refused_and_nothing_of_it_is_kept(app, as_person, port, watch):
    priya = as_person("priya")
    body = batch(priya, priya.new_plan(), TOO_LARGE)
    try:
        status, _ = send(port, body, priya)
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # It stopped listening while we were still speaking.
    assert status == 413
    assert rows(app) == 0
    assert watch.seen() == []


def test_an_answer_larger_than_the_server_s_own_buffer_is_not_laid_down_either(app, as_person, port, watch):
    priya = as_person("priya")
    plan = priya.new_plan()
    for _ in range(2):
        assert send(port, batch(priya, plan, LARGE), priya)[0] == 200
    cookie = priya.http.get_cookie("__Host-s")
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/api/1/plans/{plan}", headers={"Cookie": f"__Host-s={cookie.value}"})
    answer = connection.getresponse()
    assert len(answer.read()) > 2 * LARGE
    connection.close()
    assert watch.seen() == []


def test_the_limits_leave_room_above_every_body(how):
    assert how["inbuf_overflow"] > application.JSON_LIMIT * 2
    assert how["outbuf_overflow"] > application.JSON_LIMIT * 2
    assert how["max_request_body_size"] <= application.JSON_LIMIT + 64 * 1024
    assert how["host"] == "127.0.0.1"


def test_with_the_server_s_own_limits_the_watch_would_have_seen_it(how, as_person, watch):
    how["inbuf_overflow"] = 1024
    priya = as_person("priya")
    body = batch(priya, priya.new_plan(), LARGE)
    with served(how) as found:
        assert send(found, body, priya)[0] == 200
    assert watch.seen() != []


def test_a_file_nobody_asked_for_is_not_laid_down(as_person, port, watch):
    priya = as_person("priya")
    edge = crypto.new_id()
    part = f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'.encode()
    body = part + b"a" * LARGE + f"\r\n--{edge}--\r\n".encode()
    status, _ = send(port, body, priya, f"multipart/form-data; boundary={edge}")
    assert status in (400, 415)
    assert watch.seen() == []
