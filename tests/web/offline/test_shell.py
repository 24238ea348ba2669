"""What the worker is told to keep, when it becomes another worker, and which clients may read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from safeplan import data_root, db
from safeplan.web import headers
from safeplan.web.app import create_app

PAGES = {"/", "/board", "/needs-signal", "/manifest.webmanifest"}


def told(client):
    """Return what the worker's first line says, as {"id", "files"}."""
    line = client.get("/sw.js").get_data(as_text=True).splitlines()[0]
    return json.loads(line.removeprefix("self.SHELL = ").removesuffix(";"))


def test_the_worker_is_told_every_built_file_and_nothing_that_is_not_the_same_for_everybody(client) -> None:
    built = json.loads((data_root() / "static" / "dist" / "manifest.json").read_text())["files"]
    files = set(told(client)["files"])
    assert {f"/static/dist/{about['file']}" for name, about in built.items() if name != "sw.js"} <= files
    rest = {one for one in files if not one.startswith(("/static/dist/", "/static/icons/"))}
    boards, pieces, words = sorted(rest - PAGES)
    assert boards.startswith("/boards-")
    assert pieces.startswith("/pieces-")
    assert words.startswith("/words-")
    for path in files:
        with client.get(path) as answer:
            assert answer.status_code == 200, path


def test_it_is_asked_for_each_time_and_answers_in_one_word_while_it_is_the_same(client) -> None:
    first = client.get("/sw.js")
    assert first.mimetype == "text/javascript"
    assert first.headers["Cache-Control"] == "no-cache"
    assert client.get("/sw.js", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    version = client.get("/version.json")
    assert version.headers["Cache-Control"] == "no-store"
    assert version.json == {"shell": told(client)["id"], "min_client": 0}


@pytest.fixture
def shell_of(settings, app):
    """Return a function from changed settings to the id of the shell they give."""
    made = []

    def answer(**changed):
        made.append(create_app(replace(settings, **changed)))
        return told(made[-1].test_client())["id"]

    yield answer
    for one in made:
        one.extensions[db.EXTENSION].engine.dispose()


def test_another_page_or_another_policy_is_another_worker(shell_of, monkeypatch) -> None:
    same = shell_of()
    assert shell_of() == same
    assert shell_of(shown_name="Notebook") != same
    monkeypatch.setitem(headers.ALWAYS, "X-Frame-Options", "SAMEORIGIN")
    assert shell_of() != same


def test_the_installed_app_has_the_shown_name_and_icons_that_are_there(settings, app, client) -> None:
    other = create_app(replace(settings, shown_name="Notebook"))
    manifest = json.loads(other.test_client().get("/manifest.webmanifest").get_data(as_text=True))
    other.extensions[db.EXTENSION].engine.dispose()
    assert (manifest["name"], manifest["short_name"]) == ("Notebook", "Notebook")
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        with client.get(icon["src"]) as answer:
            assert answer.mimetype == icon["type"]


def test_an_old_client_may_not_read_and_may_always_write(app, as_person) -> None:
    priya = as_person("priya")
    plan = priya.new_plan()
    app.config["MIN_CLIENT"] = 2
    for number in ("", "1", "-3", "²", "9" * 40):
        refused = priya.http.get(f"/api/1/plans/{plan}", base_url="https://localhost", headers={"X-Client": number})
        assert (refused.status_code, refused.json) == (426, {"reason": "update"}), number
    # Its session and what was written are taken, with any number or none; a page is no call.
    assert priya.get("/api/1/session").status_code == 200
    priya.write(plan, "note", {"words": "Rang the school"})
    assert priya.post("/api/1/letters", {"letters": []}).status_code == 200
    assert priya.get(f"/sharing/{plan}").status_code == 200
    assert priya.get(f"/api/1/plans/{plan}", headers={"X-Client": "2"}).status_code == 200
