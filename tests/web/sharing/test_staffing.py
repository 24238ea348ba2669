"""Accounts end, keys change, desks get new keys: access ends at once and what remains can still be opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, update

from safeplan import crypto, db
from safeplan.accounts.service import desk_keys
from safeplan.agencies.models import Desk, DeskMember
from safeplan.audit.models import AuditRow
from safeplan.demo.making import Cast
from safeplan.plans import models
from safeplan.plans.access import staffing
from tests.client import PersonClient
from tests.web.sharing.family import Family, actor_of, bellwethers, count, rows, share

AsPerson = Callable[[str], PersonClient]


@pytest.fixture
def family(as_person: AsPerson) -> Family:
    return bellwethers(as_person("priya"))


def _epochs(app: Flask, family: Family) -> dict[str, int]:
    return {one.id: one.epoch for one in rows(app, models.Compartment, models.Compartment.plan == family.plan)}


def test_ending_an_account_ends_access_at_once_and_the_next_lead_renews(
    family: Family, as_person: AsPerson, app: Flask
) -> None:
    ruth, dana, plan_part = as_person("ruth"), as_person("dana"), family.part("plan")
    share(family, ruth, plan_part)
    with app.app_context(), app.extensions[db.EXTENSION].sessions.begin() as session:
        staffing.person_ended(session, None, ruth.id)
    assert ruth.get(f"/api/1/plans/{family.plan}").status_code == 404
    assert _epochs(app, family)[plan_part] == 0
    share(family, dana, plan_part)
    assert _epochs(app, family)[plan_part] == 1
    assert {e for c, e in _epochs(app, family).items() if c != plan_part} == {0}
    assert "gate log" in dana.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    ended = rows(app, AuditRow, AuditRow.action == "access-ended")
    assert [(row.plan, row.object, row.code) for row in ended] == [(family.plan, ruth.id, "person-ended")]


def test_a_plan_whose_lead_left_waits_for_the_managers_desk(family: Family, as_person: AsPerson, app: Flask) -> None:
    with app.app_context(), app.extensions[db.EXTENSION].sessions.begin() as session:
        staffing.person_ended(session, actor_of(session, as_person("edith")), family.lead.id)
    assert family.lead.get(f"/api/1/plans/{family.plan}").status_code == 404
    [shown] = as_person("tom").get("/api/1/plans").json["plans"]
    assert shown["lead"] is None
    assert "gate log" in as_person("tom").get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    # The desk goes on sharing, and renews the keys that the leaver knew.
    assert share(family, as_person("sam"), family_part(as_person("tom"), family, "plan"), by=as_person("tom"))
    assert set(_epochs(app, family).values()) == {1}


def test_new_words_for_somebody_end_what_their_old_key_opened(family: Family, as_person: AsPerson, app: Flask) -> None:
    ruth = as_person("ruth")
    other = bellwethers(as_person("priya"))
    share(family, ruth, family.part("plan"))
    share(other, ruth, other.part("plan"))
    with app.app_context(), app.extensions[db.EXTENSION].sessions.begin() as session:
        assert staffing.person_key_changed(session, None, ruth.id) == 2
        assert staffing.person_key_changed(session, None, ruth.id) == 0
    assert count(app, models.Grant.holder == ruth.id, models.Grant.revoked_at.is_(None)) == 0


def test_a_desks_new_key_opens_everything_and_the_old_one_nothing_new(
    family: Family, as_person: AsPerson, app: Flask, cast: Cast
) -> None:
    tom, desk = as_person("tom"), cast.desks["managers"]
    share(family, as_person("ruth"), family.part("plan"), until="2099-01-01")
    old = _renew_desk(app, cast, tom)
    assert set(_epochs(app, family).values()) == {1}
    family.write("later", "note", {"words": "after the desk changed its key"})
    for who in (tom, as_person("ruth"), family.lead):
        words = who.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
        assert "gate log" in words
        assert "after the desk changed its key" in words
    live = rows(app, models.Grant, models.Grant.holder == desk, models.Grant.revoked_at.is_(None))
    assert {grant.epoch for grant in live} == {0, 1}
    pair = crypto.KeyPair.from_private(old)
    for grant in live:
        with pytest.raises(crypto.CryptoError):
            place = (grant.plan, grant.compartment, grant.epoch, "desk", desk, grant.right)
            crypto.open_grant(pair, grant.sealed_key, *place)
    ends = rows(app, models.Grant, models.Grant.holder == as_person("ruth").id, models.Grant.epoch == 1)
    assert [grant.until is not None for grant in ends] == [True]


def test_a_desk_with_a_new_key_still_misses_what_was_taken_away_before(
    family: Family, as_person: AsPerson, app: Flask, cast: Cast
) -> None:
    tom, part = as_person("tom"), family.part("risk")
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        desk = (models.Grant.compartment == part, models.Grant.holder == cast.desks["managers"])
        session.execute(delete(models.Grant).where(*desk))
    _renew_desk(app, cast, tom)
    answer = tom.get(f"/api/1/plans/{family.plan}")
    assert (answer.status_code, answer.json) == (500, {"reason": "damaged", "row": part})
    assert family.lead.open(family.plan)


def test_a_desk_knows_that_it_holds_a_plan_somebody_is_kept_out_of(as_person: AsPerson, app: Flask, cast: Cast) -> None:
    dana, joan = as_person("dana"), as_person("joan")
    bellwethers(as_person("priya"), staff_know="yes", excluded=[dana.id])
    with app.app_context(), app.extensions[db.EXTENSION].sessions() as session:
        assert staffing.excluded_on_desk(session, cast.desks["managers"], dana.id)
        assert not staffing.excluded_on_desk(session, cast.desks["managers"], joan.id)
        assert not staffing.excluded_on_desk(session, crypto.new_id(), dana.id)


def family_part(who: PersonClient, family: Family, kind: str) -> str:
    return next(p["id"] for p in who.open(family.plan)["compartments"] if p["class"] == kind)


def _renew_desk(app: Flask, cast: Cast, member: PersonClient) -> bytes:
    """Give the managers' desk a new key, as when somebody leaves it; return the old private one."""
    desk = cast.desks["managers"]
    with app.app_context(), app.extensions[db.EXTENSION].sessions.begin() as session:
        actor, fresh = actor_of(session, member), crypto.new_keypair()
        old = desk_keys(session, actor)[desk]
        staffing.desk_key_changed(session, actor, desk, old, fresh.public)
        _give_desk(session, cast, fresh)
    return old


def _give_desk(session, cast: Cast, pair: crypto.KeyPair) -> None:  # type: ignore[no-untyped-def]
    """Do what agencies does after plans: keep the desk's new key, sealed to its one member."""
    from safeplan.accounts.models import Person
    from safeplan.accounts.service import desk_key_info

    desk, person = cast.desks["managers"], cast.people["tom"]
    public = session.get(Person, person).public_key
    sealed = crypto.seal_to(public, pair.private, desk_key_info(desk, pair.public, person))
    session.execute(update(Desk).where(Desk.id == desk).values(public_key=pair.public))
    session.execute(update(DeskMember).where(DeskMember.desk == desk).values(sealed_key=sealed))
