"""The fixtures every test may use: an installation with the cast of the scenarios, and clients signed in as them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from safeplan import crypto, db
from safeplan.accounts import unlocking
from safeplan.config import Settings, write_settings
from safeplan.demo.making import WORDS, Cast, make_cast
from safeplan.schema import upgrade
from safeplan.web.app import create_app
from tests.client import PersonClient

POSTGRES = os.environ.get("SAFEPLAN_TEST_POSTGRES_URL", "")


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let passphrases cost little here; the true cost has tests of its own."""
    monkeypatch.setattr(unlocking, "COST", crypto.KdfParams(m_kib=64, t=1, p=1))
    with crypto.weak_parameters_for_tests():
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a fresh database: SQLite, and PostgreSQL where SAFEPLAN_TEST_POSTGRES_URL names a server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'safeplan.db'}"
        return
    if not POSTGRES:
        pytest.skip("SAFEPLAN_TEST_POSTGRES_URL names no server")
    schema = f"t{secrets.token_hex(8)}"
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{schema}"
    with server.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Return an installation's settings in a folder of its own."""
    data = tmp_path / "data"
    write_settings(data)
    return Settings.load({"SAFEPLAN_DATA": str(data), "SAFEPLAN_DATABASE_URL": database_url})


@pytest.fixture
def app(settings: Settings, quick_keys: None) -> Iterator[Flask]:
    """Return the application on an up-to-date, empty database."""
    engine = db.make_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    made = create_app(settings)
    yield made
    made.extensions[db.EXTENSION].engine.dispose()


@pytest.fixture
def cast(app: Flask, settings: Settings) -> Cast:
    """Return the ids of the cast: agencies, teams, people and desks as in the scenarios."""
    with app.extensions[db.EXTENSION].sessions() as session:
        made = make_cast(session, settings)
        session.commit()
    return made


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
