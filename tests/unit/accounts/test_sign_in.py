"""Signing in: one answer and one KDF call for everybody who may not, and a delay that is never a lock."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import insert, select, text

from safeplan import crypto, refusals
from safeplan.accounts import rules, service, throttle
from safeplan.accounts.models import Person, SessionRow, Throttle, Unlock
from safeplan.audit.models import AuditRow
from safeplan.crypto import passphrases

ADDRESS = "192.0.2.7"
TABLET = "a" * 32


def refused(session, settings, email, words, ip=ADDRESS, device=""):
    with pytest.raises(service.NotOpened):
        service.sign_in(session, settings, email, words, ip, device)
    session.rollback()


def test_the_right_words_open_the_person_s_own_keys(session, sign_in, area):
    begun = sign_in("priya")
    public = session.scalar(select(Person.public_key).where(Person.id == area.ids["priya"]))
    assert crypto.KeyPair.from_private(begun.actor.bundle_private).public == public
    assert begun.actor.scope == "full"
    assert begun.actor.agency_kind == "council"
    assert session.scalar(select(Person.state).where(Person.id == area.ids["priya"])) == "active"


def test_words_are_the_same_with_capitals_or_spaces_in_the_address(session, settings, area):
    begun = service.sign_in(session, settings, "  PRIYA@Northfield.Example ", area.words["priya"], ADDRESS, "")
    assert begun.actor.person_id == area.ids["priya"]


@pytest.mark.parametrize("who", ["wrong words", "unknown name", "delayed", "ended"])
def test_every_refusal_costs_exactly_one_kdf_call(session, settings, area, kdf_calls, who):
    email, words = "priya@northfield.example", "entirely wrong words here now"
    if who == "unknown name":
        email = "nobody@northfield.example"
    if who == "delayed":
        for _ in range(3):
            refused(session, settings, email, words)
            words = area.words["priya"]
    if who == "ended":
        session.execute(text("update person set state = 'ended' where name = 'Priya Nair'"))
        session.commit()
        words = area.words["priya"]
    kdf_calls.clear()
    refused(session, settings, email, words)
    assert len(kdf_calls) == 1


def test_success_costs_one_kdf_call_too(sign_in, kdf_calls):
    sign_in("priya")
    assert len(kdf_calls) == 1


def test_an_unknown_name_costs_the_same_settings_as_a_known_one(session, settings, area, monkeypatch):
    costs = []
    real = crypto.stretch
    monkeypatch.setattr(crypto, "stretch", lambda *a: costs.append(a[4]) or real(*a))
    refused(session, settings, "priya@northfield.example", "no")
    refused(session, settings, "nobody@northfield.example", "no")
    assert costs[0] == costs[1]


def test_a_place_with_too_many_attempts_never_reaches_the_kdf(session, settings, area, kdf_calls):
    for count in range(rules.PLACE_ATTEMPTS):
        refused(session, settings, f"{count}@northfield.example", "no")
    kdf_calls.clear()
    with pytest.raises(refusals.TooOften) as limited:
        service.sign_in(session, settings, "priya@northfield.example", area.words["priya"], ADDRESS, "")
    session.rollback()
    assert kdf_calls == []
    assert 0 < limited.value.seconds <= rules.PLACE_WINDOW_MS // 1000
    service.sign_in(session, settings, "priya@northfield.example", area.words["priya"], "192.0.2.8", "")


def test_a_place_is_let_in_again_after_its_window(session, settings, area, time):
    for count in range(rules.PLACE_ATTEMPTS):
        refused(session, settings, f"{count}@northfield.example", "no")
    time.forward(rules.PLACE_WINDOW_MS)
    assert service.sign_in(session, settings, "priya@northfield.example", area.words["priya"], ADDRESS, "")


def test_people_who_get_in_do_not_use_up_their_office_s_share(sign_in):
    for _ in range(rules.PLACE_ATTEMPTS + 5):
        sign_in("priya")


def test_a_whole_ipv6_network_counts_as_one_place():
    assert rules.place_of("2001:db8:1:2::1") == rules.place_of("2001:db8:1:2:ffff::9")
    assert rules.place_of("2001:db8:1:2::1") != rules.place_of("2001:db8:1:3::1")


def test_the_delay_doubles_to_fifteen_minutes_and_is_never_for_good():
    waits = [rules.delay_ms(failures) for failures in range(1, 40)]
    assert waits[:4] == [1_000, 2_000, 4_000, 8_000]
    assert max(waits) == waits[-1] == 15 * 60_000
    assert rules.delay_ms(1, pressed=True) == 30_000


def test_the_right_words_are_refused_during_the_delay_and_taken_after_it(session, settings, area, time, sign_in):
    refused(session, settings, "priya@northfield.example", "no")
    time.forward(999)
    refused(session, settings, "priya@northfield.example", area.words["priya"])
    time.forward(1)
    assert sign_in("priya").actor.person_id == area.ids["priya"]


def test_success_forgets_the_failures(session, settings, area, time, sign_in):
    for _ in range(4):
        refused(session, settings, "priya@northfield.example", "no")
        time.forward(20_000)
    sign_in("priya")
    refused(session, settings, "priya@northfield.example", "no")
    time.forward(1_000)
    assert sign_in("priya")


def test_somebody_failing_on_purpose_elsewhere_cannot_keep_a_worker_out(session, settings, area, sign_in):
    sign_in("priya", device=TABLET)
    for count in range(8):
        refused(session, settings, "priya@northfield.example", "no", ip=f"198.51.100.{count}")
    assert sign_in("priya", device=TABLET)


def test_a_device_nobody_signed_in_from_gets_no_delay_of_its_own(session, settings, area):
    refused(session, settings, "priya@northfield.example", "no", device="b" * 32)
    refused(session, settings, "priya@northfield.example", area.words["priya"], device="c" * 32)


def test_a_stolen_known_tablet_is_delayed_as_well(session, settings, area, sign_in):
    sign_in("priya", device=TABLET)
    refused(session, settings, "priya@northfield.example", "no", device=TABLET)
    refused(session, settings, "priya@northfield.example", area.words["priya"], device=TABLET)


def test_an_agency_whose_accounts_are_tried_one_after_another_waits_longer(session, settings, area, time):
    count = throttle.key(settings.secret, "agency", area.council)
    row = {"key": count, "failures": rules.AGENCY_FAILURES, "until": time.now + rules.AGENCY_WINDOW_MS}
    session.execute(insert(Throttle).values(**row))
    session.commit()
    refused(session, settings, "priya@northfield.example", "no")
    time.forward(rules.PRESSED_DELAY_MS - 1)
    refused(session, settings, "priya@northfield.example", area.words["priya"])
    time.forward(1)
    assert service.sign_in(session, settings, "priya@northfield.example", area.words["priya"], ADDRESS, "")


def test_somebody_without_failures_signs_in_while_their_agency_is_pressed(session, settings, area, time, sign_in):
    count = throttle.key(settings.secret, "agency", area.council)
    session.execute(insert(Throttle).values(key=count, failures=5_000, until=time.now + 60_000))
    session.commit()
    assert sign_in("priya")


def test_without_the_pepper_the_right_words_do_not_open(session, settings, area):
    other = dataclasses.replace(settings, pepper=bytes(range(100, 132)))
    refused(session, other, "priya@northfield.example", area.words["priya"])


def test_no_address_and_no_name_tried_is_stored(session, settings, area):
    refused(session, settings, "quarrelstone@northfield.example", "no", ip="203.0.113.77")
    rows = session.execute(select(Throttle.key)).scalars().all()
    assert rows
    assert all(len(key) == 64 for key in rows)
    raw = (settings.data / "safeplan.db").read_bytes() + (settings.data / "safeplan.db-wal").read_bytes()
    assert b"203.0.113.77" not in raw
    assert b"quarrelstone" not in raw


def test_a_refused_attempt_is_audited_the_same_way_for_known_and_unknown(session, settings, area):
    refused(session, settings, "priya@northfield.example", "no")
    refused(session, settings, "nobody@northfield.example", "no")
    rows = session.scalars(select(AuditRow).where(AuditRow.action == "sign-in-refused")).all()
    assert [row.agency for row in rows] == [area.council, "0" * 32]
    assert [row.object for row in rows] == [area.ids["priya"], ""]


def test_the_database_is_not_locked_while_words_are_tried(session, settings, area, database, monkeypatch):
    real = crypto.stretch

    def write_meanwhile(*given):
        with database.engine.begin() as other:
            other.execute(text("update team set name = 'Renamed'"))
        return real(*given)

    monkeypatch.setattr(crypto, "stretch", write_meanwhile)
    service.sign_in(session, settings, "priya@northfield.example", area.words["priya"], ADDRESS, "")


def test_guesses_sent_side_by_side_do_not_all_count_as_the_first(session, settings, area, database, monkeypatch):
    real = crypto.stretch

    def another_guess_fails_meanwhile(*given):
        monkeypatch.setattr(crypto, "stretch", real)
        with database.sessions() as other:
            refused(other, settings, "priya@northfield.example", "no", ip="198.51.100.1")
        return real(*given)

    monkeypatch.setattr(crypto, "stretch", another_guess_fails_meanwhile)
    refused(session, settings, "priya@northfield.example", area.words["priya"])


def test_the_cost_is_the_one_decided_and_at_most_two_run_at_once():
    cost = passphrases.KdfParams()
    assert (cost.m_kib, cost.t) == (65536, 3)
    assert passphrases.KDF_AT_ONCE == 2


def test_changed_words_open_the_same_keys_and_end_other_sessions(session, settings, area, sign_in):
    other = sign_in("priya")
    here = sign_in("priya")
    words = service.change_passphrase(session, settings, here.actor, area.words["priya"], ADDRESS)
    session.commit()
    assert service.load_session(session, other.secret) is None
    assert service.load_session(session, here.secret) is not None
    again = sign_in("priya", words=words)
    assert again.actor.bundle_private == here.actor.bundle_private
    refused(session, settings, "priya@northfield.example", area.words["priya"])


def test_words_are_not_changed_by_somebody_who_only_has_the_open_screen(session, settings, area, sign_in):
    here = sign_in("priya")
    with pytest.raises(service.NotOpened):
        service.change_passphrase(session, settings, here.actor, "not the words", ADDRESS)
    assert session.scalar(select(Unlock.id).where(Unlock.person == area.ids["priya"]))


def test_a_chosen_passphrase_that_is_easily_guessed_is_refused(session, settings, area, sign_in):
    here = sign_in("priya")
    with pytest.raises(crypto.WeakSecret):
        service.change_passphrase(session, settings, here.actor, area.words["priya"], ADDRESS, "password")


def test_stepping_up_gives_a_new_cookie_and_no_longer_day(session, settings, area, time, sign_in):
    begun = sign_in("priya")
    time.forward(60_000)
    stepped = service.step_up(session, settings, begun.actor, area.words["priya"], ADDRESS)
    session.commit()
    assert stepped.secret != begun.secret
    assert service.load_session(session, begun.secret) is None
    assert rules.stepped_up(stepped.actor.stepped_up_at, time.now)
    assert not rules.stepped_up(stepped.actor.stepped_up_at, time.now + rules.STEP_UP_MS)
    created = session.scalar(select(SessionRow.created_at).where(SessionRow.person == area.ids["priya"]))
    assert created == time.now - 60_000
