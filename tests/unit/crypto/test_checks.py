"""The server does not start with a secret that could be guessed."""

from __future__ import annotations

import pytest

from safeplan.crypto import WeakSecret, check_pepper, check_secret, new_key


@pytest.mark.parametrize("value", [None, "", b"", "short-enough-to-guess", b"x" * 31, b"\0" * 32, "a" * 64])
def test_a_weak_secret_is_named_and_not_shown(value: str | bytes | None) -> None:
    with pytest.raises(WeakSecret) as caught:
        check_secret("SAFEPLAN_SECRET", value)
    assert "SAFEPLAN_SECRET" in str(caught.value)
    if value:
        assert str(value) not in str(caught.value)


def test_a_random_secret_is_accepted_as_bytes_and_as_text() -> None:
    check_secret("SAFEPLAN_SECRET", new_key())
    check_secret("SAFEPLAN_SECRET", new_key().hex())
    check_pepper(new_key())


def test_a_missing_pepper_is_named() -> None:
    with pytest.raises(WeakSecret, match="PEPPER"):
        check_pepper(None)
