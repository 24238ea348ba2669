"""Other engines are brought along, or it is said why not; an automatic run without one has failed."""

import pytest

from safeplan import setup_browser
from tests.engines import set_up


@pytest.fixture(autouse=True)
def _without_webkit(monkeypatch: pytest.MonkeyPatch) -> None:
    engines = {"FIREFOX": (lambda: "/somewhere/firefox", ["firefox-esr"]), "WEBKITGTK": (lambda: None, ["webkit"])}
    monkeypatch.setattr(set_up, "ENGINES", engines)


def test_an_automatic_run_fails_for_an_engine_that_was_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("sys.argv", ["set_up", "--verdict"])
    with pytest.raises(SystemExit) as ended:
        set_up.main()
    assert ended.value.code == 1
    [said] = capsys.readouterr().out.strip().splitlines()
    assert said.startswith("WEBKITGTK WAS LEFT OUT")


def test_only_what_is_missing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr("sys.argv", ["set_up"])
    monkeypatch.setattr(set_up, "install", lambda packages, _: installed.extend(packages))
    set_up.main()
    assert installed == ["webkit"]


def test_it_is_said_why_nothing_is_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["set_up"])
    monkeypatch.setattr(setup_browser, "_is_debian", lambda: False)
    set_up.main()
    assert "Not installing other browsers to test in: that is done on Debian alone, as root" in capsys.readouterr().out
