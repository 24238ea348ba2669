"""What is said, and how the run ends, where tests had to be left out."""

import pytest

from safeplan import setup_browser


@pytest.fixture(autouse=True)
def _whole_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFEPLAN_TEST_POSTGRES_URL", "postgresql+psycopg://somewhere/test")
    monkeypatch.setattr(setup_browser, "find_chromium", lambda: "/somewhere/chromium")
    monkeypatch.setattr("sys.argv", ["setup_browser", "--verdict"])
    monkeypatch.setenv("CI", "true")


def test_nothing_left_out_passes_an_automatic_run() -> None:
    setup_browser.main()
    assert setup_browser.left_out() == []


def test_no_browser_is_said_last_and_loud(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("CI")
    monkeypatch.delenv("SAFEPLAN_TEST_POSTGRES_URL")
    monkeypatch.setattr(setup_browser, "find_chromium", lambda: None)
    setup_browser.main()
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert "BROWSER TESTS WERE LEFT OUT" in last
    assert last == last.upper()


@pytest.mark.parametrize("missing", ["browser", "server"])
def test_an_automatic_run_fails_for_what_was_left_out(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if missing == "browser":
        monkeypatch.setattr(setup_browser, "find_chromium", lambda: None)
    else:
        monkeypatch.delenv("SAFEPLAN_TEST_POSTGRES_URL")
    with pytest.raises(SystemExit) as ended:
        setup_browser.main()
    assert ended.value.code == 1


def test_a_browser_named_by_hand_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("SAFEPLAN_CHROMIUM", "/nowhere/chromium")
    assert setup_browser.find_chromium() is None
