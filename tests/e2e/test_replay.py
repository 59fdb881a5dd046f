"""The day: dragging, colours, figures, play, keys."""

import datetime as dt
import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from e2e.picture import (
    CHANGE_DAYS,
    DATA,
    DAY,
    END,
    OPENING,
    START,
    along_ramp,
    areas_on,
    colour_of,
    day_of,
    number_of,
    picture_on,
    rgb,
    words,
)
from e2e.stage import QUIET_MS, Stage
from geodata.control import state_on
from ui.view import View

pytestmark = pytest.mark.e2e

Visit = Callable[..., Stage]

PERIOD_DAYS = {period.start for period in DATA.control}
EVES = {day - DAY for day in [*CHANGE_DAYS, *PERIOD_DAYS] if day > START}


def random_days(count: int) -> list[dt.date]:
    chance = random.Random(1992)
    return [day_of(chance.randrange((END - START).days + 1)) for _ in range(count)]


def test_every_step_of_a_drag_shows_its_day_and_the_server_hears_only_the_last(
    visit: Visit,
) -> None:
    stage = visit()
    stage.rest()
    before = len(stage.traffic)
    stage.page.mouse.move(*stage.point_on_track(0.32))
    stage.page.mouse.down()
    pictures = []
    for step in range(31):
        stage.page.mouse.move(*stage.point_on_track(0.31 - step / 100))
        pictures.append(stage.picture())
        assert pictures[-1] == picture_on(day_of(pictures[-1].day))
    assert stage.traffic[before:] == []
    assert stage.page.url == stage.base
    stage.page.mouse.up()
    day = day_of(stage.day())
    stage.expect_address(View(day))
    stage.expect_panel(words(day))
    assert all(one.date != other.date for one, other in pairwise(pictures))
    changed = sum(one.fills != other.fills for one, other in pairwise(pictures))
    assert changed >= 5, "the drag crosses the changes of the first war"


def test_nothing_is_sent_while_the_slider_moves_without_being_let_go(visit: Visit) -> None:
    stage = visit()
    stage.rest()
    before = len(stage.traffic)
    stage.pictures(random_days(200))
    stage.page.wait_for_timeout(2 * QUIET_MS)
    assert stage.traffic[before:] == []


@pytest.mark.parametrize("colouring", ["who", "share"])
def test_the_map_agrees_with_the_data_set_on_every_day_that_matters(
    visit: Visit, colouring: str
) -> None:
    stage = visit(f"?colour={colouring}")
    days = sorted({START, END, OPENING, *CHANGE_DAYS, *PERIOD_DAYS, *EVES, *random_days(80)})
    assert len(days) > 120
    shuffled = random.Random(7).sample(days, len(days))
    for way in (days, days[::-1], shuffled):
        shown = stage.pictures(way)
        wanted = [picture_on(day, colouring) for day in way]
        different = [pair for pair in zip(shown, wanted, strict=True) if pair[0] != pair[1]]
        assert different[:1] == []


def test_hatched_areas_are_drawn_with_a_hatched_pattern(visit: Visit) -> None:
    stage = visit("?date=2020-10-20")
    fills = stage.root.evaluate(
        """() => [...document.querySelectorAll(".replay-pattern")]
          .map((path) => getComputedStyle(path).fill)"""
    )
    hatched = stage.picture().hatched
    assert hatched
    areas = [area.area_id for area in DATA.areas]
    assert {area for area, fill in zip(areas, fills, strict=True) if "-hatched" in fill} == hatched


def test_share_colours_a_district_by_how_much_of_it_is_held(visit: Visit) -> None:
    stage = visit("?date=1995-01-01")
    by_controller = stage.picture().fills
    stage.colour_by("share")
    expect(stage.area("AZ-FUZ-W")).to_have_css("fill", rgb(along_ramp(462 / 1386)))
    fills = stage.picture().fills
    assert fills["AZ-FUZ-E"] == rgb(along_ramp(1 / 3))
    assert fills["AZ-ZAN"] == rgb(colour_of("armenian_forces"))
    assert fills["AZ-AGM-W"] == rgb(along_ramp(842 / 1094))
    assert fills["NKAO"] == rgb(colour_of("unknown"))
    assert len(set(fills.values())) > len(set(by_controller.values()))
    stage.expect_address(View(dt.date(1995, 1, 1), colouring="share"))
    stage.colour_by("who")
    expect(stage.area("AZ-FUZ-W")).to_have_css("fill", by_controller["AZ-FUZ-W"])
    assert stage.picture().fills == by_controller
    stage.expect_address(View(dt.date(1995, 1, 1)))


def test_play_stops_at_every_change_without_the_server_and_pausing_settles(visit: Visit) -> None:
    stage = visit("?date=1993-03-01")
    stage.rest()
    stage.input.evaluate(
        """(input) => {
          window.__heard = [];
          const note = () => window.__heard.push(input.getAttribute("aria-valuetext"));
          new MutationObserver(note).observe(input, { attributes: true });
        }"""
    )
    stage.frame.locator(".replay-speed").click(click_count=2, delay=20)
    before = len(stage.traffic)
    stage.page.locator(".panel h2").first.click()
    stage.page.keyboard.press("Space")
    expect(stage.button("play")).to_have_attribute("aria-label", "Pause")
    # A look from time to time, as `expect` takes, may miss it where the machine is busy.
    stage.input.evaluate(
        """() => new Promise((heard) => {
          const listen = () => window.__heard.some((text) => text.includes("Fuzuli"))
            ? heard() : setTimeout(listen, 20);
          listen();
        })"""
    )
    assert stage.traffic[before:] == []
    stage.page.keyboard.press("Space")
    expect(stage.button("play")).to_have_attribute("aria-label", "Play")
    day = day_of(stage.day())
    stage.expect_address(View(day))
    stage.expect_day(day)
    heard = stage.input.evaluate("() => window.__heard")
    passed = [change for change in CHANGE_DAYS if dt.date(1993, 3, 1) < change <= day]
    assert [change for change in passed if not any(f"{words(change)}: " in h for h in heard)] == []


def test_after_a_pause_the_next_key_settles_too(visit: Visit) -> None:
    stage = visit("?date=1993-04-01")
    stage.page.locator(".panel h2").first.click()
    stage.page.keyboard.press("Space")
    expect(stage.caption).to_contain_text("Kalbajar")
    stage.page.keyboard.press("Space")
    stage.expect_address(View(day_of(stage.day())))
    stage.page.keyboard.press("Shift+ArrowRight")
    stage.expect_day(dt.date(1993, 7, 23))
    stage.expect_address(View(dt.date(1993, 7, 23)))
    stage.page.keyboard.press("ArrowLeft")
    stage.expect_address(View(dt.date(1993, 7, 22)))


def test_play_ends_on_the_last_day_and_settles_there(visit: Visit) -> None:
    stage = visit("?date=2023-12-30")
    stage.button("play").click()
    stage.expect_address(View(END))
    expect(stage.button("play")).to_have_attribute("aria-label", "Play")


def test_play_goes_on_from_the_first_day_where_it_is_to_repeat(visit: Visit) -> None:
    stage = visit("?date=2023-12-30")
    stage.button("more").click()
    stage.frame.get_by_role("checkbox", name="Repeat").check()
    stage.button("play").click()
    expect(stage.date).to_contain_text("1992")
    expect(stage.button("play")).to_have_attribute("aria-label", "Pause")


def test_speed_button_goes_through_the_speeds(visit: Visit) -> None:
    stage = visit()
    speed = stage.frame.locator(".replay-speed")
    for text in ("1×", "2×", "4×", "½×", "1×"):
        expect(speed).to_have_text(text)
        speed.click()


def test_next_change_and_previous_change_land_on_every_day_of_change(visit: Visit) -> None:
    stage = visit("?date=1992-01-01")
    for day in CHANGE_DAYS:
        stage.button("next").click()
        stage.expect_day(day)
    stage.expect_address(View(CHANGE_DAYS[-1]))
    stage.button("next").click()
    stage.expect_day(END)
    stage.input.focus()
    for day in reversed(CHANGE_DAYS):
        stage.page.keyboard.press("Shift+ArrowLeft")
        stage.expect_day(day)
    stage.button("first").click()
    stage.expect_address(View(START))
    stage.button("last").click()
    stage.expect_address(View(END))


def focus_on_page(stage: Stage) -> None:
    stage.page.locator(".panel h2").first.click()


def focus_in_frame(stage: Stage) -> None:
    stage.input.focus()


@pytest.mark.parametrize("focus", [focus_on_page, focus_in_frame])
def test_keys_move_the_day(visit: Visit, focus: Callable[[Stage], None]) -> None:
    stage = visit("?date=1993-03-31")
    focus(stage)
    for key, day in {
        "ArrowRight": dt.date(1993, 4, 1),
        "ArrowLeft": dt.date(1993, 3, 31),
        "Control+ArrowLeft": dt.date(1993, 2, 28),
        "Control+ArrowRight": dt.date(1993, 3, 28),
        "Shift+ArrowRight": dt.date(1993, 4, 5),
        "Shift+ArrowLeft": dt.date(1992, 5, 18),
        "End": END,
        "Home": START,
    }.items():
        stage.page.keyboard.press(key)
        stage.expect_day(day)
    stage.page.keyboard.press("Shift+ArrowRight")
    stage.expect_address(View(CHANGE_DAYS[0]))
    stage.expect_panel(words(CHANGE_DAYS[0]))


@pytest.mark.parametrize("focus", [focus_on_page, focus_in_frame])
def test_question_mark_shows_the_keys_and_escape_closes_them(
    visit: Visit, focus: Callable[[Stage], None]
) -> None:
    stage = visit()
    focus(stage)
    stage.page.keyboard.press("?")
    keys = stage.frame.locator(".replay-keys")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("previous or next change")
    stage.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    stage.page.keyboard.press("ArrowRight")
    stage.expect_day(OPENING + DAY)


def test_digits_select_the_districts_and_escape_clears(visit: Visit) -> None:
    stage = visit()
    focus_on_page(stage)
    for number, district in enumerate(DATA.districts, start=1):
        stage.page.keyboard.press(str(number))
        stage.expect_selected(district)
    stage.expect_address(View(OPENING, district))
    stage.expect_panel(DATA.district_name(district))
    stage.page.keyboard.press("Escape")
    stage.expect_selected("")
    stage.expect_address(View(OPENING))


def test_keys_typed_into_a_field_do_not_move_the_day(visit: Visit) -> None:
    stage = visit("?date=1993-03-31")
    stage.page.evaluate("() => document.body.prepend(document.createElement('textarea'))")
    stage.page.locator("textarea").press_sequentially("1 f3 ?")
    for key in ("ArrowLeft", "Home", "Shift+ArrowRight", "Control+ArrowLeft", "End"):
        stage.page.keyboard.press(key)
    stage.page.wait_for_timeout(2 * QUIET_MS)
    stage.expect_day(dt.date(1993, 3, 31))
    stage.expect_selected("")
    expect(stage.button("play")).to_have_attribute("aria-label", "Play")
    expect(stage.frame.locator(".replay-keys")).to_be_hidden()
    stage.expect_address(View(dt.date(1993, 3, 31)))


def test_date_field_jumps_to_the_day_and_ignores_one_outside_the_record(visit: Visit) -> None:
    stage = visit()
    picker = stage.frame.locator(".replay-picker")
    expect(picker).to_have_value(OPENING.isoformat())
    picker.fill("2020-10-20")
    stage.expect_day(dt.date(2020, 10, 20))
    stage.expect_address(View(dt.date(2020, 10, 20)))
    picker.fill("2030-01-01")
    stage.page.wait_for_timeout(2 * QUIET_MS)
    stage.expect_address(View(dt.date(2020, 10, 20)))
    stage.expect_day(dt.date(2020, 10, 20))


def test_chapters_jump_to_their_first_day(visit: Visit) -> None:
    stage = visit("?date=2023-12-31")
    chapters = stage.frame.locator(".replay-chapter")
    expect(chapters).to_have_count(len(DATA.settings.chapters))
    for index, chapter in enumerate(DATA.settings.chapters):
        chapters.nth(index).click()
        stage.expect_day(chapter.start)
        expect(stage.frame.locator(".replay-chapter.is-current")).to_have_count(1)
        expect(chapters.nth(index)).to_contain_class("is-current")
    stage.expect_address(View(DATA.settings.chapters[-1].start))


def test_ticks_stand_for_the_days_of_change_and_a_click_on_one_lands_on_it(visit: Visit) -> None:
    stage = visit()
    days = stage.surface.evaluate(
        """(track) => [...track.querySelectorAll(".replay-tick")]
          .map((tick) => Number(tick.dataset.day))"""
    )
    assert sorted(days) == [number_of(day) for day in CHANGE_DAYS]
    first = stage.frame.locator(f".replay-tick[data-day='{number_of(CHANGE_DAYS[0])}']")
    box = first.bounding_box()
    assert box
    stage.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 2)
    stage.expect_day(CHANGE_DAYS[0])
    stage.expect_address(View(CHANGE_DAYS[0]))


def test_slider_names_itself_and_speaks_the_day_in_words(visit: Visit) -> None:
    stage = visit("?date=1993-04-05")
    expect(stage.input).to_have_attribute("aria-label", "Date")
    told = "5 April 1993: Kalbajar comes under Armenian control"
    expect(stage.input).to_have_attribute("aria-valuetext", told)
    stage.scrub_to(dt.date(1993, 4, 6))
    expect(stage.input).to_have_attribute("aria-valuetext", "6 April 1993")


def test_tab_stops_on_the_map_name_their_district_and_its_state(visit: Visit) -> None:
    day = dt.date(1993, 4, 5)
    stage = visit(f"?date={day}")
    stage.root.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    told = {}
    while True:
        stage.page.keyboard.press("Tab")
        area, label = stage.root.evaluate(
            "() => [document.activeElement.dataset.area, document.activeElement.ariaLabel]"
        )
        if not area:
            break
        told[area] = label or ""
    areas = areas_on(state_on(DATA, day))
    assert {DATA.area(area).district_id for area in told} >= set(DATA.districts)
    for area, label in told.items():
        assert DATA.settings.controller(areas[area].controller).label in label, area
    assert told["AZ-KAL"] == "Kalbajar: Armenian forces, since 5 April 1993"
    stage.area("AZ-KAL").focus()
    stage.page.keyboard.press("Enter")
    stage.expect_address(View(day, "AZ-KAL"))


def test_live_region_speaks_when_the_day_has_settled_and_not_before(visit: Visit) -> None:
    stage = visit()
    live = stage.frame.locator("[role=status]")
    before = live.text_content()
    stage.scrub_to(dt.date(1993, 7, 23), settle=False)
    stage.page.wait_for_timeout(2 * QUIET_MS)
    assert live.text_content() == before
    stage.scrub_to(dt.date(1993, 7, 23))
    expect(live).to_contain_text("23 July 1993")
    expect(live).to_contain_text("Agdam")


def test_the_frame_of_the_map_cannot_be_scrolled(visit: Visit) -> None:
    stage = visit()
    scrolled = """() => {
      window.scrollTo(0, 99);
      const nodes = [document.documentElement, document.body, document.querySelector("#map_div")];
      nodes.forEach((node) => { node.scrollTop = 99; });
      return [window.scrollY, ...nodes.map((node) => node.scrollTop)];
    }"""
    assert stage.root.evaluate(scrolled) == [0, 0, 0, 0]
    higher = "() => document.documentElement.scrollHeight - window.innerHeight"
    assert stage.root.evaluate(higher) == 0
