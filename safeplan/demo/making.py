"""Fills a demo folder, once, through the same doors that a real installation uses."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from safeplan import db
from safeplan.accounts.models import Person
from safeplan.agencies import service as agencies
from safeplan.config import Settings
from safeplan.demo.plans import make_families

# In the source on purpose: whoever can read this may try the demo, and a production start refuses the folder.
WORDS = "lantern pebble orchard kettle ribbon"


@dataclass(frozen=True)
class Member:
    """One of the cast: who they are and how they sign in."""

    key: str
    name: str
    agency: str
    role: str
    team: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


CAST = (
    Member("edith", "Edith Moran", "council", "administrator"),
    Member("priya", "Priya Nair", "council", "practitioner", "Family safeguarding"),
    Member("tom", "Tom Whitlock", "council", "manager", "Family safeguarding"),
    Member("leah", "Leah Brandt", "council", "practitioner", "Emergency duty"),
    Member("omar", "Omar Keane", "council", "practitioner", "Emergency duty"),
    Member("dana", "Dana Reyes", "police", "practitioner", "Domestic abuse unit"),
    Member("joan", "Joan Addo", "probation", "practitioner", "Northfield"),
    Member("ruth", "Ruth Feld", "school", "practitioner", "Safeguarding"),
    Member("sam", "Sam Obi", "health", "practitioner", "Health visiting"),
    Member("mina", "Mina Sato", "idva", "practitioner", "IDVA service"),
    Member("alex", "Alex Crane", "westmoor", "practitioner", "Children's services"),
)
AGENCIES = {
    "council": ("council", "Northfield Council"),
    "police": ("police", "Northfield Police"),
    "probation": ("probation", "Probation, Northfield"),
    "school": ("school", "Elm Road Primary School"),
    "health": ("health", "Northfield Community Health"),
    "idva": ("idva", "Harbour Domestic Abuse Service"),
    "westmoor": ("council", "Westmoor Council"),
}
TITLES = {
    "edith": "agency administrator; can read no plan",
    "priya": "social worker; leads the plans",
    "tom": "team manager",
    "leah": "emergency duty",
    "omar": "emergency duty",
    "dana": "police",
    "joan": "probation",
    "ruth": "school",
    "sam": "health visitor",
    "mina": "IDVA",
    "alex": "another council; must find nothing",
}
ACCOUNTS = tuple(
    [f"passphrase   {WORDS}", ""] + [f"{member.email:22} {member.name} - {TITLES[member.key]}" for member in CAST]
)


@dataclass
class Cast:
    """The ids of the people, agencies, teams and desks that were made, by their keys."""

    people: dict[str, str] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    teams: dict[tuple[str, str], str] = field(default_factory=dict)
    desks: dict[str, str] = field(default_factory=dict)


def make_demo(settings: Settings) -> None:
    """Make the cast and their families; nothing happens where they are already there."""
    database = db.Database(settings.database_url)
    with database.sessions() as session:
        if session.scalar(select(Person.id).limit(1)) is None:
            cast = make_cast(session, settings)
            session.commit()
            make_families(session, settings, cast.people, WORDS)
            session.commit()
    database.engine.dispose()


def make_cast(session: Session, settings: Settings) -> Cast:
    """Make every agency with its administrator, teams, people and desks; return their ids."""
    cast = Cast()
    for key, (kind, name) in AGENCIES.items():
        _make_agency(session, settings, cast, key, kind, name)
    for member in CAST:
        if member.role != "administrator":
            _make_person(session, settings, cast, member)
    council = cast.agencies["council"]
    team = cast.teams["council", "Family safeguarding"]
    cast.desks["managers"] = agencies.add_desk(
        session, council, "managers", "Family safeguarding managers", team, [cast.people["tom"]], None
    )
    night = [cast.people["leah"], cast.people["omar"]]
    cast.desks["night"] = agencies.add_desk(session, council, "emergency", "Night desk", None, night, None)
    return cast


def _make_agency(session: Session, settings: Settings, cast: Cast, key: str, kind: str, name: str) -> None:
    administrator = next((one for one in CAST if one.agency == key and one.role == "administrator"), None)
    who = (administrator.name, administrator.email) if administrator else (f"{name}, office", f"{key}@demo.example")
    draft = agencies.draft_agency(settings, kind, name, who, words=WORDS)
    cast.agencies[key] = agencies.add_agency(session, draft, *draft.sheets)
    if administrator:
        cast.people[administrator.key] = draft.administrator.id


def _make_person(session: Session, settings: Settings, cast: Cast, member: Member) -> None:
    agency = cast.agencies[member.agency]
    place = (member.agency, member.team)
    if place not in cast.teams:
        cast.teams[place] = agencies.add_team(session, agency, member.team, None)
    who = {"name": member.name, "email": member.email, "role": member.role, "team": cast.teams[place]}
    cast.people[member.key] = agencies.add_person(session, settings, agency, who, None, words=WORDS).person
