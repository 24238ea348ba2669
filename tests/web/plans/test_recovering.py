"""Two sheets, kept by two people, give an agency's plans back; one sheet gives nothing."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from safeplan import crypto, db
from safeplan.agencies.models import Agency
from safeplan.cli import main
from safeplan.demo.making import WORDS
from safeplan.plans.models import Grant
from tests.client import PersonClient
from tests.web.sharing.family import bellwethers, revoke, share


@pytest.fixture
def sheets(app, cast):
    """Return the council's two sheets: its recovery key is made anew here, before any plan is."""
    pair = crypto.new_keypair()
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        session.execute(update(Agency).where(Agency.id == cast.agencies["council"]).values(recovery_public=pair.public))
    one, other = crypto.split(pair.private)
    return crypto.to_sheet(one), crypto.to_sheet(other)


@pytest.fixture
def recover(settings):
    def run(email: str, *sheets: str):
        env = {"SAFEPLAN_DATA": str(settings.data), "SAFEPLAN_DATABASE_URL": settings.database_url}
        typed = "\n".join(sheets) + "\n"
        return CliRunner().invoke(
            main, ["recover", "--agency", "Northfield Council", "--email", email], input=typed, env=env
        )

    return run


def test_both_sheets_give_a_plan_back_and_the_record_says_so(as_person, sheets, recover, app, cast):
    priya = as_person("priya")
    plan = priya.new_plan()
    priya.write(plan, "note", {"words": "What Priya wrote"})
    said = recover("omar@demo.example", *sheets)
    assert said.exit_code == 0, said.output
    omar = PersonClient(app, cast.people["omar"]).sign_in("omar@demo.example", WORDS)
    [entry] = omar.open(plan)["entries"]
    assert entry["heads"][0]["data"]["words"] == "What Priya wrote"
    assert "Given back with both recovery sheets" in priya.get(f"/audit/{plan}").get_data(as_text=True)


def test_a_plan_that_lost_a_part_is_not_given_back_as_if_it_were_whole(as_person, sheets, recover, app, cast):
    priya = as_person("priya")
    plan, whole = priya.new_plan(), priya.new_plan()
    risk = priya.part(plan, "risk")["id"]
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        session.execute(delete(Grant).where(Grant.compartment == risk, Grant.holder_kind == "recovery"))
    said = recover("omar@demo.example", *sheets)
    assert said.exit_code == 1
    assert "1 plans are theirs" in said.output
    assert risk in said.output
    omar = PersonClient(app, cast.people["omar"]).sign_in("omar@demo.example", WORDS)
    assert omar.open(whole)
    assert omar.get(f"/api/1/plans/{plan}").status_code == 403


def test_nor_is_one_whose_part_has_a_key_that_recovery_lost(as_person, sheets, recover, app):
    family, ruth = bellwethers(as_person("priya")), as_person("ruth")
    share(family, ruth, family.part("risk"))
    revoke(family, ruth)
    with app.extensions[db.EXTENSION].sessions.begin() as session:
        session.execute(delete(Grant).where(Grant.epoch == 1, Grant.holder_kind == "recovery"))
    said = recover("omar@demo.example", *sheets)
    assert (said.exit_code, family.part("risk") in said.output) == (1, True)


def test_recovering_twice_gives_the_same(as_person, sheets, recover, app, cast):
    plan = as_person("priya").new_plan()
    for _ in range(2):
        assert recover("omar@demo.example", *sheets).exit_code == 0
    omar = PersonClient(app, cast.people["omar"]).sign_in("omar@demo.example", WORDS)
    assert omar.open(plan)


def test_one_sheet_twice_gives_nothing(as_person, sheets, recover):
    plan = as_person("priya").new_plan()
    said = recover("omar@demo.example", sheets[0], sheets[0])
    assert said.exit_code == 1
    assert as_person("omar").get(f"/api/1/plans/{plan}").status_code == 403


@pytest.mark.parametrize("email", ["edith@demo.example", "dana@demo.example", "nobody@demo.example"])
def test_an_administrator_and_strangers_are_given_nothing(as_person, sheets, recover, email):
    as_person("priya").new_plan()
    assert recover(email, *sheets).exit_code == 1


def test_somebody_kept_out_stays_out(as_person, cast, sheets, recover):
    plan = as_person("priya").new_plan(staff_know="yes", excluded=[cast.people["omar"]])
    said = recover("omar@demo.example", *sheets)
    assert "1 more stay shut" in said.output
    assert as_person("omar").get(f"/api/1/plans/{plan}").status_code == 404
