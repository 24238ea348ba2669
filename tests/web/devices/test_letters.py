"""What was written without signal arrives: in any order, any number of times, locked or not, and never twice."""

from __future__ import annotations

import random
import threading
from base64 import b64decode, b64encode

import pytest

from safeplan import crypto, db
from safeplan.plans.letters import waiting as letters
from safeplan.plans.log import append as appending
from safeplan.plans.log.landing import Landing
from safeplan.plans.models import Head, Letter, Revision
from tests.client import PersonClient, TabletClient, letter_hash
from tests.web.sharing.family import bellwethers, revoke, rows, share

LETTERS = "/api/1/letters"


def send(person: PersonClient, *letters: dict) -> list[dict]:
    answer = person.post(LETTERS, {"letters": list(letters)})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json["receipts"]


def settle(person: PersonClient, *ids: str) -> list[dict]:
    answer = person.post(f"{LETTERS}/settle", {"ids": list(ids)})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json["receipts"]


def states(receipts: list[dict]) -> list[str]:
    return [one["state"] for one in receipts]


def note(priya, plan, words="Grace rang from the library", **more):
    return priya.revision(plan, "note", {"words": words}, **more)


def words_in(priya, plan, kind="note"):
    return [
        head["data"]["words"] for one in priya.open(plan)["entries"] if one["kind"] == kind for head in one["heads"]
    ]


def log(app) -> list[tuple]:
    """Return every revision and head as they stand, byte for byte."""
    revisions = [(one.id, one.seq, bytes(one.chain), bytes(one.sealed)) for one in rows(app, Revision)]
    return sorted(revisions) + sorted((one.entry, one.revision) for one in rows(app, Head))


def test_with_its_author_signed_in_a_letter_takes_the_way_of_any_revision(app, priya, tablet, plan, part):
    letter = tablet.letter(note(priya, plan), part)
    [receipt] = send(priya, letter)
    assert (receipt["state"], receipt["hash"]) == ("accepted", letter_hash(letter))
    assert receipt["seq"] == 2
    assert words_in(priya, plan) == ["Grace rang from the library"]
    assert rows(app, Letter) == [], "what is in the plan is not kept a second time"
    [again] = send(priya, letter)
    assert (again["state"], again["hash"], again["seq"]) == ("repeat", letter_hash(letter), 2)


def test_with_the_token_alone_it_is_stored_and_its_author_s_next_sign_in_files_it(app, priya, tablet, plan, part):
    letter = tablet.letter(note(priya, plan), part)
    for _ in range(2):
        [receipt] = tablet.deliver(letter)
        assert (receipt["state"], receipt["hash"], receipt["seq"]) == ("waiting", letter_hash(letter), None)
    assert words_in(priya, plan) == []
    [settled] = settle(priya, letter["id"])
    assert (settled["state"], settled["hash"], settled["seq"]) == ("accepted", letter_hash(letter), 2)
    assert words_in(priya, plan) == ["Grace rang from the library"]
    [kept] = rows(app, Letter)
    assert (kept.state, kept.sealed, kept.own) == ("filed", b"", None), "a second copy would outlive an unfiling"
    assert states(settle(priya, letter["id"])) == ["accepted"]
    [again] = tablet.deliver(letter)
    assert (again["state"], again["seq"]) == ("repeat", 2), "the tablet knows which copies of the plan are too old"
    assert states(send(priya, letter)) == ["repeat"]


def test_sending_again_with_a_session_files_what_was_stored(app, priya, tablet, plan, part):
    letter = tablet.letter(note(priya, plan), part)
    tablet.deliver(letter)
    assert states(send(priya, letter)) == ["accepted"]
    assert [one.state for one in rows(app, Letter)] == ["filed"]


def test_another_holder_who_opens_the_plan_files_it_and_its_author_is_told(app, priya, tablet, plan, part, as_person):
    letter = tablet.letter(note(priya, plan), part)
    tablet.deliver(letter)
    tom = as_person("tom")
    assert tom.open(plan)["letters"]["waiting"] == 1
    assert states(tom.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]) == ["accepted"]
    [settled] = settle(priya, letter["id"])
    assert (settled["state"], settled["hash"], settled["seq"]) == ("accepted", letter_hash(letter), 2)


def test_settling_says_unknown_for_what_is_not_here_or_not_theirs(app, priya, tablet, plan, part, as_person):
    tom = as_person("tom")
    letter = tablet.letter(note(priya, plan), part)
    tablet.deliver(letter)
    assert states(settle(tom, letter["id"], crypto.new_id())) == ["unknown", "unknown"]
    assert tom.post(f"{LETTERS}/settle", {"ids": [crypto.new_id()] * 201}).status_code == 413
    assert tom.post(f"{LETTERS}/settle", {"ids": ["x"]}).status_code == 400


def test_a_letter_set_aside_is_held_for_its_author(priya, tablet, plan, part):
    letter = tablet.letter(note(priya, plan), part)
    tablet.deliver(letter)
    answer = priya.post(f"/api/1/plans/{plan}/letters/{letter['id']}", {"accept": False, "reason": "already_there"})
    assert answer.status_code == 204
    [settled] = settle(priya, letter["id"])
    assert (settled["state"], settled["reason"]) == ("held", "aside")
    assert states(send(priya, letter)) == ["held"]


@pytest.mark.parametrize("spoilt", ["own", "entry", "epoch", "device"])
def test_a_letter_that_does_not_open_is_refused_alone(app, priya, tablet, plan, part, spoilt):
    poison, good = (tablet.letter(note(priya, plan, words), part) for words in ("poison", "good"))
    if spoilt == "own":
        own = bytearray(b64decode(poison["own"]))
        own[-1] ^= 1
        poison["own"] = b64encode(bytes(own)).decode()
    elif spoilt == "epoch":
        poison["epoch"] = 7
    else:
        poison[spoilt] = crypto.new_id()
    receipts = send(priya, poison, good)
    assert states(receipts) == ["refused", "accepted"]
    assert receipts[0]["reason"] == "letter-does-not-open"
    assert rows(app, Letter) == []


def test_a_letter_written_by_somebody_else_opens_for_nobody_but_them(app, priya, tablet, plan, part, as_person):
    tom = as_person("tom")
    [receipt] = send(tom, tablet.letter(note(priya, plan), part))
    assert (receipt["state"], receipt["reason"]) == ("refused", "letter-does-not-open")


def test_a_refused_letter_stays_on_the_tablet_with_its_reason(app, priya, tablet, plan, part):
    told = {"owner": "parent", "checker": "", "what": "x", "nonsense": "y"}
    revision = priya.revision(plan, "action", told)
    [receipt] = send(priya, tablet.letter(revision, part))
    assert receipt["state"] == "refused"
    assert receipt["fields"]
    assert rows(app, Letter) == []


def test_one_batch_opens_and_finishes_each_plan_once(priya, tablet, plan, part, monkeypatch):
    letters = [tablet.letter(note(priya, plan, f"note {n}"), part) for n in range(5)]
    done = []
    for holder, name in ((appending, "get_plan"), (Landing, "finish")):
        whole = getattr(holder, name)
        monkeypatch.setattr(holder, name, lambda *a, n=name, w=whole, **k: (done.append(n), w(*a, **k))[1])
    assert states(send(priya, *letters)) == ["accepted"] * 5
    assert sorted(done) == ["finish", "get_plan"]


def test_somebody_revoked_between_writing_and_sending_loses_no_word(app, priya, as_person):
    family = bellwethers(priya)
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    tablet = TabletClient(app, ruth)
    part = ruth.part(family.plan, "plan")
    sent, later = (tablet.letter(note(ruth, family.plan, words), part) for words in ("by the token", "signed in"))
    alone = tablet.letter(note(ruth, family.plan, "without a room"))
    revoke(family, ruth)
    assert states(tablet.deliver(sent)) == ["waiting"]
    assert states(settle(ruth, sent["id"])) == ["held"]
    for _ in range(2):
        assert [(one["state"], one["hash"]) for one in send(ruth, later, alone)] == [
            ("held", letter_hash(later)),
            ("held", letter_hash(alone)),
        ]
    held = priya.open(family.plan)["letters"]["held"]
    assert {one["data"]["words"] for one in held} == {"by the token", "signed in", "without a room"}
    assert {one["reason"] for one in held} == {"no-longer-on-the-plan"}
    assert ruth.get(f"/api/1/plans/{family.plan}").status_code == 404


def test_a_letter_of_a_locked_tablet_whose_author_was_revoked_waits_for_a_holder(app, priya, as_person):
    family = bellwethers(priya)
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    tablet = TabletClient(app, ruth)
    letter = tablet.letter(note(ruth, family.plan, "seen at the gate"), ruth.part(family.plan, "plan"))
    revoke(family, ruth)
    tablet.deliver(letter)
    [filed] = priya.post(f"/api/1/plans/{family.plan}/letters/file").json["receipts"]
    assert filed["state"] == "held"
    assert priya.open(family.plan)["letters"]["held"][0]["data"]["words"] == "seen at the gate"


def test_a_letter_that_was_filed_stays_filed_when_its_author_sends_it_again_after_losing_access(app, priya, as_person):
    family = bellwethers(priya)
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    tablet = TabletClient(app, ruth)
    letter = tablet.letter(note(ruth, family.plan, "seen at the gate"), ruth.part(family.plan, "plan"))
    assert states(tablet.deliver(letter)) == ["waiting"]
    assert states(settle(ruth, letter["id"])) == ["accepted"]
    revoke(family, ruth)
    [receipt] = send(ruth, letter)
    assert (receipt["state"], receipt["hash"]) == ("repeat", letter_hash(letter))
    assert receipt["seq"]
    assert [one.state for one in rows(app, Letter)] == ["filed"]
    assert priya.open(family.plan)["letters"] == {"waiting": 0, "held": [], "held_places": 0}


def test_a_token_puts_letters_only_where_its_person_was_ever_given_a_key(app, tablet, as_person):
    alex = as_person("alex")
    theirs = alex.new_plan()
    part = alex.part(theirs, "plan")
    [receipt] = tablet.deliver(tablet.letter(note(tablet.person, theirs), part))
    assert (receipt["state"], receipt["reason"]) == ("refused", "nothing-here")
    assert rows(app, Letter) == []


def test_a_manager_who_holds_a_plan_through_a_desk_delivers_too(app, priya, plan, as_person):
    tom = as_person("tom")
    tablet = TabletClient(app, tom)
    letter = tablet.letter(note(tom, plan), tom.part(plan, "plan"))
    assert states(tablet.deliver(letter)) == ["waiting"]
    assert states(settle(tom, letter["id"])) == ["accepted"]
    another = tablet.letter(note(tom, plan), tom.part(plan, "plan"))
    tablet.deliver(another)
    assert states(priya.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]) == ["accepted"]


def test_what_was_written_by_somebody_who_left_a_desk_waits_for_a_holder(app, priya, plan, as_person, cast):
    # Given: Tom holds the plan through the managers' desk alone, took it along, and is no longer on the desk.
    tom = as_person("tom")
    tablet = TabletClient(app, tom)
    tablet.take(plan)
    part = tom.part(plan, "plan")
    known, unknown = (tablet.letter(note(tom, plan, words), part) for words in ("on the doorstep", "in the car"))
    desk, edith = cast.desks["managers"], as_person("edith")
    edith.submit(f"/agency/desks/{desk}/members", {"person": cast.people["omar"]}, "/agency")
    tom.submit(f"/agency/my-desks/{desk}/let-in/{cast.people['omar']}", {}, "/agency/my-desks")
    assert edith.submit(f"/agency/desks/{desk}/members/{tom.id}/remove", {}, "/agency").status_code == 303
    assert tom.get(f"/api/1/plans/{plan}").status_code == 404

    # Then a letter by the token waits, one sent signed in is held, and a holder reads both.
    assert states(tablet.deliver(known)) == ["waiting"]
    assert states(send(tom, unknown)) == ["held"]
    assert states(settle(tom, known["id"])) == ["held"]
    held = priya.open(plan)["letters"]["held"]
    assert {one["data"]["words"] for one in held} == {"on the doorstep", "in the car"}


def test_what_the_night_desk_writes_is_looked_at_before_it_is_filed(app, priya, plan, as_person):
    leah = as_person("leah")
    leah.post(f"/api/1/plans/{plan}/emergency", {"reason": "call"})
    tablet = TabletClient(app, leah)
    letter = tablet.letter(note(leah, plan), priya.part(plan, "plan"))
    assert states(tablet.deliver(letter)) == ["waiting"]
    assert states(priya.post(f"/api/1/plans/{plan}/letters/file").json["receipts"]) == ["held"]


def test_a_lost_tablet_still_delivers_and_a_person_decides(app, priya, tablet, plan, part, as_person):
    letter = tablet.letter(note(priya, plan), part)
    assert priya.post(f"/api/1/devices/{tablet.id}/lost").status_code == 204
    for _ in range(2):
        [receipt] = tablet.deliver(letter)
        assert (receipt["state"], receipt["hash"]) == ("held", letter_hash(letter))
    tom = as_person("tom")
    tom.post(f"/api/1/plans/{plan}/letters/file")
    assert words_in(tom, plan) == [], "whoever found it could have written it"
    [held] = tom.open(plan)["letters"]["held"]
    assert (held["reason"], held["data"]["words"]) == ("lost-tablet", "Grace rang from the library")
    assert tom.post(f"/api/1/plans/{plan}/letters/{letter['id']}", {"accept": True, "reason": ""}).status_code == 204
    assert words_in(tom, plan) == ["Grace rang from the library"]
    assert tablet.post(f"/api/1/devices/{tablet.id}/contact", {"unsent": 0, "evicted": False}).json["lost"] is True


def test_a_new_child_s_first_words_find_their_room_once_the_child_is_there(app, priya, tablet, plan, part):
    child = priya.revision(plan, "family_member", {"name": "Noah", "role": "child"})
    said = priya.revision(plan, "voice", {"child": child["entry"], "way": "words", "words": "butterflies"})
    first, second = tablet.letter(said), tablet.letter(child, part)
    assert first["compartment"] == ""
    assert first["sealed"] == ""
    [waits] = tablet.deliver(first)
    assert (waits["state"], waits["reason"]) == ("refused", "sign-in")
    [early] = send(priya, first)
    assert (early["state"], early["reason"]) == ("refused", "compartment-missing")
    receipts = send(priya, first, second)
    assert [(one["id"], one["state"]) for one in receipts] == [(said["id"], "accepted"), (child["id"], "accepted")]
    assert receipts[0]["hash"] == letter_hash(first)
    [entry] = [one for one in priya.open(plan)["entries"] if one["kind"] == "voice"]
    assert entry["compartment"] == priya.part(plan, "child", child["entry"])["id"]


def test_a_revision_without_a_room_finds_the_child_s_shared_pages(priya, plan):
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    priya.write(plan, "voice", {"child": noah, "way": "words", "words": "butterflies"})
    [entry] = [one for one in priya.open(plan)["entries"] if one["kind"] == "voice"]
    assert entry["compartment"] == priya.part(plan, "child", noah)["id"]


@pytest.mark.parametrize("wrong", [{"own": ""}, {"own": "?"}, {"epoch": 1}, {"sealed": "AAAA"}, {"nonsense": 1}])
def test_a_letter_without_a_compartment_has_an_author_s_half_and_nothing_else(priya, tablet, plan, wrong):
    letter = {**tablet.letter(note(priya, plan)), **wrong}
    assert states(send(priya, letter)) == ["refused"]
    assert states(tablet.deliver(letter)) == ["refused"]


@pytest.mark.parametrize("seed", range(3))
def test_whole_batches_sent_again_in_any_order_leave_the_log_as_it_was(app, priya, tablet, plan, part, seed):
    turn = random.Random(seed)  # noqa: S311
    child = priya.revision(plan, "family_member", {"name": "Noah", "role": "child"})
    first = note(priya, plan, "one")
    second = note(priya, plan, "two", entry=first["entry"], parents=[first["id"]])
    both = note(priya, plan, "also after one", entry=first["entry"], parents=[first["id"]])
    said = priya.revision(plan, "voice", {"child": child["entry"], "way": "words", "words": "butterflies"})
    letters = [tablet.letter(one, part) for one in (first, second, both, child)] + [tablet.letter(said)]
    turn.shuffle(letters)
    tablet.deliver(*letters)
    assert set(states(send(priya, *letters))) == {"accepted"}
    stands = log(app)
    for _ in range(3):
        turn.shuffle(letters)
        some = letters[: turn.randint(1, len(letters))]
        assert set(states(send(priya, *some))) == {"repeat"}
        assert set(states(tablet.deliver(*some))) <= {"repeat", "refused"}
        settle(priya, *[one["id"] for one in some])
        assert log(app) == stands
    assert sorted(words_in(priya, plan)) == ["also after one", "two"], "both stand until somebody settles it"
    with app.extensions[db.EXTENSION].sessions() as session:
        assert session.query(Letter).filter(Letter.state == "waiting").count() == 0


def test_what_a_token_left_under_an_id_keeps_nobody_s_work_out(app, priya, tablet, plan, part, as_person):
    revision = note(priya, plan, "written by Priya")
    forged = {**revision, "document": note(priya, plan, "written by whoever had the token")["document"]}
    left, hers = tablet.letter(forged, part), tablet.letter(revision, part)
    tablet.deliver(left)
    assert [(one["state"], one["reason"]) for one in tablet.deliver(hers)] == [("refused", "id-in-use")]
    assert states(send(priya, hers)) == ["accepted"]
    assert [(one["state"], one["reason"]) for one in settle(priya, left["id"])] == [("refused", "id-in-use")]
    priya.post(f"/api/1/plans/{plan}/letters/file")
    assert words_in(priya, plan) == ["written by Priya"]
    [held] = priya.open(plan)["letters"]["held"]
    assert held["data"]["words"] == "written by whoever had the token", "and that is not lost either"
    assert states(send(priya, hers)) == ["repeat"]


def test_the_same_id_with_other_words_is_refused_once_it_is_filed(priya, tablet, plan, part, as_person):
    revision = note(priya, plan, "first")
    other = {**revision, "document": note(priya, plan, "second")["document"]}
    assert states(send(priya, tablet.letter(revision, part))) == ["accepted"]
    assert [(one["state"], one["reason"]) for one in send(priya, tablet.letter(other, part))] == [
        ("refused", "id-in-use")
    ]
    assert words_in(priya, plan) == ["first"]


def test_a_letter_without_an_author_s_half_still_arrives(app, priya, tablet, plan, part):
    letter = tablet.letter(note(priya, plan), part)
    del letter["own"]
    assert states(send(priya, letter)) == ["accepted"]


def test_without_an_author_s_half_a_revoked_author_s_letter_waits_as_it_is(app, priya, as_person):
    family = bellwethers(priya)
    ruth = as_person("ruth")
    share(family, ruth, family.part("plan"))
    tablet = TabletClient(app, ruth)
    letter = tablet.letter(note(ruth, family.plan, "sealed once"), ruth.part(family.plan, "plan"))
    del letter["own"]
    revoke(family, ruth)
    for _ in range(2):
        assert states(send(ruth, letter)) == ["held"]
    assert priya.open(family.plan)["letters"]["held"][0]["data"]["words"] == "sealed once"


def test_a_child_s_pages_leave_by_the_token_while_the_child_still_holds_the_tablet(app, priya, tablet, plan):
    noah = priya.write(plan, "family_member", {"name": "Noah", "role": "child"})["entry"]
    room = priya.part(plan, "child", noah)
    page = priya.revision(plan, "page", {"child": noah, "page": "tell", "words": "butterflies", "state": "made"})
    letter = tablet.letter(page, room)
    handed = priya.post("/api/1/session/child", {"plan": plan, "child": noah, "gate": {}})
    priya.token = handed.json["csrf"]
    assert states(tablet.deliver(letter)) == ["waiting"]
    assert states(send(priya, letter)) == ["repeat"]


def at_once(app, *calls) -> list:
    """Make calls at the same moment, each with a browser of its own; return their answers."""
    ready, answers = threading.Barrier(len(calls)), []

    def run(path: str, body: dict, headers: dict, cookie: str) -> None:
        browser = app.test_client()
        if cookie:
            browser.set_cookie("__Host-s", cookie, domain="localhost", secure=True)
        ready.wait(timeout=20)
        answers.append(browser.post(path, json=body, headers=headers, base_url="https://localhost"))

    threads = [threading.Thread(target=run, args=call) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def test_the_same_letter_sent_twice_at_the_same_time_is_kept_once(app, tablet, priya, plan, part):
    letter = tablet.letter(note(priya, plan), part)
    answers = at_once(app, *[(LETTERS, {"letters": [letter]}, tablet.header, "")] * 4)
    assert [one.status_code for one in answers] == [200] * 4
    assert {one.json["receipts"][0]["state"] for one in answers} == {"waiting"}
    assert len(rows(app, Letter)) == 1


def test_token_and_session_may_send_it_at_the_same_time(app, tablet, priya, plan, part):
    letter = tablet.letter(note(priya, plan), part)
    form = {"X-CSRFToken": priya.token, "Referer": "https://localhost/"}
    by_session = (LETTERS, {"letters": [letter]}, form, priya.http.get_cookie("__Host-s").value)
    by_token = (LETTERS, {"letters": [letter]}, tablet.header, "")
    answers = at_once(app, by_session, by_token, by_session, by_token)
    assert {one.status_code for one in answers} <= {200, 500}, "a collision may ask for a repeat, and nothing else"
    assert any(one.status_code == 200 for one in answers)
    send(priya, letter)
    settle(priya, letter["id"])
    assert words_in(priya, plan) == ["Grace rang from the library"]
    assert {one.state for one in rows(app, Letter)} <= {"filed"}


def test_a_token_fills_no_disk_and_what_it_left_still_comes(app, priya, tablet, plan, part, monkeypatch) -> None:
    monkeypatch.setattr(letters, "MOST_LYING", 3)
    first = [tablet.letter(note(priya, plan, f"night {at}"), part) for at in range(2)]
    assert states(tablet.deliver(*first)) == ["waiting"] * 2
    more = [tablet.letter(note(priya, plan, f"more {at}"), part) for at in range(2)]
    answer = tablet.post(LETTERS, {"letters": more})
    assert (answer.status_code, answer.json["reason"]) == (429, "wait"), "the tablet keeps them, and tries again"
    # Signed in, its person is not kept waiting, and makes room.
    assert states(settle(priya, *(one["id"] for one in first))) == ["accepted"] * 2
    assert states(tablet.deliver(*more)) == ["waiting"] * 2
