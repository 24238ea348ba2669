"""One served installation over TLS, and each engine that is on this machine, on a profile that outlives its process."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.deploys import Site, deployed
from tests.browser.live import Live, serving
from tests.engines import firefox, webkit
from tests.engines.window import Driver, Window

ENGINES: dict[str, tuple[Callable[[], str | None], Callable[[Path], Driver]]] = {
    "webkit": (webkit.find, webkit.WebKit),
    "firefox": (firefox.find, firefox.Firefox),
}


class Start:
    """Called, it starts a new process of the engine on the same profile, ending the one before."""

    def __init__(self, engine: Callable[[Path], Driver], profile: Path) -> None:
        self._engine = engine
        self._window: Window | None = None
        self.profile = profile

    def __call__(self) -> Window:
        self.end()
        self._window = Window(self._engine(self.profile))
        return self._window

    def end(self) -> None:
        """End the process; its profile stays."""
        window, self._window = self._window, None
        if window:
            window.quit()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    with tempfile.TemporaryDirectory(prefix="safeplan-test-") as folder, serving(Path(folder) / "data") as started:
        yield started


@pytest.fixture
def site(live: Live) -> Iterator[Site]:
    """The installation as `make run TLS=1` serves it: WebKit keeps a __Host- cookie over TLS alone."""
    with deployed(live.settings, tls=True) as served:
        yield served


@pytest.fixture(params=list(ENGINES))
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Start this engine as often as a test likes, on a profile that goes when the test ends."""
    find, engine = ENGINES[request.param]
    if find() is None:
        pytest.skip("this engine is not on this machine")
    with tempfile.TemporaryDirectory(prefix="safeplan-test-") as folder:
        begin = Start(engine, Path(folder))
        yield begin
        begin.end()
