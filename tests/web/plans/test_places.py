"""What finds people is in no plan as it opens: it takes the words of the last five minutes, and it is recorded."""

from __future__ import annotations

import pytest

from safeplan import clock
from safeplan.demo.making import WORDS
from tests.client import PersonClient, TabletClient
from tests.web.sharing.family import ADDRESS, Family, bellwethers, revoke, share


@pytest.fixture
def family(priya) -> Family:
    return bellwethers(priya)


def home(family: Family) -> str:
    return family.ids["home"]


def test_reading_a_plan_gives_no_address_away(priya, family):
    shown = priya.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    assert ADDRESS not in shown
    assert "place" not in [entry["kind"] for entry in priya.open(family.plan)["entries"]]
    assert "place" in [part["class"] for part in priya.open(family.plan)["compartments"]], "that there is one is known"
    [found] = priya.places(family.plan)["entries"]
    assert (found["kind"], found["heads"][0]["data"]["words"]) == ("place", ADDRESS)


def test_it_and_its_history_ask_for_the_words_of_the_last_five_minutes(priya, family):
    asked = (f"/api/1/plans/{family.plan}/places", f"/api/1/plans/{family.plan}/entries/{home(family)}")
    later = clock.now_ms() + 6 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        for path in asked:
            answer = priya.get(path)
            assert (answer.status_code, answer.json) == (403, {"reason": "step-up"})
        other = priya.get(f"/api/1/plans/{family.plan}/entries/{family.ids['log']}")
        assert len(other.json["revisions"]) == 1, "what finds nobody has its history as ever"
        priya.token = priya.post("/api/1/session/step-up", {"passphrase": WORDS}).json["csrf"]
        for path in asked:
            assert ADDRESS in priya.get(path).get_data(as_text=True)


def test_opening_them_is_recorded_and_everybody_on_the_plan_can_see_that(priya, family, as_person):
    priya.places(family.plan)
    shown = as_person("tom").get(f"/audit/{family.plan}").get_data(as_text=True)
    assert "Opened the addresses" in shown


def test_somebody_who_was_not_given_them_gets_none_and_a_stranger_finds_no_plan(priya, family, as_person):
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    assert ruth.places(family.plan) == {"entries": [], "held": []}
    answer = ruth.get(f"/api/1/plans/{family.plan}/entries/{home(family)}")
    assert answer.json == {"revisions": []}
    assert as_person("alex").get(f"/api/1/plans/{family.plan}/places").status_code == 404


def test_an_address_that_is_held_is_counted_in_the_plan_and_read_with_the_others(app, priya, family, as_person):
    mina = as_person("mina")
    share(family, mina, family.part("plan"), family.part("place"))
    tablet = TabletClient(app, mina)
    said = "care of the chapel, Fenny Lane"
    letter = tablet.letter(
        mina.revision(family.plan, "place", {"kind": "home", "words": said}), mina.part(family.plan, "place")
    )
    revoke(family, mina)
    tablet.deliver(letter)
    priya.post(f"/api/1/plans/{family.plan}/letters/file")
    letters = priya.open(family.plan)["letters"]
    assert (letters["held"], letters["held_places"]) == ([], 1)
    [held] = priya.places(family.plan)["held"]
    assert held["data"]["words"] == said
    path = f"/api/1/plans/{family.plan}/letters/{letter['id']}"
    assert priya.post(path, {"accept": True, "reason": ""}).status_code == 204
    assert said in [one["heads"][0]["data"]["words"] for one in priya.places(family.plan)["entries"]]


def test_an_address_held_in_another_part_s_letterbox_is_for_who_holds_the_addresses(priya, family, as_person):
    mina, ruth = as_person("mina"), as_person("ruth")
    share(family, mina, family.part("plan"), family.part("place"))
    share(family, ruth, family.part("plan"))
    revoke(family, mina)
    said = "care of the chapel, Fenny Lane"
    [receipt] = mina.push(mina.revision(family.plan, "place", {"kind": "home", "words": said}))
    assert receipt["state"] == "held"
    assert said not in str(ruth.open(family.plan))
    assert ruth.open(family.plan)["letters"]["held_places"] == 0
    assert priya.open(family.plan)["letters"]["held_places"] == 1
    assert said in str(priya.places(family.plan)["held"])


def test_what_was_written_stands_beside_what_it_replaces_as_everywhere(priya, family):
    [first] = priya.places(family.plan)["entries"]
    for words in ("1 Lantern Row", "2 Lantern Row"):
        parents = [first["heads"][0]["revision"]]
        priya.write(family.plan, "place", {"kind": "home", "words": words}, entry=first["entry"], parents=parents)
    [both] = priya.places(family.plan)["entries"]
    assert {head["data"]["words"] for head in both["heads"]} == {"1 Lantern Row", "2 Lantern Row"}


def step_of_sharing(family: Family, who: PersonClient, step: str, *parts: str, **more: str):
    form = {"person": who.id, "connected": "no", "parts": list(parts), "right": "contribute", "basis": "public_task"}
    form |= {"line": "to come when she rings", "until": "", **more}
    return family.lead.submit(f"/sharing/{family.plan}/{step}", form, page=f"/sharing/{family.plan}/who")


def test_looking_at_an_address_to_share_it_and_sharing_it_take_the_words_once_more(family, as_person):
    mina = as_person("mina")
    part, place = family.part("plan"), family.part("place")
    later = clock.now_ms() + 6 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        assert "passphrase" not in step_of_sharing(family, mina, "why", part).get_data(as_text=True)
        assert step_of_sharing(family, mina, "look", part).status_code == 200
        for step, more in (("why", {}), ("look", {}), ("look", {"words": "not these words"}), ("seal", {})):
            answer = step_of_sharing(family, mina, step, part, place, **more)
            shown = answer.get_data(as_text=True)
            assert answer.status_code == (200 if step == "why" else 400)
            assert "Your passphrase, once more" in shown
            assert "not these words" not in shown
            assert ADDRESS not in shown
    # The delay after a wrong one has passed; the right ones open the look, and sealing needs none a moment later.
    later += 2 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        answer = step_of_sharing(family, mina, "look", part, place, words=WORDS)
        # The page itself holds no word of the plan: what would be theirs comes as JSON (test_look.py).
        assert answer.status_code == 200
        assert ADDRESS not in answer.get_data(as_text=True)
        assert step_of_sharing(family, mina, "seal", part, place).status_code == 303
    assert ADDRESS in str(mina.places(family.plan))


def test_handing_the_lead_on_gives_every_part_and_takes_the_words_once_more(family, priya, as_person):
    tom = as_person("tom")
    path, body = f"/api/1/plans/{family.plan}/lead", {"person": tom.id}
    later = clock.now_ms() + 6 * clock.MINUTE
    with clock.set_for_tests(lambda: later):
        answer = priya.post(path, body)
        assert (answer.status_code, answer.json) == (403, {"reason": "step-up"})
        priya.token = priya.post("/api/1/session/step-up", {"passphrase": WORDS}).json["csrf"]
        assert priya.post(path, body).status_code == 204
