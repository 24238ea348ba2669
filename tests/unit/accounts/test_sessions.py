"""Sessions: what a cookie opens, when it ends, and what a child's session cannot do."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from safeplan import crypto
from safeplan.accounts import rules, service, sessions
from safeplan.accounts.models import SessionRow


def test_reading_who_is_signed_in_takes_one_statement(database, session, sign_in, statements):
    begun = sign_in("priya")
    statements.clear()
    with database.reading() as connection:
        assert service.load_session(connection, begun.secret) == begun.actor
    assert len(statements) == 1


def test_it_ends_after_fifteen_minutes_alone(session, sign_in, time):
    begun = sign_in("priya")
    time.forward(rules.IDLE_MS - 1)
    assert service.load_session(session, begun.secret)
    time.forward(1)
    assert service.load_session(session, begun.secret) is None


def test_it_ends_after_ten_hours_however_busy(session, sign_in, time):
    begun = sign_in("priya")
    for _ in range(10 * 6 - 1):
        time.forward(10 * 60_000)
        actor = service.load_session(session, begun.secret)
        service.touch(session, actor)
    time.forward(10 * 60_000)
    assert service.load_session(session, begun.secret) is None


def test_a_visit_is_noted_at_most_once_a_minute(session, sign_in, time):
    begun = sign_in("priya")
    time.forward(59_999)
    assert not service.touch_due(service.load_session(session, begun.secret))
    time.forward(1)
    actor = service.load_session(session, begun.secret)
    assert service.touch_due(actor)
    service.touch(session, actor)
    assert not service.touch_due(service.load_session(session, begun.secret))


def test_signing_out_leaves_nothing_to_open(session, sign_in):
    begun = sign_in("priya")
    service.end_session(session, begun.actor)
    assert service.load_session(session, begun.secret) is None
    assert session.scalar(select(SessionRow.sid)) is None


def test_every_session_of_a_person_ends_at_once(session, sign_in, area):
    first, second, other = sign_in("priya"), sign_in("priya"), sign_in("tom")
    service.end_all_sessions(session, area.ids["priya"])
    assert service.load_session(session, first.secret) is None
    assert service.load_session(session, second.secret) is None
    assert service.load_session(session, other.secret)


def test_a_person_who_has_ended_is_out_even_with_a_row_left(session, sign_in):
    begun = sign_in("priya")
    session.execute(text("update person set state = 'ended' where name = 'Priya Nair'"))
    assert service.load_session(session, begun.secret) is None


def test_a_row_given_to_somebody_else_opens_nothing(session, sign_in, area):
    begun = sign_in("priya")
    session.execute(text("update session set person = :p"), {"p": area.ids["tom"]})
    assert service.load_session(session, begun.secret) is None


def test_a_row_made_younger_opens_nothing(session, sign_in):
    begun = sign_in("priya")
    session.execute(text("update session set created_at = created_at + 1"))
    assert service.load_session(session, begun.secret) is None


def test_the_table_alone_opens_nothing(session, sign_in):
    begun = sign_in("priya")
    row = session.execute(select(SessionRow)).scalar_one()
    assert begun.actor.bundle_private not in row.sealed
    assert begun.secret not in row.sealed
    with pytest.raises(crypto.CryptoError):
        crypto.open_session(crypto.new_secret(), row.sealed, row.sid, row.person, row.created_at)


def test_sessions_that_are_over_are_deleted_when_somebody_signs_in(session, sign_in, time):
    sign_in("priya")
    time.forward(rules.IDLE_MS)
    sign_in("tom")
    assert len(session.scalars(select(SessionRow.sid)).all()) == 1


def test_a_child_s_session_holds_no_key_and_replaces_the_practitioner_s(session, sign_in, time):
    begun = sign_in("priya")
    gate = {"child": "e" * 32, "gate": {"hand": "left"}}
    secret = service.child_scope(session, begun.actor, "f" * 32, ("c" * 32, "d" * 32), gate)
    child = service.load_session(session, secret)
    assert child.scope == "child"
    assert child.bundle_private is None
    assert child.desks == ()
    assert (child.child_plan, child.child_compartments) == ("f" * 32, ("c" * 32, "d" * 32))
    assert service.child_gate(session, secret) == gate
    assert service.desk_keys(session, child) == {}
    assert service.load_session(session, begun.secret) is None
    with pytest.raises(service.NoKeys):
        service.child_scope(session, child, "f" * 32, (), {})
    time.forward(rules.IDLE_MS)
    assert service.load_session(session, secret) is None


def test_what_is_sealed_in_a_child_s_row_is_the_gate_and_no_key(session, sign_in):
    begun = sign_in("priya")
    secret = service.child_scope(session, begun.actor, "f" * 32, (), {"child": "e" * 32})
    row = session.execute(select(SessionRow).where(SessionRow.scope == "child")).scalar_one()
    raw = crypto.open_session(secret, row.sealed, row.sid, row.person, row.created_at)
    assert b"private" not in raw


def test_the_keys_do_not_show_when_an_actor_is_written_out(sign_in):
    begun = sign_in("priya")
    assert repr(begun.actor.bundle_private) not in repr(begun)
    assert repr(begun.secret) not in repr(begun)


def test_a_full_session_has_no_gate(session, sign_in):
    with pytest.raises(service.NoKeys):
        sessions.child_gate(session, sign_in("priya").secret)
