"""A killed server, a broken network, a damaged data set. `make faults` has the full counts."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.picture import DATA
from e2e.server import ROOT, Server

PATIENCE_S = 30  # how long it takes is measured by `make faults`, on a machine at rest

pytestmark = pytest.mark.e2e

sys.path.append(str(ROOT / "reliability"))
faults: Any = importlib.import_module("faults")
network: Any = importlib.import_module("network")


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """Return a reader's page; nothing may fail in it."""
    errors: list[str] = []
    page = new_context().new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


def test_pages_of_a_killed_server_come_back_as_they_were_and_are_of_use(
    page: Page, own_server: Server
) -> None:
    for name, place in faults.views(DATA, 2):
        found = faults.survive(page, own_server, name, place)
        assert found.fault == ""
        assert found.seconds <= PATIENCE_S


def test_the_replay_goes_on_without_a_network_and_the_panel_catches_up(
    page: Page, server: Server
) -> None:
    with network.Network(server.port) as broken:
        found = faults.outage(page, broken, broken.cut, 7)
        assert found.days > 0
        assert found.usable
        assert found.seconds <= PATIENCE_S
        expect(page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-connection-state", "CONNECTED"
        )


def test_a_server_that_is_told_to_end_closes_its_connections_and_ends(
    page: Page, own_server: Server
) -> None:
    code, seconds = faults.end(page, own_server)
    assert code in faults.ENDED
    assert seconds <= PATIENCE_S


def test_a_damaged_data_set_is_refused_with_every_damaged_file_named(tmp_path: Path) -> None:
    code, told = faults.start_damaged(tmp_path)
    assert code == 1
    assert "Traceback" not in told
    lines = [line for line in told.splitlines() if " — " in line]
    assert {line.split(":")[0] for line in lines} == set(faults.DAMAGED)


def test_damage_under_a_running_server_is_told_and_nothing_of_it_is_served(
    page: Page, tmp_path: Path
) -> None:
    failed, told = faults.damage_running(page, tmp_path)
    assert failed == []
    assert "has changed on the disk" in told
