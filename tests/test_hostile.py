"""Hostile text reaches every sink as text: nothing runs on the server, nothing breaks out."""

import datetime as dt
import json
import os
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import folium
import pandas as pd
import pytest
from asking import ask
from conftest import SquareData
from hostile import (
    ADDRESSES,
    COLORS,
    LONG,
    NAMES,
    PAYLOADS,
    PRODUCT,
    SUM,
    TRACE,
    UNREADABLE,
    UNSEEN,
)
from hostile_data import SAID, hostile, of_names, plain, squares, texts_of
from read_page import opened, served
from streamlit import get_option

from geodata import citation, replay, search, takeaway
from geodata.load import load
from geodata.model import DataSet
from geodata.picture import small_map
from geodata.replay import Replay, ServedReplay, replay_of
from geodata.safe import plain_text, safe_color, safe_json
from ui import downloads, markup
from ui.page import pages
from ui.view import View, address, parse, query

REVISION = re.compile(r"\b[0-9a-f]{16,}\b")
_DAY = dt.date(2002, 12, 31)
_ON = {"district": "EAST", "date": f"{_DAY}"}


class Read(HTMLParser):
    """The elements of a page with the names of their attributes, and all of its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: Counter[tuple[str, ...]] = Counter()
        self.others: list[str] = []
        parts: list[str] = []
        self.say = parts.append
        self.feed(page)
        self.close()
        self.text = "\n".join(parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag, *sorted(name for name, _value in attrs)] += 1
        for name, value in attrs:
            if name not in {"id", "href"}:  # which nobody reads
                self.say(value or "")

    def handle_data(self, data: str) -> None:
        self.say(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.fixture(autouse=True)
def _nothing_runs_here() -> Iterator[None]:
    yield
    assert TRACE not in os.environ


def read(page: str) -> Read:
    assert PRODUCT not in page.replace(SUM, "")
    return Read(page)


def test_there_are_more_than_three_hundred_payloads_and_no_two_are_alike() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 300


def test_the_canaries_sing_where_nothing_guards() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", {})
        sung = [text for text in PAYLOADS if (SUM in text or TRACE in text) and _runs(text)]
        assert TRACE in os.environ
    assert len(sung) >= 25


def _runs(text: str) -> bool:
    root = folium.Map(tiles=None).get_root()
    try:
        root.html.add_child(folium.Element(text))
        return PRODUCT in root.render()
    except Exception:  # noqa: BLE001 -- what a template makes of it
        return False


# The element on a folium map


def document(element: Replay) -> str:
    figure = folium.Map(tiles=None)
    element.add_to(figure)
    page: str = figure.get_root().render()
    return page


def attached(page: str) -> Any:
    """Return what the element is given, as the browser reads it."""
    [told] = re.findall(r"districtReplay\.attach\(map_\w+, (.*)\);", page)
    return json.loads(told)


@pytest.fixture(scope="module")
def harmless_page() -> Read:
    return read(document(Replay(of_names(["one", "other"]))))


def test_the_plugin_takes_every_payload_as_id_name_state_event_and_attribution(
    harmless_page: Read,
) -> None:
    names = [*PAYLOADS, "a\x00b", *NAMES]
    payload = json.loads(json.dumps(of_names(names)))
    page = document(Replay(payload))
    assert read(page).elements == harmless_page.elements
    assert read(page).others == harmless_page.others
    assert attached(page)["payload"] == payload
    cleaned = [plain_text(name) for name in names]
    features = payload["areas"]["features"]
    assert [feature["properties"]["name"] for feature in features] == cleaned
    assert [state["label"] for state in payload["states"][: len(names)]] == cleaned
    assert [figure["label"] for figure in payload["figures"]] == cleaned
    assert [change["text"] for change in payload["changes"]] == cleaned[1:]
    assert payload["attribution"] == plain_text(" ¦ ".join(names))
    assert {plain_text(name) for name in NAMES} == set(NAMES)


def test_the_plugin_takes_no_colour_but_a_colour() -> None:
    for color in COLORS:
        assert safe_color(color) != color
        periods = pd.DataFrame(
            {"area_id": ["a"], "state": ["x"], "start": ["2001-01-01"], "end": [None]}
        )
        with pytest.raises(ValueError, match="not #rrggbb"):
            replay_of(squares(["a"]), periods, {"x": color})


def test_the_served_element_takes_any_address_of_its_data_and_any_words() -> None:
    parts = {"payload_url": SAID, "background_url": SAID, "failed": SAID}
    page = document(ServedReplay(**parts, scripts=["a.js"], styles=["a.css"]))
    quiet = document(ServedReplay("a", "b", failed="c", scripts=["a.js"], styles=["a.css"]))
    assert read(page).elements == read(quiet).elements
    told = {"payloadUrl": SAID, "backgroundUrl": SAID, "failed": SAID}
    assert attached(page) == told


# A data set that no file holds: every text, every id, and what no file can hold


def changed(value: Any, change: Callable[[str], str]) -> Any:
    """Return records, tuples, lists and dicts with every string in them changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, (tuple, list)):
        return type(value)(changed(part, change) for part in value)
    if isinstance(value, dict):
        return {key: changed(part, change) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        found = {part.name: changed(getattr(value, part.name), change) for part in fields(value)}
        return replace(value, **found)
    return value


def spoilt(data: DataSet, suffix: str) -> DataSet:
    """Return the data set with hostile texts, and ids that end in something hostile."""
    ids = {area.area_id for area in data.areas} | set(data.districts)
    ids |= {source.source_id for source in data.sources}
    ids |= {event.event_id for event in data.events}
    ids |= {controller.id for controller in data.settings.controllers} - {"unknown"}

    def change(text: str) -> str:
        if text in ids:
            return text + suffix
        return f"{text} {SAID} {''.join(UNREADABLE)}" if text.startswith("word ") else text

    return replace(changed(data, change), shapes=data.shapes.rename(index=change))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    folder = tmp_path_factory.mktemp("known")
    texts_of(SquareData(folder), plain)
    return load(folder)


@pytest.mark.parametrize("suffix", ["{{ 7*7 }}</script>\"'><b>", "a\x00b", "\u202ex"], ids=ascii)
def test_a_data_set_made_by_hand_reaches_map_and_file_as_text(known: DataSet, suffix: str) -> None:
    data = spoilt(known, suffix)
    payload, background = replay.payload(data), replay.background(data)
    page = document(Replay(payload, background))
    quiet = document(Replay(replay.payload(known), replay.background(known)))
    assert read(page).elements == read(quiet).elements
    assert attached(page) == json.loads(safe_json({"payload": payload, "background": background}))
    file, calm = read(replay.standalone(data)), read(replay.standalone(known))
    assert file.elements == calm.elements
    assert file.others == calm.others
    for title in (data.title, data.description, data.source("PRESS" + suffix).producer):
        assert plain_text(title) in file.text


def test_a_colour_of_a_data_set_made_by_hand_is_a_colour(known: DataSet) -> None:
    for color in COLORS:
        change = {"#aa3333": color}
        data = changed(known, lambda text, change=change: change.get(text, text))
        states = replay.payload(data)["states"]
        assert {states[0]["color"], states[0]["dark"]} == {safe_color(color)}
        assert color not in markup.swatch(data.settings.controllers[0])


# The pages


@dataclass
class Shown:
    """What a page hands to the browser."""

    read: Read
    texts: dict[str, str]
    charts: list[Any]
    widgets: list[tuple[str, ...]]
    components: list[str]
    largest: int


def shown(name: str, texts: dict[str, str], **params: str) -> Shown:
    page = opened(name, **params)
    bodies = [element.proto.body for element in page.get("html")]
    code = ("<style", "<script")
    widgets = [
        (element.type, element.proto.label, getattr(element.proto, "placeholder", ""))
        for kind in ("selectbox", "multiselect", "text_input", "date_input")
        for element in page.get(kind)
    ]
    return Shown(
        read("".join(body for body in bodies if not body.startswith(code))),
        texts,
        [json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")],
        widgets,
        [
            re.sub(r"\b[0-9a-f]{16,}\b", "", map_.proto.json_args)
            for map_ in page.get("component_instance")
        ],
        max(len(body.encode()) for body in bodies),
    )


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Shown]:
    """Every page of two data sets that differ in their texts alone."""
    found = {}
    for kind, text in (("plain", plain), ("hostile", hostile)):
        folder = tmp_path_factory.mktemp(kind)
        texts = texts_of(SquareData(folder), text)
        with served(folder):
            for name in pages():
                found[kind, name] = shown(name, texts, **_ON, step="2", q="word")
    return found


@pytest.mark.parametrize("name", pages(), ids=lambda name: name or "replay")
def test_a_page_shows_hostile_text_as_the_text_that_it_is(
    drawn: dict[tuple[str, str], Shown], name: str
) -> None:
    quiet, loud = drawn["plain", name], drawn["hostile", name]
    assert loud.read.others == []
    assert loud.read.elements == quiet.read.elements
    here = [place for place, text in quiet.texts.items() if text in quiet.read.text]
    lost = [place for place in here if plain_text(loud.texts[place]) not in loud.read.text]
    assert here
    assert lost == []
    assert {*"".join(loud.read.text.splitlines())} & {*UNSEEN} == set()


@pytest.mark.parametrize("name", pages(), ids=lambda name: name or "replay")
def test_labels_charts_and_maps_take_no_words_of_a_data_set_for_more_than_words(
    drawn: dict[tuple[str, str], Shown], name: str
) -> None:
    quiet, loud = drawn["plain", name], drawn["hostile", name]
    assert loud.widgets == quiet.widgets  # labels are read as Markdown
    assert loud.components == quiet.components  # the map's script holds no word of the data
    assert [dict(grammar(chart)) for chart in loud.charts] == [
        dict(grammar(chart)) for chart in quiet.charts
    ]


def grammar(chart: Any, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield what of a chart is not merely shown: all but its data and its titles."""
    if isinstance(chart, (dict, list)):
        parts = chart.items() if isinstance(chart, dict) else enumerate(chart)
        for key, part in parts:
            if key not in {"title", "data", "datasets"}:
                yield from grammar(part, f"{path}.{key}")
    else:
        yield path, chart


# Beside the pages


def test_a_citation_is_text_in_every_form(tmp_path: Path) -> None:
    texts_of(SquareData(tmp_path), hostile)
    with served(tmp_path) as data:
        whole = citation.of_view(data, _DAY, "EAST", "https://example.org/", _DAY)
    entry = citation.as_bibtex(whole)
    commands = r"\\(?:textbackslash|textasciicircum|textasciitilde)\{\}|\\[{}$&#%_^]"
    bare = re.sub(commands, "", entry)
    assert "\\" not in bare
    assert bare.count("{") == bare.count("}")
    assert re.fullmatch(r"[A-Za-z0-9.-]+", whole.key)
    assert json.loads(json.dumps(citation.as_csl(whole)))["title"] == whole.title
    assert len(citation.as_text(whole).splitlines()) == 1


def test_every_file_to_take_away_is_made_and_keeps_the_texts(tmp_path: Path) -> None:
    texts = texts_of(SquareData(tmp_path), hostile)
    with served(tmp_path) as data:
        made = {name: takeaway.make(data, name) for name in takeaway.offered(data)}
        for name in made:
            answer = ask(downloads.ROUTE, f"/{downloads.path(name)}")
            told = answer.headers["content-disposition"]
            assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', told)
            assert answer.headers["x-content-type-options"] == "nosniff"
    features = json.loads(made["control.geojson"])["features"]
    assert texts["events 2 title"] in {feature["properties"]["event"] for feature in features}


def test_a_small_map_is_xml_whatever_the_names(tmp_path: Path) -> None:
    told = "<b>]]>&amp;{{ 7*7 }}"
    texts_of(SquareData(tmp_path), lambda place: f"{place} \ufffe\uffff\x01{told}")
    with served(tmp_path) as data:
        drawn = ET.fromstring(small_map(data, _DAY, width=600))  # noqa: S314 -- our own
    assert told in "".join(drawn.itertext())


@pytest.mark.parametrize("name", ["date", "district", "colour", "lang", "other", "since", "until"])
def test_a_hostile_value_in_the_address_is_as_none(known: DataSet, name: str) -> None:
    nothing = parse({}, known)
    for value in (*PAYLOADS, *UNREADABLE, LONG):
        assert parse({name: value}, known) == nothing


@pytest.mark.parametrize("name", ["kinds", "measure", "step", "quiz", "q"])
def test_a_hostile_value_for_one_page_is_as_none_or_is_searched_for(
    known: DataSet, name: str
) -> None:
    nothing = parse({}, known)
    for value in (*PAYLOADS, *UNREADABLE, LONG):
        view = parse({name: value}, known)
        assert replace(view, text="") == nothing
        assert view.text == (plain_text(value[:80]) if name == "q" else "")
        assert re.fullmatch(r"\./timeline\?[\w.~%&=+*-]*", address(view, "timeline"))
        assert parse(query(view), known) == view


def test_a_search_for_a_payload_finds_nothing_or_something(known: DataSet) -> None:
    kinds = {type(hit) for text in PAYLOADS for hit in search.search(known, text[:80])}
    assert len(kinds) <= 1


def test_a_link_leads_to_the_web_or_nowhere() -> None:
    for text in (*PAYLOADS, *ADDRESSES, *UNREADABLE, *NAMES):
        found = read(f"{markup.link(text, text)}{markup.text(text)}")
        assert set(found.elements) <= {("a", "href", "rel", "target")}
        for href in re.findall(r'href="([^"]*)"', markup.link(text, "x")):
            assert href.lower().startswith(("https://", "http://"))
        assert plain_text(text) in found.text
        jumped = read(markup.jump(View(_DAY, text=plain_text(text)), text, "law"))
        assert list(jumped.elements) == [("a", "class", "data-page", "href", "target")]


def test_a_name_of_100_kilobytes_is_drawn_everywhere(tmp_path: Path) -> None:
    long = {"names 2 name", "events 2 title", "controller red label", "package title"}
    texts = texts_of(
        SquareData(tmp_path), lambda place: f"{place} {LONG}" if place in long else place
    )
    with served(tmp_path) as data:
        for name in pages():
            assert shown(name, texts, **_ON).largest < get_option("server.maxMessageSize") * 10**6
        assert replay.standalone(data)
