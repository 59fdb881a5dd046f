"""One server and one browser for all of these tests; a new context, so no cache, for each."""

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from e2e.server import ROOT, Server
from e2e.stage import Stage

PATIENCE_MS = 20_000
DESKTOP = {"width": 1280, "height": 800}
# Nothing but the app's own host has an address.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

Visit = Callable[..., Stage]

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the app; at the end its log must tell of no failure."""
    server = Server(tmp_path_factory.mktemp("server") / "log.txt")
    server.start()
    yield server
    server.stop()
    assert server.complaints() == []


@pytest.fixture
def own_server(tmp_path: Any) -> Iterator[Server]:
    """Serve the app for one test, which may kill it."""
    server = Server(tmp_path / "log.txt")
    server.start()
    yield server
    server.stop()
    assert server.complaints() == []


# For the package, not the session: its event loop must be gone when other tests want their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the browser; where there is none, the tests fail."""
    sys.path.insert(0, str(ROOT / "tools"))
    options = importlib.import_module("browser").launch_options()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**{**options, "args": [*options["args"], OFFLINE]})
        yield browser
        browser.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that makes a reader's browser: its own cache, window and settings."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        wanted = {"viewport": DESKTOP, "color_scheme": "light", "locale": "en-GB", **options}
        contexts.append(browser.new_context(**wanted))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], server: Server) -> Iterator[Visit]:
    """Return a function that opens the app; no page may fail or ask another host."""
    stages: list[Stage] = []

    def open_stage(
        query: str = "",
        *,
        context: BrowserContext | None = None,
        at: Server = server,
        **options: Any,
    ) -> Stage:
        page = (context or new_context(**options)).new_page()
        stages.append(Stage(page, at.address))
        return stages[-1].go(query)

    yield open_stage
    for stage in stages:
        assert stage.errors == []
        assert stage.strangers == []
