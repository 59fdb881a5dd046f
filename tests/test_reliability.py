"""What the load test says of itself: missed is missed, and its readers do what a browser does."""

import asyncio
import json
import math
import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from google.protobuf.json_format import MessageToDict
from playwright.sync_api import Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "reliability"), str(ROOT / "tools")]

from markdown import between, table  # noqa: E402
from meter import quantile, resident_mb, slope  # noqa: E402
from reader import Reader, ReaderError, days_of  # noqa: E402
from report import Result, number, section, sections  # noqa: E402

from browser import launch_options  # noqa: E402
from geodata.load import load  # noqa: E402
from serving import app_server  # noqa: E402

FINISHED = ForwardMsg.FINISHED_SUCCESSFULLY


# ---- figures ----


def test_a_quantile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert (quantile(values, 0.95), quantile(values, 0.5), quantile([7.0], 0.95)) == (95, 50, 7)
    assert math.isnan(quantile([], 0.95))


def test_the_slope_is_what_one_more_adds_whatever_there_was_before() -> None:
    assert slope([(0, 250.0), (10, 255.0), (20, 260.0)]) == pytest.approx(0.5)
    assert slope([(0, 3.0), (10, 5.0), (20, 4.0)]) == pytest.approx(0.05)
    assert math.isnan(slope([(5, 1.0), (5, 2.0)]))


def test_memory_is_counted_in_millions_of_bytes() -> None:
    before = resident_mb(os.getpid())
    held = bytearray(b"x" * 40_000_000)
    assert 35 < resident_mb(os.getpid()) - before < 85
    del held


# ---- results ----


def result(**figure: Any) -> Result:
    made = Result("Readers", "make load", "2 cores", notes=["One machine."])
    made.add("a settled date", unit="s", **figure)
    return made


def test_a_target_that_is_missed_is_said_to_be_missed() -> None:
    assert result(value=1.0, most=1).met
    assert not result(value=1.01, most=1).met
    assert result(value=20, least=20).met
    assert not result(value=19.9, least=20).met
    assert not result(value=math.nan, most=1).met
    assert result(value=99).met  # nothing was promised


def test_a_result_says_command_machine_target_and_verdict(tmp_path: Path) -> None:
    result(value=1.26, most=1).save("readers", tmp_path)
    written = json.loads((tmp_path / "readers.json").read_text(encoding="utf-8"))
    assert written["figures"] == [
        {"what": "a settled date", "value": 1.26, "unit": "s", "target": "≤ 1 s", "met": False}
    ]
    [page] = sections(tmp_path)
    assert page == section(written)
    assert page.startswith("## Readers\n\n`make load`: 2 cores.\n\n| what ")
    assert "| a settled date | ≤ 1 s  | 1.26 s   | **missed** |" in page
    assert page.endswith("\n\n- One machine.")


def test_all_results_stand_on_the_page_in_one_order(tmp_path: Path) -> None:
    for name in ("soak", "faults"):
        Result(name.title(), f"make {name}", "2 cores").save(name, tmp_path)
    assert [page.split("\n")[0] for page in sections(tmp_path)] == ["## Faults", "## Soak"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (20, "20"), (0.0456, "0.0456"), (61.27, "61.3"), (123.4, "123"), (12345, "12,345")],
)
def test_numbers_keep_three_digits(value: float, words: str) -> None:
    assert number(value) == words


def test_text_between_the_marks_gives_way_to_what_was_measured() -> None:
    page = "before\n<!-- results -->\nold\n<!-- /results -->\nafter\n"
    once = between(page, "results", "new")
    assert once == "before\n<!-- results -->\nnew\n<!-- /results -->\nafter\n"
    assert between(once, "results", "new") == once
    with pytest.raises(ValueError, match="needs"):
        between(page, "other", "new")


def test_a_table_is_as_wide_as_its_widest_cell() -> None:
    lines = table(("what", "n"), [["settled dates", "1,000"]]).splitlines()
    assert lines == [
        "| what          | n     |",
        "| ------------- | ----: |",
        "| settled dates | 1,000 |",
    ]


# ---- readers ----


class Wire:
    """A socket whose server says what the test has it say."""

    def __init__(self, *answers: ForwardMsg) -> None:
        self.answers = list(answers)

    async def send(self, _frame: bytes) -> None:
        pass

    async def recv(self, *, decode: bool) -> bytes:
        assert decode is False
        return self.answers.pop(0).SerializeToString()


def message(**parts: Any) -> ForwardMsg:
    return ForwardMsg(**parts)


def html(body: str) -> ForwardMsg:
    return message(delta={"new_element": {"html": {"body": body}}})


def reader(*answers: ForwardMsg) -> Reader:
    wire: Any = Wire(*answers)
    made = Reader("http://127.0.0.1:1", wire)
    made._scripts, made._map, made._fragment = {"": "page"}, "map", "fragment"
    return made


def told(date: str, seen: int) -> ForwardMsg:
    view = json.dumps({"date": date, "seen": seen}).replace('"', "&#34;")
    return html(f'<div data-replay-view="{view}"></div>')


def settled(*answers: ForwardMsg) -> Any:
    return asyncio.run(reader(*answers).report(date="2001-02-26"))


def address(date: str) -> ForwardMsg:
    return message(page_info_changed={"query_string": f"date={date}"})


def test_a_settled_date_is_answered_when_the_run_and_those_it_leads_to_are_over() -> None:
    early = message(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    last = message(script_finished=FINISHED)
    parts = (address("2001-02-26"), early, told("2001-02-26", 1), last)
    answer = settled(*parts)
    assert answer.view == {"date": "2001-02-26", "seen": 1}
    assert answer.size == sum(len(part.SerializeToString()) for part in parts)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([told("2001-02-26", 1)], "the address"),
        ([address("2001-02-26"), told("2001-03-01", 1)], "was told"),
        ([address("2001-02-26"), told("2001-02-26", 0)], "was told"),
        ([address("2001-02-26")], "was told"),
        ([message(ref_hash="never-sent")], "does not have"),
        ([message(delta={"new_element": {"exception": {"message": "no"}}})], "shows an error"),
        ([message(script_finished=ForwardMsg.FINISHED_WITH_COMPILE_ERROR)], "compile"),
        ([message(page_not_found={"page_name": "x"})], "no such page"),
    ],
)
def test_what_a_reader_would_see_go_wrong_is_an_error(answers: list[ForwardMsg], why: str) -> None:
    with pytest.raises(ReaderError, match=why):
        settled(*answers, message(script_finished=FINISHED))


# ---- beside a browser ----


def sent_by_a_browser(url: str, dates: list[str], others: tuple[str, ...]) -> list[BackMsg]:
    """Settle on dates, go to other pages and back, in Chromium."""
    sent: list[BackMsg] = []
    options: dict[str, Any] = launch_options()

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(BackMsg.FromString(frame)))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        context = browser.new_context(locale="en-US", timezone_id="UTC", color_scheme="light")
        page = context.new_page()
        page.on("websocket", listen)
        page.goto(f"{url}/?date={dates[0]}")
        track = page.frame_locator("iframe[title*=st_folium]").locator(".replay-input")
        track.focus(timeout=20_000)
        for date in dates[1:]:
            page.keyboard.press("Shift+ArrowRight")
            page.wait_for_url(f"**/?date={date}")
            at_rest(page)
        for other in others:
            page.locator(f"nav a[data-page={other}]").click()
            page.locator(f"nav a[data-page={other}][aria-current]").wait_for()
            at_rest(page)
        page.go_back()
        page.locator(f"nav a[data-page={others[-2]}][aria-current]").wait_for()
        at_rest(page)
        browser.close()
    return sent


def at_rest(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(300)


async def sent_by_a_reader(url: str, dates: list[str], others: tuple[str, ...]) -> list[BackMsg]:
    reader = await Reader.arrive(url, date=dates[0])
    sent, send = [], reader.socket.send

    async def heard(frame: bytes) -> None:
        sent.append(BackMsg.FromString(frame))
        await send(frame)

    with patch.object(reader.socket, "send", heard):
        for date in dates[1:]:
            await reader.report(date=date)
        for other in (*others, others[-2]):
            await reader.visit(other, date=dates[-1])
    await reader.leave()
    return sent


def comparable(message: BackMsg) -> dict[str, Any]:
    found: dict[str, Any] = MessageToDict(message)
    found["rerunScript"].get("cachedMessageHashes", []).sort()
    return found


@pytest.mark.e2e
def test_a_reader_sends_what_a_browser_sends(tmp_path: Path) -> None:
    # Long enough that some of what the browser keeps is forgotten, and some is not.
    dates, others = days_of(load())[:3], ("law", "tour")
    with app_server(tmp_path / "log.txt") as server:
        browser = sent_by_a_browser(server.url, dates, others)
        ours = asyncio.run(sent_by_a_reader(server.url, dates, others))
        assert server.complaints() == []
    assert len(browser) == 6
    # The first message of all has gone out before anyone listens.
    assert [comparable(each) for each in ours] == [comparable(each) for each in browser[1:]]
