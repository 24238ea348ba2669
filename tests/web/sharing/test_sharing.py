"""What was given opens, what was not is not there, and taking back works at the next request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from safeplan import crypto, db
from safeplan.audit.models import AuditRow
from safeplan.plans import models
from safeplan.sharing.models import ShareDecision
from tests.client import PersonClient
from tests.web.sharing.family import (
    ADDRESS,
    CHILDS_WORDS,
    LINE,
    Family,
    actor_of,
    bellwethers,
    count,
    everything,
    revoke,
    rows,
    share,
    words_of,
)

AsPerson = Callable[[str], PersonClient]


@pytest.fixture
def family(as_person: AsPerson) -> Family:
    return bellwethers(as_person("priya"))


def test_the_partner_opens_what_was_given_and_history_with_it(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    assert ruth.get(f"/api/1/plans/{family.plan}").status_code == 404
    answer = share(family, ruth, family.part("plan"), family.part("child", "noah"))
    assert answer.status_code == 303

    opened = ruth.open(family.plan)
    assert {p["class"]: p["right"] for p in opened["compartments"]} == {"plan": "contribute", "child": "read"}
    assert {e["kind"] for e in opened["entries"]} == {"family_member", "action", "safe_contact", "voice"}
    text = ruth.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    assert CHILDS_WORDS in text
    assert ADDRESS not in text
    assert "bank card" not in text
    assert ruth.get("/api/1/plans").json["plans"][0]["asked_of_me"] == 1


def test_what_was_not_given_is_not_there_even_without_the_servers_checks(
    family: Family, as_person: AsPerson, app: Flask
) -> None:
    ruth, place = as_person("ruth"), family.part("place")
    share(family, ruth, family.part("plan"))
    assert count(app, models.Grant.holder == ruth.id, models.Grant.compartment == place) == 0
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        theirs = session.query(models.Grant).filter_by(plan=family.plan, compartment=place).first()
        # Somebody with the database gives Ruth the lead's own row: it is sealed to another key.
        session.add(
            models.Grant(
                id=crypto.new_id(),
                plan=family.plan,
                compartment=place,
                epoch=0,
                holder_kind="person",
                holder=ruth.id,
                right="read",
                basis="x",
                sealed_key=theirs.sealed_key,
                granted_by=ruth.id,
                granted_at=0,
            )
        )
    answer = ruth.get(f"/api/1/plans/{family.plan}")
    assert answer.status_code == 500
    assert ADDRESS not in answer.get_data(as_text=True)


def test_a_partner_accepts_and_adds_in_the_plan_but_not_in_a_childs_book(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    child = family.part("child", "noah")
    share(family, ruth, family.part("plan"), child)
    ruth.write(family.plan, "disagreement", {"words": "We see it differently", "agency": "school"})
    voice = {"child": family.ids["noah"], "way": "words", "words": "no"}
    [receipt] = ruth.push(ruth.revision(family.plan, "voice", voice, compartment=child))
    assert (receipt["state"], receipt["reason"]) == ("refused", "read-only")


def test_a_stranger_and_a_partner_find_nothing_on_the_sharing_pages(family: Family, as_person: AsPerson) -> None:
    ruth, alex = as_person("ruth"), as_person("alex")
    share(family, ruth, family.part("plan"))
    for who in (ruth, alex):
        for path in ("", "/who", "/not", f"/revoke/{ruth.id}"):
            answer = who.get(f"/sharing/{family.plan}{path}")
            assert answer.status_code == 404, path
        for path in ("/what", "/why", "/look", "/seal", "/not", f"/revoke/{ruth.id}"):
            page = f"/sharing/{family.plan}{path}"
            answer = who.http.post(page, headers=_token(who), base_url="https://localhost", data={"person": who.id})
            assert answer.status_code == 404, path
    assert as_person("alex").get("/sharing/not-a-plan").status_code == 404


def test_revoking_works_at_the_next_request_and_renews_the_keys(
    family: Family, as_person: AsPerson, app: Flask
) -> None:
    ruth, plan_part = as_person("ruth"), family.part("plan")
    share(family, ruth, plan_part)
    old = _grant_key(app, ruth, plan_part)
    assert revoke(family, ruth).status_code == 303

    assert ruth.get(f"/api/1/plans/{family.plan}").status_code == 404
    assert ruth.get("/api/1/plans").json["plans"] == []
    family.write("later", "note", {"words": "written after she left"})
    [later] = rows(app, models.Revision, models.Revision.entry == family.ids["later"])
    assert later.epoch == 1
    aad = crypto.revision_aad(
        later.plan,
        later.compartment,
        later.seq,
        later.id,
        later.entry,
        [],
        later.epoch,
        later.author,
        later.desk,
        later.device,
        later.authored_at,
        later.received_at,
    )
    with pytest.raises(crypto.CryptoError):
        crypto.open_revision(old, later.key, later.sealed, aad)


def test_revoking_leaves_everybody_else_what_they_had(family: Family, as_person: AsPerson) -> None:
    ruth, dana, tom = as_person("ruth"), as_person("dana"), as_person("tom")
    share(family, ruth, family.part("plan"))
    share(family, dana, family.part("plan"), family.part("risk"))
    revoke(family, ruth)
    family.write("later", "note", {"words": "written after she left"})
    for who in (dana, tom, family.lead):
        words = who.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
        assert "written after she left" in words
        assert "keep a gate log" in words
        assert who.get("/api/1/plans").json["plans"][0]["names"] == ["Grace", "Noah", "Ella"]
    # Who comes later is given every epoch, so that the plan has no holes.
    share(family, as_person("sam"), family.part("plan"))
    words = as_person("sam").get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    assert "keep a gate log" in words
    assert "written after she left" in words


def test_what_somebody_writes_after_they_lost_access_waits_for_a_holder(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    note = ruth.revision(family.plan, "note", {"words": "seen at the gate"}, compartment=family.part("plan"))
    revoke(family, ruth)
    [receipt] = ruth.push(note)
    assert receipt["state"] == "held"
    assert family.lead.open(family.plan)["letters"]["held"][0]["data"]["words"] == "seen at the gate"


def test_the_lead_is_not_revoked_and_a_person_without_a_grant_is_not_there(family: Family, as_person: AsPerson) -> None:
    for who in (family.lead, as_person("dana"), as_person("tom")):
        assert family.lead.get(f"/sharing/{family.plan}/revoke/{who.id}").status_code == 404


def test_an_excluded_person_is_refused_in_the_words_for_nobody(as_person: AsPerson, app: Flask) -> None:
    dana = as_person("dana")
    family = bellwethers(as_person("priya"), staff_know="yes", excluded=[dana.id])
    assert "Dana Reyes" not in family.lead.get(f"/sharing/{family.plan}/who").get_data(as_text=True)
    path, page = f"/sharing/{family.plan}/what", f"/sharing/{family.plan}/who"
    excluded = family.lead.submit(path, {"person": dana.id, "connected": "no"}, page=page)
    nobody = family.lead.submit(path, {"person": "0" * 32, "connected": "no"}, page=page)
    assert excluded.status_code == nobody.status_code == 400
    assert "This person cannot be added here." in words_of(excluded)
    assert words_of(excluded) == words_of(nobody)
    assert share(family, dana, family.part("plan")).status_code == 400
    assert count(app, models.Grant.holder == dana.id) == 0
    refused = family.lead.submit(f"/sharing/{family.plan}/not", {"person": dana.id, "reason": "advice", "decide": "1"})
    assert refused.status_code == 400
    assert rows(app, ShareDecision) == []


def test_kept_pages_and_what_is_between_colleagues_leave_by_no_form(family: Family, as_person: AsPerson) -> None:
    ruth = as_person("ruth")
    for part in (family.part("kept", "noah"), family.part("staff"), crypto.new_id()):
        assert share(family, ruth, family.part("plan"), part).status_code == 400
    assert ruth.get(f"/api/1/plans/{family.plan}").status_code == 404


def test_decisions_are_kept_their_words_sealed(family: Family, as_person: AsPerson, app: Flask) -> None:
    ruth, joan = as_person("ruth"), as_person("joan")
    share(family, ruth, family.part("plan"))
    decided = {"person": joan.id, "reason": "more_danger", "line": "Mark would hear of it", "decide": "1"}
    assert family.lead.submit(f"/sharing/{family.plan}/not", decided).status_code == 303
    revoke(family, ruth)

    kept = {row.kind: row for row in rows(app, ShareDecision, ShareDecision.plan == family.plan)}
    assert set(kept) == {"shared", "not_shared", "revoked"}
    assert kept["shared"].basis == "public_task"
    assert not any(LINE.encode() in row.sealed or b"Mark" in row.sealed for row in kept.values())
    page = words_of(as_person("tom").get(f"/sharing/{family.plan}"))
    for words in (
        "Shared with Ruth Feld",
        LINE,
        "Decided not to share with Joan Addo",
        "Mark would hear of it",
        "Access ended for Ruth Feld",
    ):
        assert words in page
    actions = {(row.action, row.object, row.code) for row in rows(app, AuditRow, AuditRow.plan == family.plan)}
    assert {
        ("share", ruth.id, "public_task"),
        ("not-share", joan.id, "more_danger"),
        ("revoke", ruth.id, "no_longer"),
    } <= actions


def test_an_edited_decision_does_not_open(family: Family, as_person: AsPerson, app: Flask) -> None:
    share(family, as_person("ruth"), family.part("plan"))
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        session.query(ShareDecision).update({"person": as_person("joan").id})
    assert family.lead.get(f"/sharing/{family.plan}").status_code == 500


def test_a_grant_with_an_end_stops_by_itself_and_stays_short_when_keys_are_renewed(
    family: Family, as_person: AsPerson, app: Flask
) -> None:
    ruth, sam = as_person("ruth"), as_person("sam")
    assert share(family, ruth, family.part("plan"), until="2020-01-01").status_code == 400
    assert share(family, ruth, family.part("plan"), until="2099-06-30").status_code == 303
    share(family, sam, family.part("plan"))
    revoke(family, sam)
    theirs = rows(app, models.Grant, models.Grant.holder == ruth.id, models.Grant.revoked_at.is_(None))
    assert {grant.epoch for grant in theirs} == {0, 1}
    assert len({grant.until for grant in theirs}) == 1
    assert theirs[0].until is not None
    assert ruth.get(f"/api/1/plans/{family.plan}").status_code == 200


def test_sharing_tells_the_rules_that_the_agency_can_now_open_it(family: Family, as_person: AsPerson) -> None:
    family.write("sc", "family_member", {"name": "Ade", "role": "kin", "agencies": ["school"]})
    assert family.lead.open(family.plan)["plan_agencies"] == ["council"]
    share(family, as_person("ruth"), family.part("plan"))
    assert family.lead.open(family.plan)["plan_agencies"] == ["council", "school"]


def test_looking_at_the_pages_writes_nothing_but_the_record(family: Family, as_person: AsPerson, app: Flask) -> None:
    share(family, as_person("ruth"), family.part("plan"))
    before = everything(app)
    for path in ("", "/who", "/not", f"/revoke/{as_person('ruth').id}"):
        assert family.lead.get(f"/sharing/{family.plan}{path}").status_code == 200
    assert everything(app) == before


def _token(who: PersonClient) -> dict[str, str]:
    return {"X-CSRFToken": who.token, "Referer": "https://localhost/"}


def _grant_key(app: Flask, who: PersonClient, compartment: str) -> bytes:
    """Open a person's grant as they could have at home, with their own private key."""
    with app.extensions[db.EXTENSION].sessions() as session:
        pair = crypto.KeyPair.from_private(actor_of(session, who).bundle_private or b"")
        grant = session.query(models.Grant).filter_by(holder=who.id, compartment=compartment, epoch=0).one()
        place = (grant.plan, compartment, 0, "person", who.id, grant.right)
        return crypto.open_grant(pair, grant.sealed_key, *place)


def test_a_former_lead_s_access_can_be_ended(family: Family, as_person: AsPerson) -> None:
    omar, priya = as_person("omar"), family.lead
    assert priya.post(f"/api/1/plans/{family.plan}/lead", {"person": omar.id}).status_code == 204
    assert omar.get(f"/sharing/{family.plan}/revoke/{priya.id}").status_code == 200
    assert revoke(family, priya, by=omar).status_code == 303
    assert priya.get(f"/api/1/plans/{family.plan}").status_code == 404
    page = omar.get(f"/sharing/{family.plan}")
    assert (page.status_code, "Access ended for Priya" in page.get_data(as_text=True)) == (200, True)
