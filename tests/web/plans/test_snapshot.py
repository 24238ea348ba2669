"""A snapshot says what the rows say, or it is not believed: it opens a plan quicker and never differently."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeplan import crypto
from safeplan.plans.log import reading
from safeplan.plans.log.rows import KnownHead, RevisionRow
from safeplan.plans.log.snapshot import open_snapshot, seal_snapshot
from safeplan.plans.log.tally import Context, Tally
from tests.web.sharing.family import bellwethers, revoke, share


@pytest.fixture
def opened_one_by_one(monkeypatch):
    """Return the ids of the revisions that were opened each by itself."""
    seen: list[str] = []
    one_by_one = reading.open_version

    def noted(plan, row):
        seen.append(row[0])
        return one_by_one(plan, row)

    monkeypatch.setattr(reading, "open_version", noted)
    return seen


@pytest.fixture
def family(priya):
    return bellwethers(priya)


def test_a_plan_opens_by_its_snapshots_and_says_the_same(family, priya, sql, opened_one_by_one):
    opened_one_by_one.clear()
    quick = priya.open(family.plan)
    assert opened_one_by_one == []
    assert sql("UPDATE compartment SET snapshot = NULL WHERE plan = :p AND snapshot IS NOT NULL", p=family.plan)
    assert priya.open(family.plan)["entries"] == quick["entries"]
    assert len(opened_one_by_one) == len(quick["entries"])


def test_one_that_was_put_back_from_before_is_not_believed(family, priya, sql, opened_one_by_one):
    part = family.part("plan")
    [(old,)] = sql("SELECT snapshot FROM compartment WHERE id = :c", c=part)
    family.write("later", "note", {"words": "said later"})
    sql("UPDATE compartment SET snapshot = :old WHERE id = :c", old=old, c=part)
    opened_one_by_one.clear()
    assert "said later" in priya.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    assert opened_one_by_one


def test_another_part_s_or_another_plan_s_is_not_believed(family, priya, sql, opened_one_by_one):
    other = bellwethers(priya)
    whole = priya.open(family.plan)["entries"]
    for wrong in (family.part("risk"), other.part("plan")):
        take = "(SELECT snapshot FROM compartment WHERE id = :wrong)"
        sql(f"UPDATE compartment SET snapshot = {take} WHERE id = :c", wrong=wrong, c=family.part("plan"))
        opened_one_by_one.clear()
        assert priya.open(family.plan)["entries"] == whole
        assert opened_one_by_one


def test_words_taken_out_are_in_no_snapshot_and_its_old_bytes_in_no_file(family, priya, settings, sql):
    part = family.part("plan")
    slip = family.write("slip", "note", {"words": "an address"})
    [(old,)] = sql("SELECT snapshot FROM compartment WHERE id = :c", c=part)
    priya.post(f"/api/1/plans/{family.plan}/unfile", {"revision": slip["id"], "reason": "wrong_place"})
    assert sql("SELECT snapshot FROM compartment WHERE id = :c", c=part) == [(None,)]
    assert "an address" not in priya.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    files = [path for path in Path(settings.data).iterdir() if path.name.startswith("safeplan.db")]
    # The middle of it: its first bytes may stand on another page than the rest.
    assert [path.name for path in files if bytes(old)[200:260] in path.read_bytes()] == []


def test_a_renewed_key_leaves_no_snapshot_and_the_next_save_makes_one(family, as_person, priya, sql, opened_one_by_one):
    ruth, part = as_person("ruth"), family.part("plan")
    share(family, ruth, part)
    revoke(family, ruth)
    assert sql("SELECT snapshot FROM compartment WHERE id = :c", c=part) == [(None,)]
    family.write("later", "note", {"words": "said later"})
    opened_one_by_one.clear()
    assert "said later" in priya.get(f"/api/1/plans/{family.plan}").get_data(as_text=True)
    assert opened_one_by_one == []


def test_heads_of_one_batch_and_of_a_conflict_are_in_it(family, priya, opened_one_by_one):
    first = priya.revision(family.plan, "note", {"words": "first"})
    again = [
        priya.revision(family.plan, "note", {"words": words}, entry=first["entry"], parents=[first["id"]])
        for words in ("this", "that")
    ]
    other = priya.revision(family.plan, "behaviour", {"category": "money"})
    priya.push(first, *again, other)
    opened_one_by_one.clear()
    [entry] = [one for one in priya.open(family.plan)["entries"] if one["entry"] == first["entry"]]
    assert sorted(head["data"]["words"] for head in entry["heads"]) == ["that", "this"]
    assert opened_one_by_one == []


def tallied(rows) -> Tally:
    return Tally().after(b"", [row[0] for row in rows], [])


IDS = st.text("0123456789abcdef", min_size=32, max_size=32)
WHOLE = st.integers(0, 2**40)
ROWS = st.tuples(
    *(IDS, IDS, IDS, WHOLE, WHOLE, st.just("[]"), IDS, st.none() | IDS, st.none() | IDS, WHOLE, WHOLE),
    *(st.binary(min_size=1, max_size=8), st.binary(min_size=1, max_size=8), st.none(), st.none(), st.none()),
).map(RevisionRow._make)


@given(st.lists(ROWS, min_size=1, max_size=4, unique_by=lambda row: row[0]), st.data())
def test_one_column_that_is_not_as_it_was_shuts_it(rows, data):
    place, tally = Context(crypto.new_key(), "a" * 32, "b" * 32, 3), tallied(rows)
    sealed = seal_snapshot(place, tally, [KnownHead(row, {"number": at}) for at, row in enumerate(rows)])
    assert sealed is not None
    shuffled = data.draw(st.permutations(rows))
    wanted = {row[0]: {"number": at} for at, row in enumerate(rows)}
    assert open_snapshot(place, tally, shuffled, sealed) == wanted
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from([*range(13)]))
    other = data.draw(ROWS.filter(lambda row: row[column] != rows[at][column]))
    changed = [*rows]
    changed[at] = RevisionRow(*rows[at][:column], other[column], *rows[at][column + 1 :])
    assert open_snapshot(place, tally, changed, sealed) is None
    assert open_snapshot(place, tally, rows[1:], sealed) is None
    # A byte moved from the key's column into the next one.
    moved = [*rows]
    moved[at] = RevisionRow(*rows[at][:11], rows[at][11][:-1], rows[at][11][-1:] + rows[at][12], *rows[at][13:])
    assert open_snapshot(place, tally, moved, sealed) is None
    assert open_snapshot(place, tallied(rows[1:]), rows, sealed) is None
    assert seal_snapshot(place, tallied(rows[1:]), [KnownHead(row, {}) for row in rows]) is None


@pytest.mark.parametrize(("texts", "length"), [([3, 5], 300), ([3000], 4100), ([100] * 40, 300), ([900] * 200, 1060)])
def test_its_length_is_what_its_rows_show_anyway(texts, length):
    def row(at: int) -> RevisionRow:
        clear = (f"{at:032x}", "b" * 32, "c" * 32, at, 0, "[]", "d" * 32, None, None, 1, 1)
        return RevisionRow(*clear, b"k", bytes(length), None, None, None)

    place = Context(crypto.new_key(), "a" * 32, "b" * 32, 0)
    short = [KnownHead(row(at), {"words": "x" * size}) for at, size in enumerate(texts)]
    long = [KnownHead(row(at), {"words": "x" * (size + 9)}) for at, size in enumerate(texts)]
    tally = tallied([row for row, _ in short])
    sealed = seal_snapshot(place, tally, short), seal_snapshot(place, tally, long)
    assert None not in sealed
    assert len(sealed[0]) == len(sealed[1]) <= length * len(texts) + 64
    rows = [row for row, _ in long]
    assert open_snapshot(place, tally, rows, sealed[1]) == {row[0]: document for row, document in long}
