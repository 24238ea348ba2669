"""The fixtures every test may use: an installation with the cast of the scenarios, and clients signed in as them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from safeplan import db
from safeplan.config import Settings
from safeplan.demo.making import WORDS, Cast
from safeplan.web.app import create_app
from tests import installation
from tests.client import PersonClient
from tests.postgres import POSTGRES


def pytest_configure(config: pytest.Config) -> None:
    """Begin a run, unless this is one of its workers."""
    if installation.RUN in os.environ:
        config.add_cleanup(installation.end_work)
    else:
        installation.begin_run()
        config.add_cleanup(installation.end_run)


@pytest.fixture
def quick_keys() -> Iterator[None]:
    """Let passphrases cost little here; the true cost has tests of its own."""
    with installation.cheap_words():
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a database of the test's own: SQLite, and PostgreSQL where SAFEPLAN_TEST_POSTGRES_URL names a server.

    Its tables are up to date; the cast is in it if the test wants the cast, and otherwise nobody.
    """
    if request.param == "postgres" and not POSTGRES:
        pytest.skip("SAFEPLAN_TEST_POSTGRES_URL names no server")
    filling = "cast" if "cast" in request.fixturenames else "empty"
    url = installation.copy_to(tmp_path / "data", filling, request.param).database_url
    yield url
    if request.param == "postgres":
        installation.server().drop_soon(url)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Return the settings of the installation with this database, in a folder of its own."""
    return Settings.load({"SAFEPLAN_DATA": str(tmp_path / "data"), "SAFEPLAN_DATABASE_URL": database_url})


@pytest.fixture
def app(settings: Settings, quick_keys: None) -> Iterator[Flask]:
    """Return the application on that installation; nobody is in it, unless the test wants the cast."""
    made = create_app(settings)
    # Every test has an application of its own, and all of a run have the same templates.
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(installation.run_folder()))
    yield made
    made.extensions[db.EXTENSION].engine.dispose()


@pytest.fixture
def cast(database_url: str) -> Cast:
    """Return the ids of the cast: agencies, teams, people and desks as in the scenarios."""
    return installation.filled("cast", "sqlite" if database_url.startswith("sqlite") else "postgres").cast


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client nobody is signed in at."""
    return app.test_client()


@pytest.fixture
def as_person(app: Flask, cast: Cast) -> Callable[[str], PersonClient]:
    """Return `as_person("priya")`: a client signed in as one of the cast."""
    signed_in: dict[str, PersonClient] = {}

    def sign_in(key: str) -> PersonClient:
        if key not in signed_in:
            signed_in[key] = PersonClient(app, cast.people[key]).sign_in(f"{key}@demo.example", WORDS)
        return signed_in[key]

    return sign_in
