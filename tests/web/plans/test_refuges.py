"""The names of refuges find whoever is there: they come with a plan to who writes in it, and stand nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from safeplan.config import Settings
from safeplan.web import words
from tests.client import TabletClient
from tests.web.sharing.family import Family, bellwethers, share

NAME = "Harbour House"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, refuges=(NAME,))


@pytest.fixture
def family(priya) -> Family:
    return bellwethers(priya)


def test_they_come_with_a_plan_for_whoever_may_write_in_it(priya, family, as_person):
    assert priya.open(family.plan)["refuges"] == [NAME]
    share(family, as_person("ruth"), family.part("plan"))
    share(family, as_person("sam"), family.part("plan"), right="read")
    assert as_person("ruth").open(family.plan)["refuges"] == [NAME]
    assert as_person("sam").open(family.plan)["refuges"] == []


def test_they_lie_sealed_in_a_pack(app, priya, family):
    tablet = TabletClient(app, priya)
    [pack] = tablet.take(family.plan)["packs"]
    assert tablet.opened(pack)["refuges"] == [NAME]


def test_nobody_gets_them_with_a_page_a_session_a_list_or_the_public_words(priya, client, settings):
    for path in ("/", "/api/1/session", "/api/1/plans", "/version.json"):
        assert NAME not in priya.get(path).get_data(as_text=True), path
        assert NAME not in client.get(path).get_data(as_text=True), path
    assert NAME.encode() not in words.everything()
    assert NAME not in repr(settings)
