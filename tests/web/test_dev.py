"""What `make dev` puts round the application, and that nothing of it is in the application people use."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from safeplan.web import dev

PAGE = "/"
TAG = b'<script type="module" src="/dev/reload.js"></script></head>'


@pytest.fixture
def worked_on(app: Flask) -> FlaskClient:
    """The application as `safeplan dev` serves it."""
    dev.install(app)
    return app.test_client()


def test_a_page_can_ask_which_start_answers(worked_on: FlaskClient) -> None:
    first, again = (worked_on.get("/dev/started") for _ in range(2))
    assert first.status_code == 200
    assert first.data == again.data != b""
    with worked_on.get("/dev/reload.js") as script:
        assert script.mimetype == "text/javascript"
        assert b"/dev/started" in script.data


def test_the_worker_that_keeps_the_shell_is_not_given_out(worked_on: FlaskClient) -> None:
    assert worked_on.get("/sw.js").status_code == 404


def test_each_page_has_the_script_once_however_it_is_sent(worked_on: FlaskClient) -> None:
    plain = worked_on.get(PAGE)
    small = worked_on.get(PAGE, headers={"Accept-Encoding": "gzip"})
    for answer in (plain, small):
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers
        assert answer.data.count(TAG) == 1
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_what_is_no_page_is_left_as_it_is(worked_on: FlaskClient) -> None:
    assert worked_on.get("/api/1/session").is_json
    assert b"/dev/" not in worked_on.get("/api/1/session").data


def test_nothing_of_it_is_in_the_application_people_use(app: Flask, client: FlaskClient) -> None:
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev/")]
    assert client.get("/dev/started").status_code == 404
    assert client.get("/dev/reload.js").status_code == 404
    assert client.get("/sw.js").status_code == 200
    page = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    # The control: a page that is sent small is what has to be opened above.
    assert page.headers["Content-Encoding"] == "gzip"
    assert b"/dev/" not in gzip.decompress(page.data)


@pytest.mark.parametrize("place", dev.SOURCES)
def test_what_was_built_is_stale_once_a_source_is_newer(tmp_path: Path, place: str) -> None:
    sources = [tmp_path / one / "below" / "one.file" for one in dev.SOURCES]
    for source in sources:
        source.parent.mkdir(parents=True)
        source.touch()
    assert dev.is_stale(tmp_path), "nothing is built yet"
    built = tmp_path / "static" / "dist" / "manifest.json"
    built.parent.mkdir()
    built.touch()
    later = max(path.stat().st_mtime for path in tmp_path.rglob("*")) + 10
    os.utime(built, (later, later))
    assert not dev.is_stale(tmp_path)
    os.utime(tmp_path / place / "below" / "one.file", (later + 10, later + 10))
    assert dev.is_stale(tmp_path)
