"""The replay as one file: the same map, from a disk, without a server."""

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.picture import CHANGE_DAYS, DATA, DAY, END, START, picture_on, words
from e2e.stage import PICTURES
from geodata.replay import standalone

pytestmark = pytest.mark.e2e

MOST_BYTES = 1_500_000


@pytest.fixture
def asked() -> list[str]:
    """Every address the page asks for."""
    return []


@pytest.fixture
def exported(
    new_context: Callable[..., BrowserContext], tmp_path: Path, asked: list[str]
) -> tuple[Page, str]:
    file = tmp_path / "replay.html"
    file.write_text(standalone(DATA), encoding="utf-8")
    page = new_context().new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    expect(page.locator("[data-ready]")).to_be_visible()
    return page, file.as_uri()


def test_the_file_is_small_and_asks_for_nothing(
    exported: tuple[Page, str], asked: list[str], tmp_path: Path
) -> None:
    page, address = exported
    page.locator(".replay-button-next").click()
    assert (tmp_path / "replay.html").stat().st_size <= MOST_BYTES
    assert asked == [address]


def test_its_colours_are_those_of_the_data_on_every_day_of_change(
    exported: tuple[Page, str],
) -> None:
    page, _address = exported
    chance = random.Random(1992)
    days = {day for change in CHANGE_DAYS for day in (change - DAY, change)}
    days |= {START + chance.randrange((END - START).days) * DAY for _ in range(40)} | {START, END}
    assert len(days) >= 60
    told = page.locator(".replay-input").evaluate(PICTURES, [(day - START).days for day in days])
    for day, shown in zip(days, told, strict=True):
        wanted = picture_on(day)
        assert shown["fills"] == wanted.fills, day
        assert set(shown["hatched"]) == wanted.hatched, day
        assert tuple(shown["figures"]) == wanted.figures, day


def test_its_address_keeps_the_view(exported: tuple[Page, str]) -> None:
    page, address = exported
    page.locator("path[data-area=AZ-KAL]").press("Enter")
    page.locator(".replay-button-next").click()
    day = min(day for day in CHANGE_DAYS if day > DATA.settings.opening)
    expect(page).to_have_url(f"{address}#date={day}&district=AZ-KAL")
    page.reload()
    expect(page.locator(".replay-date")).to_have_text(words(day))
    expect(page.locator("path.is-selected")).to_have_count(1)


def test_its_list_names_every_change_with_its_sources(exported: tuple[Page, str]) -> None:
    page, _address = exported
    page.locator("summary").click()
    rows = page.locator("details li")
    assert rows.count() >= len(CHANGE_DAYS)
    expect(rows.filter(has_text=words(dt.date(1993, 7, 23))).locator("a").first).to_be_visible()
