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
Start = Callable[[], Window]


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
    """Return a function that starts a new process of this engine on the same profile, ending the one before."""
    find, engine = ENGINES[request.param]
    if find() is None:
        pytest.skip("this engine is not on this machine")
    running: list[Window] = []
    with tempfile.TemporaryDirectory(prefix="safeplan-test-") as folder:

        def begin() -> Window:
            while running:
                running.pop().quit()
            running.append(Window(engine(Path(folder))))
            return running[0]

        yield begin
        for window in running:
            window.quit()
