"""Hostile text in a real browser: no script of it runs, nothing is asked of a stranger.

The policy of the server against foreign scripts is off here: what is tried is that there are none.
"""

import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import folium
import pytest
from conftest import SquareData
from hostile import HOST, NAMES, PAYLOADS, UNSEEN
from hostile_data import SAID, of_names, texts_of
from playwright.sync_api import BrowserContext, Frame, Page, Route, expect

from e2e.server import ROOT, Server
from e2e.stage import FRAME
from geodata.load import load
from geodata.replay import Replay, standalone
from geodata.replay import frames as replay_frames
from geodata.safe import plain_text, safe_color, safe_text
from ui.page import pages

pytestmark = pytest.mark.e2e

LEAFLET = ROOT / "static" / "leaflet"
# Folium's popups are made with jQuery, which makes a node of markup and runs what is in it.
JQUERY = """window.$ = window.jQuery = (text) => {
  const box = document.body.appendChild(document.createElement("div"));
  box.innerHTML = text;
  return [...box.childNodes];
};"""
STAND_INS = {
    "leaflet.js": (LEAFLET / "leaflet.js").read_text(encoding="utf-8"),
    "leaflet.css": (LEAFLET / "leaflet.css").read_text(encoding="utf-8"),
    "jquery": JQUERY,
}
TEXTS = [*PAYLOADS, *NAMES]
# A third of them in each place, in turn: a page must fit into a message of the server. First what
# Streamlit lets through if it is markup: some of the rest would take along what follows it.
FIRST = f"<img src=https://{HOST}/x>"
THIRDS = [" ¦ ".join([FIRST, *SAID.split(" ¦ ")[start::3]]) for start in range(3)]
PARAMS = ("date", "district", "colour", "lang", "other", "since", "until", "kinds", "measure")
PARAMS += ("step", "quiz", "q", "embed_options", "theme", "<script>", "{{7*7}}")
DRAWN = [*pages(), "embed"]
OFTEN = {"", "districts", "timeline", "compare", "method"}  # each has something the others lack
# Once round all that a reader can touch with a mouse or a key; what it shows is returned.
TOUCH_ELEMENT = """async () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const texts = (selector) => all(selector).map((node) => node.textContent);
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  const told = { tooltips: [], hints: [], captions: [], names: [] };
  for (const path of all("path[data-area]")) {
    told.names.push(path.getAttribute("aria-label"));
    path.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    told.tooltips.push(all(".replay-tooltip strong").at(-1)?.textContent);
    path.dispatchEvent(new MouseEvent("mouseout", { bubbles: true }));
  }
  const canvas = document.querySelector("canvas[tabindex]");
  for (let i = 0; canvas && i < 600; i += 1) {
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    told.tooltips.push(all(".replay-tooltip strong").at(-1)?.textContent);
  }
  for (const tick of all(".replay-tick")) {
    tick.dispatchEvent(new FocusEvent("focus"));
    told.hints.push(document.querySelector(".replay-hint").textContent);
  }
  const input = document.querySelector(".replay-input");
  for (let day = 0; day <= Number(input.max); day += 1) {
    input.value = String(day);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    told.captions.push(document.querySelector(".replay-caption").textContent);
    if (day % 50 === 0) await rest();
    if (day > 1000) break;
  }
  document.querySelector(".replay-caption").click();
  all("path[data-area]")[0]?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  document.querySelector(".replay-button-play").click();
  await new Promise((resolve) => setTimeout(resolve, 300));
  document.querySelector(".replay-button-play").click();
  return {
    ...told,
    legend: texts(".replay-legend-key li span"),
    figures: texts(".replay-figure-row dt"),
    labels: texts(".replay-label"),
    credit: texts(".leaflet-control-attribution").join(),
    chapters: texts(".replay-chapter"),
  };
}"""  # noqa: E501
OPEN_ALL = "() => { for (const node of document.querySelectorAll('details')) node.open = true; }"

Open = Callable[..., Page]


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Iterator[Open]:
    """Return a function that opens a page; nothing may run, fail, or ask what is not its own."""
    wrong: list[str] = []
    opened: list[Page] = []

    def answer(route: Route) -> None:
        url = route.request.url
        known = [content for name, content in STAND_INS.items() if name in url]
        if HOST in url or url.startswith("https://example.org"):
            wrong.append(url)
        route.fulfill(body=known[0] if known else "")

    def make(url: str, *, own: str = "", **options: Any) -> Page:
        context = new_context(bypass_csp=True, **options)
        page = context.new_page()
        if not own:
            page.route(re.compile("^https?://"), answer)
        opened.append(page)
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(f"{error}"))
        page.on("popup", lambda popup: wrong.append(popup.url))

        def note(request: Any) -> None:
            ours = (own, own.replace("http", "ws"), "data:", "blob:")
            if own and not request.url.startswith(ours):
                wrong.append(request.url)

        page.on("request", note)
        page.goto(url)
        return page

    yield make
    ran = [frame.url for page in opened for frame in page.frames if _ran(frame)]
    assert ran == []
    assert wrong == []


def _ran(frame: Frame) -> bool:
    return bool(frame.evaluate("() => window.__pwned || window.top.__pwned || 0"))


def saved(figure: folium.Map, folder: Path) -> str:
    file = folder / "map.html"
    figure.save(file)
    return file.as_uri()


# The element on folium's map, and on folium's own


@pytest.mark.parametrize("part", [0, 1, 2], ids=["svg", "svg of the rest", "canvas"])
def test_the_plugin_shows_every_payload_as_text(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(replay_frames, "MOST_LABELS", 10**6)
    names = [TEXTS[:260], TEXTS[260:], TEXTS][part]
    assert len(names) < 300 or part == 2  # from 300 areas on, the element draws on a canvas
    figure = folium.Map(tiles=None)
    Replay(of_names(names)).add_to(figure)
    page = open_page(saved(figure, tmp_path))
    expect(page.locator("[data-ready]")).to_be_visible()
    told = page.evaluate(TOUCH_ELEMENT)
    texts = [plain_text(name) for name in names]
    assert set(told["tooltips"]) >= set(texts)
    assert set(told["labels"]) >= set(texts)
    assert set(told["figures"]) == set(texts)
    assert set(told["legend"]) >= set(texts)
    assert [caption.split(" · ", 1)[1] for caption in told["captions"][1:]] == texts[1:]
    assert plain_text(" ¦ ".join(names)) in told["credit"]
    if part < 2:
        assert [hint.split(" · ", 1)[1] for hint in told["hints"]] == texts[1:]
        shown = [name.rpartition(", since")[0] for name in told["names"]]
        assert len(shown) == len(texts)


def test_safe_text_is_text_wherever_folium_puts_it(open_page: Open, tmp_path: Path) -> None:
    figure = folium.Map(tiles=None)
    features = [
        {
            "type": "Feature",
            "id": safe_text(text),
            "properties": {"name": safe_text(text), safe_text(text): "x"},
            "geometry": {"type": "Point", "coordinates": [number % 30, number // 30]},
        }
        for number, text in enumerate(TEXTS)
    ]
    shapes = folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=safe_text(SAID),
        tooltip=folium.GeoJsonTooltip(["name"], aliases=[safe_text(SAID[:2000])]),
        popup=folium.GeoJsonPopup(["name"]),
        attribution=safe_text(SAID),
    )
    shapes.add_to(figure)
    layer = folium.FeatureGroup(safe_text(SAID), attribution=safe_text(SAID)).add_to(figure)
    listed = "".join(f"<li>{safe_text(text)}</li>" for text in TEXTS)
    folium.Marker(
        [5, 5],
        tooltip=f"<ul>{listed}</ul>",
        popup=folium.Popup(f"<ul>{listed}</ul>"),
        icon=folium.DivIcon(f'<b class="label" title="{safe_text(SAID)}">{listed}</b>'),
    ).add_to(layer)
    folium.LayerControl(collapsed=False).add_to(figure)
    legend = f'<div id="legend" style="color:{safe_color(SAID)}">{listed}</div>'
    figure.get_root().html.add_child(folium.Element(legend))
    page = open_page(saved(figure, tmp_path))
    told = page.evaluate(
        """(name) => {
          const map = window[name];
          const said = { tooltip: [], popup: [] };
          const layers = [];
          const visit = (layer) => (layer.eachLayer ? layer.eachLayer(visit) : layers.push(layer));
          map.eachLayer(visit);
          const open = { tooltip: "mouseover", popup: "click" };
          for (const [kind, how] of Object.entries(open)) {
            for (const layer of layers) {
              if (layer.feature) layer.fire(how, { latlng: layer.getLatLng() }, true);
              const shown = [...document.querySelectorAll(`.leaflet-${kind} td`)].at(-1);
              if (layer.feature) said[kind].push(shown?.textContent.trim());
            }
          }
          const texts = (selector) => [...document.querySelectorAll(selector)].map((n) => n.textContent);
          return { ...said, items: texts("#legend li"), label: texts(".label li"), layers: texts(".leaflet-control-layers") };
        }""",  # noqa: E501
        figure.get_name(),
    )
    texts = [plain_text(text) for text in TEXTS]
    trimmed = {text.strip("\ufeff") for text in texts}  # as JavaScript does
    assert set(told["tooltip"]) >= trimmed
    assert set(told["popup"]) >= trimmed
    assert told["items"] == told["label"] == texts
    assert plain_text(SAID) in told["layers"][0]


# The app and the file of a data set that is hostile in every text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("hostile")
    turns = cycle(THIRDS)
    texts_of(SquareData(found), lambda place: f"word {place} {next(turns)} end")
    return found


@pytest.fixture(scope="module")
def hostile_server(folder: Path) -> Iterator[Server]:
    server = Server(folder.parent / "log.txt", environment={"REPLAY_DATASET": str(folder)})
    server.start()
    yield server
    server.stop()
    assert server.complaints() == []


def shown(text: str) -> bool:
    """Whether all payloads of a place are in a text."""
    return any(plain_text(third) in text for third in THIRDS)


def drawn(page: Page) -> None:
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("footer.colophon, footer.embedded")).to_have_count(1)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def touch(page: Page) -> None:
    """Open what folds, and point at charts."""
    page.evaluate(OPEN_ALL)
    for box in [chart.bounding_box() for chart in page.locator(".vega-embed svg").all()]:
        assert box
        for step in range(1, 6):
            page.mouse.move(box["x"] + box["width"] * step / 6, box["y"] + box["height"] * step / 6)
    page.wait_for_timeout(100)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in OFTEN else pytest.mark.slow) for name in DRAWN],
    ids=[name or "replay" for name in DRAWN],
)
def test_every_page_of_a_hostile_data_set_is_drawn_and_none_of_it_runs(
    open_page: Open, hostile_server: Server, name: str
) -> None:
    payloads = cycle(text for text in PAYLOADS if len(text) < 80)
    values = {param: next(payloads) for param in PARAMS}
    address = hostile_server.address + ("?embed=true&" if name == "embed" else f"{name}?")
    page = open_page(address + urlencode(values), own=hostile_server.address)
    drawn(page)
    page.goto(f"{address}date=2002-12-31&district=EAST&step=2&q=word")
    drawn(page)
    if name in {"", "embed"}:
        root = page.frame_locator(FRAME).locator("[data-ready]")
        expect(root).to_be_visible()
        told = root.evaluate(TOUCH_ELEMENT)
        for part in ("tooltips", "hints", "captions", "legend", "labels", "chapters"):
            assert any(shown(str(text)) for text in told[part]), part
        assert shown(told["credit"])
    elif name == "compare":
        frame = page.frame_locator(FRAME)
        expect(frame.locator("[data-ready]")).to_be_visible()
        frame.locator("path[data-area=NORTH]").first.dispatch_event("mouseover")
        assert shown(frame.locator(".replay-tooltip").first.text_content() or "")
    elif name == "districts":
        page.locator("[data-testid=stSelectbox] input").click()
        expect(page.locator("[role=option]").first).to_be_visible()
    if name != "embed":
        touch(page)
        assert shown(page.locator("body").text_content() or "")
    seen = page.locator("body").inner_text()
    assert set(seen) & (set(UNSEEN) - {"\n", "\t"}) == set()


def test_the_file_of_a_hostile_data_set_shows_it_as_text(
    open_page: Open, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "replay.html"
    file.write_text(standalone(load(folder)), encoding="utf-8")
    values = urlencode({"date": PAYLOADS[0], "district": PAYLOADS[20], "colouring": PAYLOADS[40]})
    page = open_page(f"{file.as_uri()}#{values}")
    expect(page.locator("[data-ready]")).to_be_visible()
    page.evaluate(OPEN_ALL)
    told = page.evaluate(TOUCH_ELEMENT)
    for part in ("tooltips", "hints", "captions", "legend", "labels", "chapters"):
        assert any(shown(str(text)) for text in told[part]), part
    assert shown(told["credit"])
    assert shown(page.locator("details").text_content() or "")


@pytest.mark.slow
def test_a_payload_can_be_searched_for(open_page: Open, hostile_server: Server) -> None:
    page = open_page(f"{hostile_server.address}search", own=hostile_server.address)
    drawn(page)
    for text in PAYLOADS[::4]:
        query = urlencode({"q": text[:80]})
        page.evaluate(
            """(query) => {
              window.history.pushState(null, "", `./search?${query}`);
              window.dispatchEvent(new PopStateEvent("popstate"));
            }""",
            query,
        )
        expect(page.locator("[data-testid=stTextInput] input")).to_have_value(plain_text(text[:80]))
        drawn(page)
