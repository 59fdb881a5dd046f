"""No other host, and nothing in the address that harms."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Request, Route, expect

from e2e.picture import OPENING, START, picture_on, words
from e2e.server import Server
from e2e.stage import FRAME, Stage

pytestmark = pytest.mark.e2e

Visit = Callable[..., Stage]

SCRIPT = "<script>window.__pwned=parent.__pwned=1</script>"
IMAGE = '"\'><img src=x onerror="window.__pwned=parent.__pwned=1">'
INJECTION = "AZ-FUZ' OR '1'='1"
HOSTILE = {
    "no day": "date=yesterday",
    "day that does not exist": "date=1993-02-30",
    "day before the record": "date=1991-12-31",
    "day after the record": "date=2024-01-02",
    "year of five digits": "date=11993-04-05",
    "day with a time": "date=1993-04-05T00:00:00",
    "digits of another script": f"date={quote('١٩٩٣-٠٤-٠٥')}",
    "empty values": "date=&district=&colour=&lang=",
    "template in the date": f"date={quote('{{7*7}}')}",
    "template in the district": f"district={quote('{{7*7}}')}&lang={quote('{%print(7*7)%}')}",
    "placeholder": f"district={quote('${window.__pwned=1}')}&date={quote('`${1}`')}",
    "script in the date": f"date={quote(SCRIPT)}",
    "script in the district": f"district={quote(SCRIPT)}",
    "markup in every key": "&".join(
        f"{key}={quote(IMAGE)}" for key in ("date", "district", "colour", "lang")
    ),
    "script in an unknown key": f"{quote(SCRIPT)}={quote(SCRIPT)}",
    "10 kB": f"district={'A' * 10_000}",
    "10 kB in every key": f"date={'9' * 10_000}&colour={'B' * 10_000}&lang={'C' * 10_000}",
    "district that is not known": "district=AZ-XXX",
    "part of a district": "district=AZ-FUZ-W",
    "district in lower case": "district=az-fuz",
    "property of every object": "district=__proto__&colour=constructor&lang=toString",
    "path": f"lang={quote('../../../etc/passwd')}&district={quote('../AZ-FUZ')}",
    "key given twice": f"date=1993-04-05&date={quote(IMAGE)}&district=AZ-FUZ&district=nowhere",
    "zero byte and line breaks": "date=1993-04-05%00&district=AZ-FUZ%0d%0aSet-Cookie:%20a=b",
    "broken encoding": "date=%ff%fe&district=%c3%28",
    "injection": f"district={quote(INJECTION)}",
    "address of a script": f"district={quote('javascript:window.__pwned=1')}&date=javascript:1",
}
# Those that the first answer of the server must withstand, too.
OPENED = (
    "template in the district",
    "placeholder",
    "script in the district",
    "markup in every key",
    "script in an unknown key",
    "10 kB in every key",
    "property of every object",
    "key given twice",
    "zero byte and line breaks",
    "broken encoding",
)
NOT_THE_OPENING = "?date=2020-10-20&district=AZ-LAC&colour=share"
# What Back and Forward do: the page stays, the address is another.
NAVIGATE = """(address) => {
  history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
}"""


def test_the_map_opens_with_every_other_host_blocked(
    visit: Visit, new_context: Callable[..., BrowserContext]
) -> None:
    context, asked, seen = new_context(), [], []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    def note(request: Request) -> None:
        seen.append(request.url)

    context.route(re.compile(r"^(?!https?://127\.0\.0\.1[:/])"), refuse)
    context.on("request", note)
    stage = visit(context=context)
    assert stage.picture() == picture_on(OPENING)
    stage.scrub_to(START)
    stage.click_on("AZ-KAL")
    stage.expect_panel(f"On {words(START)}")
    stage.rest()
    assert asked == []
    assert [url for url in seen if not url.startswith((stage.base, "data:", "blob:"))] == []


def test_hostile_addresses_show_the_opening_and_run_nothing(visit: Visit, server: Server) -> None:
    stage = visit(NOT_THE_OPENING)
    for what, query in HOSTILE.items():
        stage.page.evaluate(NAVIGATE, f"/{NOT_THE_OPENING}")
        expect(stage.date).to_have_text("20 October 2020")
        stage.page.evaluate(NAVIGATE, f"/?{query}")
        expect_opening(stage, what)
    assert server.complaints() == []


def test_hostile_addresses_harm_no_page_that_opens_on_them(visit: Visit, server: Server) -> None:
    stage = visit(NOT_THE_OPENING)
    for what in OPENED:
        stage.go(f"?{HOSTILE[what]}")
        expect_opening(stage, what)
    assert server.complaints() == []


def expect_opening(stage: Stage, what: str) -> None:
    """Wait for the default view; nothing may have failed, and no script may have run."""
    stage.expect_day(OPENING)
    stage.expect_selected("")
    stage.expect_panel(words(OPENING))
    assert stage.picture() == picture_on(OPENING), what
    assert stage.colouring() == "who", what
    expect(stage.page.get_by_test_id("stException")).to_have_count(0)
    expect(stage.frame.locator(".replay-failed")).to_have_count(0)
    for where in (stage.page.locator("body"), stage.root):
        assert where.evaluate("() => window.__pwned === undefined"), what


def test_the_page_says_so_where_the_map_cannot_be_loaded(
    new_context: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_context().new_page()
    page.route("**/payload.*.json", lambda route: route.abort())
    page.goto(server.address)
    said = page.frame_locator(FRAME).get_by_role("alert")
    expect(said).to_contain_text("The map could not be loaded.")
