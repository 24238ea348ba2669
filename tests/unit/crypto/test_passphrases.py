"""Passphrases are slow to try, never cheap by mistake, and never fill the memory."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import safeplan
from safeplan.crypto import (
    KDF_SLOTS,
    Busy,
    KdfParams,
    UnknownFormat,
    WeakSecret,
    check_strength,
    generate_words,
    kdf_row_hash,
    matches,
    passphrases,
    stretch,
    verifier,
    weak_parameters_for_tests,
)

SALT, PEPPER, PERSON = bytes(range(16)), bytes(range(32)), "5" * 32
CHEAP = KdfParams(m_kib=64, t=1)
FLOOR = KdfParams(m_kib=19 * 1024, t=2)
WORDS = "gravel picnic cafe harbour umbrella"


@pytest.fixture
def cheap() -> Iterator[None]:
    with weak_parameters_for_tests():
        yield


@pytest.mark.usefixtures("cheap")
class TestRoot:
    def test_the_same_passphrase_gives_the_same_keys(self) -> None:
        one, two = (stretch(WORDS, SALT, PEPPER, PERSON, CHEAP) for _ in range(2))
        assert one == two
        assert matches(one, verifier(two))

    @pytest.mark.parametrize(
        "changed",
        [
            {"passphrase": WORDS + "s"},
            {"salt": bytes(range(1, 17))},
            {"pepper": bytes(range(1, 33))},
            {"person_id": "6" * 32},
            {"params": KdfParams(m_kib=64, t=2)},
            {"params": KdfParams(m_kib=128, t=1)},
        ],
        ids=lambda changed: next(iter(changed)),
    )
    def test_everything_that_goes_in_counts(self, changed: dict[str, object]) -> None:
        given = {"passphrase": WORDS, "salt": SALT, "pepper": PEPPER, "person_id": PERSON, "params": CHEAP}
        right = stretch(**given)  # type: ignore[arg-type]
        wrong = stretch(**{**given, **changed})  # type: ignore[arg-type]
        assert not matches(wrong, verifier(right))
        assert wrong.kek != right.kek

    def test_what_the_database_keeps_is_not_what_opens(self) -> None:
        root = stretch(WORDS, SALT, PEPPER, PERSON, CHEAP)
        assert len({verifier(root), root.auth_value, root.kek}) == 3
        assert not matches(root, root.auth_value)
        assert not matches(root, b"")

    def test_a_tablet_and_a_desk_may_spell_a_letter_differently(self) -> None:
        composed, apart = ("un caf\u00e9 pr\u00e8s", "un cafe\u0301 pre\u0300s")
        assert stretch(composed, SALT, PEPPER, PERSON, CHEAP) == stretch(apart, SALT, PEPPER, PERSON, CHEAP)

    def test_no_key_shows(self) -> None:
        assert repr(stretch(WORDS, SALT, PEPPER, PERSON, CHEAP)) == "Root()"

    def test_no_pepper_no_answer(self) -> None:
        for pepper in (b"", bytes(32), b"short"):
            with pytest.raises(WeakSecret):
                stretch(WORDS, SALT, pepper, PERSON, CHEAP)
        with pytest.raises(WeakSecret):
            stretch(WORDS, SALT[:15], PEPPER, PERSON, CHEAP)


@pytest.mark.parametrize("params", [CHEAP, KdfParams(FLOOR.m_kib - 1, 3), KdfParams(65536, 1), KdfParams(0, 0, 0)])
def test_costs_below_the_floor_are_refused(params: KdfParams) -> None:
    with pytest.raises(WeakSecret):
        stretch(WORDS, SALT, PEPPER, PERSON, params)


def test_the_floor_itself_and_the_default_are_enough() -> None:
    stretch(WORDS, SALT, PEPPER, PERSON, FLOOR)
    KdfParams().check()
    assert KdfParams() == KdfParams(m_kib=65536, t=3, p=1)


@pytest.mark.parametrize("params", [KdfParams(2**30), KdfParams(t=1000), KdfParams(p=0), KdfParams(p=64)])
def test_a_row_cannot_make_signing_in_take_the_server_down(params: KdfParams) -> None:
    with pytest.raises(UnknownFormat):
        stretch(WORDS, SALT, PEPPER, PERSON, params)


def test_the_allowance_for_tests_ends_even_after_a_failure() -> None:
    def fail_while_allowed() -> None:
        with weak_parameters_for_tests():
            CHEAP.check()
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_while_allowed()
    with pytest.raises(WeakSecret):
        CHEAP.check()


def test_the_application_never_allows_weak_parameters() -> None:
    package = Path(safeplan.__file__).parent
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "weak_parameters_for_tests" in path.read_text("utf-8")
    }
    assert users == {"crypto/__init__.py", "crypto/passphrases.py"}


class SlowKdf:
    """Stands in for Argon2id, and counts how many run at once."""

    running = most = done = 0
    lock = threading.Lock()
    let_go = threading.Event()

    def __init__(self, **_: object) -> None: ...

    def derive(self, _: bytes) -> bytes:
        with self.lock:
            SlowKdf.running += 1
            SlowKdf.most = max(SlowKdf.most, SlowKdf.running)
        assert self.let_go.wait(20)
        with self.lock:
            SlowKdf.running -= 1
            SlowKdf.done += 1
        return bytes(32)


def wait_until(condition: object) -> None:
    deadline = time.monotonic() + 10
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_two_at_a_time_eight_waiting_the_rest_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "Argon2id", SlowKdf)
    threads = [threading.Thread(target=stretch, args=(WORDS, SALT, PEPPER, PERSON)) for _ in range(10)]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: SlowKdf.running == 2 and passphrases._QUEUE._value == 0)
        for _ in range(3):
            with pytest.raises(Busy):
                stretch(WORDS, SALT, PEPPER, PERSON)
        assert SlowKdf.running == 2
    finally:
        SlowKdf.let_go.set()
        for thread in threads:
            thread.join(20)
    assert (SlowKdf.most, SlowKdf.done) == (2, 10)
    stretch(WORDS, SALT, PEPPER, PERSON)  # places are given back


def test_a_place_is_given_back_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    class BrokenKdf(SlowKdf):
        def derive(self, _: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(passphrases, "Argon2id", BrokenKdf)
    for _ in range(12):
        with pytest.raises(MemoryError):
            stretch(WORDS, SALT, PEPPER, PERSON)
    assert KDF_SLOTS._value == 2


def test_generated_words_are_five_from_the_whole_list() -> None:
    made = [generate_words() for _ in range(200)]
    assert len(set(made)) == 200
    assert all(re.fullmatch(r"[a-z-]+( [a-z-]+){4}", words) for words in made)
    assert len(passphrases._word_list()) == 7776
    assert len({word for words in made for word in words.split()}) > 800
    for words in made:
        if len(set(words.split())) == 5:
            check_strength(words)


def test_a_short_list_of_words_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases.xkcd_password, "generate_wordlist", lambda *_, **__: ["one", "two"])
    passphrases._word_list.cache_clear()
    try:
        with pytest.raises(RuntimeError, match="incomplete"):
            generate_words()
    finally:
        passphrases._word_list.cache_clear()


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "Tr0ub4dor&3",
        "fifteen letters",
        "a" * 40,
        "abababababababababab",
        "password password password",
        "correcthorse correcthorse",
        "abcdefghijklmnopqrst",
        "zyxwvutsrqponmlkjihg",
        "qwertyuiopasdfghjkl",
        "1234567890 0987654321",
        "07700 900123 07700 900456",
        "2026-11-22 2025-10-13",
        "                    ",
        "word word word word word",
    ],
)
def test_what_is_easy_to_guess_is_refused(passphrase: str) -> None:
    with pytest.raises(WeakSecret):
        check_strength(passphrase)


@pytest.mark.parametrize(
    "passphrase",
    [
        "the kettle is always on at nine",
        "abacus abdomen abide able abrasive",
        "Näin se vain menee täällä",
        "x9$Kq!m2Vz&7Lp4w",
        "Mae'r tegell bob amser ymlaen",
    ],
)
def test_what_is_hard_to_guess_is_accepted(passphrase: str) -> None:
    check_strength(passphrase)


def test_a_refusal_never_repeats_the_passphrase() -> None:
    with pytest.raises(WeakSecret) as caught:
        check_strength("Tr0ub4dor&3")
    assert "Tr0ub4dor" not in str(caught.value)


def test_the_row_hash_covers_the_whole_row() -> None:
    rows = {
        kdf_row_hash(SALT, KdfParams(), "p1"),
        kdf_row_hash(SALT[::-1], KdfParams(), "p1"),
        kdf_row_hash(SALT, KdfParams(m_kib=65535), "p1"),
        kdf_row_hash(SALT, KdfParams(t=4), "p1"),
        kdf_row_hash(SALT, KdfParams(p=2), "p1"),
        kdf_row_hash(SALT, KdfParams(), "p2"),
    }
    assert len(rows) == 6
