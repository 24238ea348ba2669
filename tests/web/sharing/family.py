"""A household to share: the Bellwethers as first entered, with something in every part."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from safeplan import db
from safeplan.accounts.service import Actor, load_session
from safeplan.plans import models
from tests.client import PersonClient

ADDRESS = "14 Quarrelstone Mews"
CHILDS_WORDS = "When it gets loud my tummy does butterflies"
LINE = "Ruth meets Noah at the gate every morning"


@dataclass
class Family:
    """The plan's id, and the ids of its entries by name."""

    plan: str
    lead: PersonClient
    ids: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        revision = self.lead.write(self.plan, kind, data, **more)
        self.ids[name] = revision["entry"]
        return revision

    def part(self, kind: str, about: str = "") -> str:
        """Return the id of a compartment the lead holds, by class and whom it is about."""
        wanted = self.ids.get(about, "")
        found = self.lead.open(self.plan)["compartments"]
        return next(p["id"] for p in found if p["class"] == kind and (not about or p["about"] == wanted))


def bellwethers(lead: PersonClient, **more: Any) -> Family:
    """Make the plan and its first entries."""
    family = Family(lead.new_plan(**more), lead)
    family.write("grace", "family_member", {"name": "Grace Bellwether", "role": "parent"})
    family.write("noah", "family_member", {"name": "Noah Bellwether", "role": "child"})
    family.write("ella", "family_member", {"name": "Ella Bellwether", "role": "child"})
    family.write("mark", "family_member", {"name": "Mark Sculthorpe", "role": "perpetrator"})
    asked = {"owner": "agency", "agency": "school", "what": "keep a gate log every day", "state": "asked"}
    family.write("log", "action", asked)
    rings = {"how": "ring_only", "from_time": "09:30", "to_time": "11:00"}
    family.write("contact", "safe_contact", {"about": family.ids["grace"], **rings})
    family.write("card", "behaviour", {"category": "CC01", "what": "takes the bank card", "who": family.ids["mark"]})
    family.write("home", "place", {"kind": "home", "words": ADDRESS})
    said = {"child": family.ids["noah"], "way": "words", "words": CHILDS_WORDS}
    family.write("said", "voice", said, compartment=family.part("child", "noah"))
    return family


def share(family: Family, who: PersonClient, *parts: str, by: PersonClient | None = None, **more: Any) -> Any:
    """Seal `parts` to somebody through the last step's form; return the answer."""
    form = {
        "person": who.id,
        "connected": "no",
        "parts": list(parts),
        "right": "contribute",
        "basis": "public_task",
        "line": LINE,
        "until": "",
        **more,
    }
    return (by or family.lead).submit(f"/sharing/{family.plan}/seal", form, page=f"/sharing/{family.plan}/who")


def revoke(family: Family, who: PersonClient, by: PersonClient | None = None) -> Any:
    return (by or family.lead).submit(f"/sharing/{family.plan}/revoke/{who.id}", {"reason": "no_longer", "line": ""})


def count(app: Flask, *where: Any) -> int:
    """Return how many grants fit `where`."""
    with app.extensions[db.EXTENSION].sessions() as session:
        return session.scalar(select(func.count(models.Grant.id)).where(*where)) or 0


def rows(app: Flask, model: Any, *where: Any) -> list[Any]:
    with app.extensions[db.EXTENSION].sessions() as session:
        return list(session.scalars(select(model).where(*where)))


def words_of(answer: Any) -> str:
    """Return a page's text without its tags, as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def actor_of(session: Session, who: PersonClient) -> Actor:
    """Return who is signed in at that browser, with what their cookie opens."""
    cookie = next(iter(who.http._cookies.values())).value
    found = load_session(session, urlsafe_b64decode(cookie + "="))
    assert found is not None
    return found


def everything(app: Flask) -> dict[str, list[Any]]:
    """Return every row of every table, but for the record itself and when somebody was last seen."""
    left_out = {"audit", "session"}
    with app.extensions[db.EXTENSION].sessions() as session:
        return {
            name: sorted(map(repr, session.execute(table.select())))
            for name, table in db.Base.metadata.tables.items()
            if name not in left_out
        }
