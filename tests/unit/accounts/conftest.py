"""A real database file, a clock that tests turn, and passphrases that cost little to try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from safeplan import clock, crypto
from safeplan.accounts import service, unlocking
from safeplan.accounts.actor import Actor
from safeplan.agencies import service as agencies
from safeplan.audit.models import AuditRow
from safeplan.config import Settings
from safeplan.crypto import KdfParams
from safeplan.db import Base, Database

START = 1_800_000_000_000
ADDRESS = "192.0.2.7"
KITCHEN_TABLET = "a" * 32


class Clock:
    """Tells the time the test wants."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now

    def forward(self, ms: int) -> None:
        self.now += ms


@dataclass
class Plans:
    """Stands where plans stand: notes what it was told, and knows who is excluded."""

    told: list[tuple[Any, ...]] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)

    def child_letterboxes(self, session: Session, actor: Actor, plan: str, child: str) -> dict[str, Any]:
        box = {"compartment": "c" * 32, "epoch": 0, "public": "AA=="}
        return {"child": box, "kept": {**box, "compartment": "d" * 32}}

    def excluded_on_desk(self, session: Session, desk: str, person: str) -> bool:
        return person in self.excluded

    def desk_key_changed(self, session: Session, actor: Actor, desk: str, old: bytes, new: bytes) -> None:
        self.told.append(("desk_key_changed", desk, old, new))

    def person_ended(self, session: Session, actor: Actor | None, person: str) -> None:
        self.told.append(("person_ended", person))

    def person_key_changed(self, session: Session, actor: Actor | None, person: str) -> int:
        self.told.append(("person_key_changed", person))
        return 3


@dataclass
class Area:
    """Northfield Council with some of its staff; `ids` and `words` by first name."""

    council: str
    team: str
    sheets: tuple[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(unlocking, "COST", KdfParams(m_kib=64, t=1, p=1))
    with crypto.weak_parameters_for_tests():
        yield


@pytest.fixture(autouse=True)
def time() -> Iterator[Clock]:
    told = Clock()
    with clock.set_for_tests(told):
        yield told


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'safeplan.db'}"
    return Settings(tmp_path, url, 0, pepper=bytes(range(32)), secret=bytes(range(32, 64)))


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    made = Database(settings.database_url)
    assert AuditRow.__table__ is not None
    Base.metadata.create_all(made.engine)
    yield made
    made.engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.sessions() as unit:
        yield unit


@pytest.fixture
def plans() -> Plans:
    return Plans()


@pytest.fixture
def area(session: Session, settings: Settings) -> Area:
    draft = agencies.draft_agency(
        settings, "council", "Northfield Council", ("Edith Moran", "edith@northfield.example")
    )
    council = agencies.add_agency(session, draft, *draft.sheets)
    team = agencies.add_team(session, council, "Family safeguarding", None)
    made = Area(council, team, draft.sheets)
    made.ids["edith"], made.words["edith"] = draft.administrator.id, draft.administrator.words
    for name, role in (("Priya Nair", "practitioner"), ("Tom Whitlock", "manager"), ("Ann Field", "manager")):
        first = name.split()[0].lower()
        who = {"name": name, "email": f"{first}@northfield.example", "role": role, "team": team}
        once = agencies.add_person(session, settings, council, who, None)
        made.ids[first], made.words[first] = once.person, once.words
    session.commit()
    return made


@pytest.fixture
def sign_in(session: Session, settings: Settings, area: Area):
    """Return a function that signs somebody of the area in by first name."""

    def enter(first: str, words: str | None = None, ip: str = ADDRESS, device: str = "") -> service.SignedIn:
        given = area.words[first] if words is None else words
        begun = service.sign_in(session, settings, f"{first}@northfield.example", given, ip, device)
        session.commit()
        return begun

    return enter


@pytest.fixture
def kdf_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a passphrase is stretched, and for whom."""
    calls: list[str] = []
    real = crypto.stretch

    def counted(words: str, salt: bytes, pepper: bytes, person: str, params: KdfParams) -> crypto.Root:
        calls.append(person)
        return real(words, salt, pepper, person, params)

    monkeypatch.setattr(crypto, "stretch", counted)
    return calls


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the statements sent to the database."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)
