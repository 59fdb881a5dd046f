"""The map, the panel and the address bar as one: selecting, stepping, going back, restarting."""

import datetime as dt
import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.picture import (
    DATA,
    DAY,
    END,
    NOT_DISTRICTS,
    OPENING,
    START,
    day_of,
    picture_on,
    words,
)
from e2e.server import Server
from e2e.stage import Stage
from geodata.control import changes, state_on
from ui.view import COLOURINGS, View, address

pytestmark = pytest.mark.e2e

Visit = Callable[..., Stage]
NewContext = Callable[..., BrowserContext]

SCRIPTS = {"az": r"[A-Za-zƏəÜüÇçŞş]{4}", "hy": r"[\u0531-\u0586]{4}", "ru": r"[\u0410-\u044f]{4}"}


def random_views(count: int) -> list[View]:
    chance = random.Random(2020)
    districts = ["", *DATA.districts, *NOT_DISTRICTS]
    span = (END - START).days
    return [
        View(day_of(chance.randint(0, span)), chance.choice(districts), chance.choice(COLOURINGS))
        for _ in range(count)
    ]


def expect_view(stage: Stage, view: View) -> None:
    """Wait for the view on the map and in the panel, then compare every colour."""
    stage.expect_day(view.date)
    stage.expect_selected(view.district)
    stage.expect_panel(name_of(view.district) if view.district else words(view.date))
    if view.district:
        stage.expect_panel(f"On {words(view.date)}")
    assert stage.colouring() == view.colouring
    assert stage.picture() == picture_on(view.date, view.colouring)


def name_of(district: str) -> str:
    known = district in DATA.districts
    return DATA.district_name(district) if known else DATA.area_name(district)


def test_a_click_on_the_map_tells_what_is_known_of_the_district(visit: Visit) -> None:
    stage = visit()
    stage.leave_mark()
    stage.click_on("AZ-FUZ-W")
    stage.expect_address(View(OPENING, "AZ-FUZ"))
    stage.expect_selected("AZ-FUZ")
    expect(stage.panel.locator("h2")).to_have_text("Fuzuli")
    for language, script in SCRIPTS.items():
        name = stage.panel.locator(f"dd[lang={language}]")
        expect(name).to_have_text(re.compile(script))
    for told in (
        "Armenian forces",
        "since 22 August 1993",
        "89,417",
        "1,386 km²",
        "Who says what",
        "Events",
    ):
        stage.expect_panel(told)
    links = stage.panel.locator("a").evaluate_all("(all) => all.map((a) => a.href)")
    assert len(links) > 10
    assert [link for link in links if not link.startswith(("http://", "https://"))] == []
    assert stage.has_mark()


def test_a_second_click_clears_the_selection(visit: Visit) -> None:
    stage = visit(f"?date={OPENING}&district=AZ-FUZ")
    stage.click_on("AZ-FUZ-E")
    stage.expect_address(View(OPENING))
    stage.expect_selected("")
    stage.expect_panel("All events")


def test_choosing_in_the_list_marks_the_district_on_the_same_map(visit: Visit) -> None:
    stage = visit("?date=1993-07-23")
    stage.leave_mark()
    place = stage.place()
    for name, district in {"Agdam": "AZ-AGM", "Zangilan": "AZ-ZAN"}.items():
        stage.choose(name)
        stage.expect_selected(district)
        stage.expect_address(View(dt.date(1993, 7, 23), district))
        stage.expect_panel(f"On {words(dt.date(1993, 7, 23))}")
    stage.choose("All districts")
    stage.expect_selected("")
    stage.expect_address(View(dt.date(1993, 7, 23)))
    assert stage.has_mark()
    assert stage.place() == place


def test_a_choice_in_the_list_is_kept_while_the_day_is_still_on_its_way(visit: Visit) -> None:
    stage = visit()
    stage.scrub_to(dt.date(1993, 7, 23))
    stage.list.select_option(label="Agdam")
    stage.expect_address(View(dt.date(1993, 7, 23), "AZ-AGM"))
    stage.rest()
    stage.expect_address(View(dt.date(1993, 7, 23), "AZ-AGM"))
    expect_view(stage, View(dt.date(1993, 7, 23), "AZ-AGM"))


def test_the_panel_leads_from_change_to_change_of_the_district_on_the_same_map(
    visit: Visit,
) -> None:
    stage = visit("?date=1992-01-01&district=AZ-FUZ")
    stage.leave_mark()
    for day in sorted({change.date for change in changes(DATA) if change.area_id == "AZ-FUZ-W"}):
        stage.follow(f"Next: {words(day)}")
        stage.expect_day(day)
        stage.expect_panel(f"On {words(day)}")
        stage.expect_address(View(day, "AZ-FUZ"))
        assert stage.picture() == picture_on(day)
    stage.frame.locator(".replay-button-last").click()
    stage.follow(f"since {words(day)}")
    stage.expect_day(day)
    assert stage.has_mark()


def test_the_panel_shows_each_day_while_the_slider_passes_it_and_asks_nobody(visit: Visit) -> None:
    stage = visit("?date=1992-01-01&district=AZ-AGM")
    stage.rest()
    stage.traffic.clear()
    label = {controller.id: controller.label for controller in DATA.settings.controllers}
    for day in (dt.date(1993, 7, 22), dt.date(1993, 7, 23), dt.date(2020, 11, 20), END):
        stage.pictures([day])
        parts = next(d for d in state_on(DATA, day).districts if d.id == "AZ-AGM").parts
        shown = stage.panel.locator(".state strong:visible")
        expect(shown).to_have_text([label[part.controller] for part in parts])
        stage.expect_panel(f"On {words(day)}")
    stage.pictures([dt.date(1992, 1, 1)])
    assert stage.traffic == []


def test_choosing_a_district_in_the_panel_keeps_the_day_of_the_map(visit: Visit) -> None:
    stage = visit()
    stage.scrub_to(dt.date(2020, 10, 20))
    stage.expect_address(View(dt.date(2020, 10, 20)))
    stage.follow("Zangilan")
    stage.expect_address(View(dt.date(2020, 10, 20), "AZ-ZAN"))
    expect_view(stage, View(dt.date(2020, 10, 20), "AZ-ZAN"))


def test_back_and_forward_return_to_former_pictures(visit: Visit) -> None:
    stage = visit()
    views = [View(dt.date(1993, 7, 23)), View(dt.date(2020, 10, 20)), View(OPENING, "AZ-KAL")]
    stage.leave_mark()
    stage.scrub_to(views[0].date)
    stage.expect_address(views[0])
    stage.scrub_to(views[1].date)
    stage.expect_address(views[1])
    stage.scrub_to(OPENING)
    stage.expect_address(View(OPENING))
    stage.click_on("AZ-KAL")
    stage.expect_address(views[2])
    stage.expect_panel(f"On {words(OPENING)}")
    for _ in range(2):
        stage.page.go_back()
    expect_view(stage, views[1])
    stage.page.go_back()
    expect_view(stage, views[0])
    stage.page.go_back()
    expect_view(stage, View(OPENING))
    for _ in range(4):
        stage.page.go_forward()
    expect_view(stage, views[2])
    stage.expect_address(views[2])
    assert stage.has_mark()


def test_going_back_twice_at_once_ends_on_the_older_picture(visit: Visit) -> None:
    stage = visit("?date=2020-10-20")
    stage.scrub_to(OPENING)
    stage.expect_address(View(OPENING))
    stage.click_on("AZ-KAL")
    stage.expect_address(View(OPENING, "AZ-KAL"))
    stage.rest()  # Streamlit adds an address that comes late behind the one gone back to
    stage.page.go_back()
    stage.page.go_back()
    expect_view(stage, View(dt.date(2020, 10, 20)))
    stage.expect_address(View(dt.date(2020, 10, 20)))


def test_going_back_keeps_what_comes_after_working(visit: Visit) -> None:
    stage = visit()
    stage.scrub_to(dt.date(1993, 7, 23))
    stage.expect_address(View(dt.date(1993, 7, 23)))
    stage.page.go_back()
    stage.expect_day(OPENING)
    stage.scrub_to(dt.date(1993, 7, 23))
    stage.expect_address(View(dt.date(1993, 7, 23)))
    stage.expect_panel(words(dt.date(1993, 7, 23)))
    stage.page.reload()
    stage.wait_until_ready()
    expect_view(stage, View(dt.date(1993, 7, 23)))
    stage.page.locator(".panel h2").first.click()
    stage.page.keyboard.press("ArrowRight")
    stage.expect_address(View(dt.date(1993, 7, 24)))


def test_an_address_shows_its_view_and_keeps_it(visit: Visit) -> None:
    stage = visit()
    for view in random_views(20):
        stage.go(address(view)[2:])
        expect_view(stage, view)
        stage.expect_address(view)


def test_the_address_brings_the_same_picture_to_another_reader(
    visit: Visit, new_context: NewContext
) -> None:
    stage, other = visit(), visit(context=new_context())
    for view in random_views(5):
        show_by_hand(stage, view)
        stage.expect_address(view)
        other.go(stage.page.url.removeprefix(stage.base))
        expect_view(other, view)
        assert other.picture() == stage.picture()


def show_by_hand(stage: Stage, view: View) -> None:
    """Bring the view about as a reader does: date field, list, legend, one after the other."""
    before = stage.selected()
    stage.frame.locator(".replay-picker").fill(view.date.isoformat())
    stage.expect_address(View(view.date, before, stage.colouring()))
    if before != view.district:
        stage.choose(name_of(view.district) if view.district else "All districts")
        stage.expect_address(View(view.date, view.district, stage.colouring()))
    stage.colour_by(view.colouring)


def test_a_reload_shows_the_same_picture(visit: Visit) -> None:
    stage = visit()
    view = View(dt.date(2020, 10, 28), "AZ-LAC", "share")
    show_by_hand(stage, view)
    stage.expect_address(view)
    before = stage.picture()
    stage.page.reload()
    stage.wait_until_ready()
    expect_view(stage, view)
    assert stage.picture() == before


def test_pan_and_zoom_are_kept_while_the_day_and_the_selection_change(visit: Visit) -> None:
    stage = visit()
    at_first = stage.place()
    stage.frame.locator(".leaflet-control-zoom-in").click()
    zoomed = stage.place()
    x, y = stage.point_on("NKAO")
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x - 60, y + 40, steps=6)
    stage.page.mouse.up()
    place = stage.place()
    assert zoomed[2] > at_first[2]
    assert place[:2] != zoomed[:2]
    stage.pictures([START, dt.date(1993, 7, 23), END])
    assert stage.place() == place
    stage.scrub_to(dt.date(1993, 7, 23))
    stage.expect_address(View(dt.date(1993, 7, 23)))
    stage.expect_panel(words(dt.date(1993, 7, 23)))
    assert stage.place() == place
    stage.click_on("AZ-FUZ-W")
    stage.expect_address(View(dt.date(1993, 7, 23), "AZ-FUZ"))
    stage.choose("Lachin")
    stage.expect_address(View(dt.date(1993, 7, 23), "AZ-LAC"))
    stage.follow("Next: 1 December 2020")
    stage.expect_panel("On 1 December 2020")
    assert stage.place() == place


def test_two_tabs_of_one_reader_do_not_follow_each_other(
    visit: Visit, new_context: NewContext
) -> None:
    context = new_context()
    one = visit("?date=1993-07-23", context=context)
    two = visit("?date=2020-10-20&district=AZ-LAC", context=context)
    one.page.bring_to_front()
    one.scrub_to(dt.date(1993, 8, 31))
    one.expect_address(View(dt.date(1993, 8, 31)))
    one.choose("Kalbajar")
    one.expect_address(View(dt.date(1993, 8, 31), "AZ-KAL"))
    two.page.bring_to_front()
    expect_view(two, View(dt.date(2020, 10, 20), "AZ-LAC"))
    two.follow("Next: 1 December 2020")
    two.expect_address(View(dt.date(2020, 12, 1), "AZ-LAC"))
    one.page.bring_to_front()
    expect_view(one, View(dt.date(1993, 8, 31), "AZ-KAL"))


def test_an_open_page_survives_the_death_of_the_server(visit: Visit, own_server: Server) -> None:
    stage = visit(at=own_server)
    stage.scrub_to(dt.date(1993, 7, 22))
    stage.expect_address(View(dt.date(1993, 7, 22)))
    stage.click_on("AZ-FUZ-W")
    stage.expect_address(View(dt.date(1993, 7, 22), "AZ-FUZ"))
    stage.leave_mark()
    own_server.kill()
    stage.pictures([dt.date(1992, 1, 1), dt.date(1993, 7, 23)])  # dragging needs no server
    assert stage.picture() == picture_on(dt.date(1993, 7, 23))
    stage.pictures([dt.date(1993, 7, 22)])
    with stage.page.expect_websocket():
        own_server.start()
    stage.wait_until_ready()
    stage.rest()
    expect_view(stage, View(dt.date(1993, 7, 22), "AZ-FUZ"))
    stage.expect_address(View(dt.date(1993, 7, 22), "AZ-FUZ"))
    stage.page.locator(".panel h2").first.click()
    stage.page.keyboard.press("ArrowRight")
    stage.expect_address(View(dt.date(1993, 7, 23), "AZ-FUZ"))
    stage.expect_panel("On 23 July 1993")
    stage.expect_day(dt.date(1993, 7, 22) + DAY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_and_page_follow_the_readers_colour_scheme(visit: Visit, scheme: str) -> None:
    dark = scheme == "dark"
    stage = visit("?date=2021-06-01", color_scheme=scheme)
    expect(stage.frame.locator(".replay-map.replay-dark")).to_have_count(int(dark))
    assert stage.picture() == picture_on(dt.date(2021, 6, 1), dark=dark)
    brightness = [
        sum(
            map(
                int,
                re.findall(r"\d+", where.evaluate("(n) => getComputedStyle(n).backgroundColor"))[
                    :3
                ],
            )
        )
        for where in (stage.page.get_by_test_id("stApp"), stage.root)
    ]
    assert all((value < 200) == dark for value in brightness)
    stage.colour_by("share")
    stage.scrub_to(dt.date(1995, 1, 1))
    assert stage.picture() == picture_on(dt.date(1995, 1, 1), "share", dark=dark)


def test_the_map_follows_a_change_of_the_colour_scheme(visit: Visit) -> None:
    stage = visit()
    stage.leave_mark()
    stage.page.emulate_media(color_scheme="dark")
    expect(stage.frame.locator(".replay-map.replay-dark")).to_be_visible()
    assert stage.picture() == picture_on(OPENING, dark=True)
    assert stage.has_mark()
