"""Files as the server hands them out, and the section of the page that offers them."""

import datetime as dt
import hashlib
import html
import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import Answer, ask
from conftest import SquareData
from read_page import forget, served
from streamlit.testing.v1 import AppTest

from geodata import takeaway
from geodata.load import load
from geodata.takeaway import bundle
from ui import downloads
from ui import takeaway as section
from ui.data import dataset
from ui.view import View

SECTION = """
from ui import takeaway, view
from ui.data import dataset
takeaway.takeaway(dataset(), view.current(dataset()))
"""


@pytest.fixture(autouse=True, scope="module")
def _ours() -> Iterator[None]:
    with served():
        yield


@pytest.fixture
def squares(square_data: SquareData, monkeypatch: pytest.MonkeyPatch) -> Iterator[SquareData]:
    """Serve the squares, and forget them after."""
    monkeypatch.setenv("REPLAY_DATASET", str(square_data.folder))
    forget()
    yield square_data
    forget()


def fetch(name: str, method: str = "GET", **headers: str) -> Answer:
    return ask(downloads.ROUTE, f"/{downloads.path(name)}", method, **headers)


@pytest.mark.parametrize(
    ("name", "media_type", "ending"),
    [
        ("control.csv", "text/csv; charset=utf-8; header=present", ".csv"),
        ("events.csv", "text/csv; charset=utf-8; header=present", "-events.csv"),
        ("control.geojson", "application/geo+json", ".geojson"),
        ("control.gpkg", "application/geopackage+sqlite3", ".gpkg"),
        ("control.parquet", "application/vnd.apache.parquet", ".parquet"),
        ("datapackage.zip", "application/zip", ".zip"),
    ],
)
def test_each_file_is_saved_under_a_clear_name(name: str, media_type: str, ending: str) -> None:
    answer = fetch(name)
    stem = f"karabakh-district-control-{dataset().version}"
    assert answer.status == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{stem}{ending}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.body == takeaway.make(dataset(), name)


def test_everything_offered_is_served() -> None:
    for name in takeaway.offered(dataset()):
        assert fetch(name).status == 200


def test_a_file_is_cached_for_good_under_the_revision_of_the_data() -> None:
    assert downloads.path("control.csv") == f"download/{dataset().revision}/control.csv"
    answer = fetch("control.csv")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'


def test_a_head_request_has_the_same_headers() -> None:
    assert fetch("control.gpkg", "HEAD").headers == fetch("control.gpkg").headers


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_a_browser_that_has_the_file_gets_no_second_copy(form: str) -> None:
    etag = fetch("control.csv").headers["etag"]
    answer = fetch("control.csv", if_none_match=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == etag


def test_a_browser_that_has_another_file_gets_this_one() -> None:
    assert fetch("control.csv", if_none_match='"other"').status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(method: str) -> None:
    assert fetch("control.csv", method).status == 405


@pytest.mark.parametrize("revision", ["0" * 16, "latest", "%2e%2e", "*"])
def test_an_old_address_tells_the_present_one(revision: str) -> None:
    answer = ask(downloads.ROUTE, f"/download/{revision}/control.gpkg")
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"
    [address] = re.findall(r"/download/\S+", answer.body.decode())
    assert ask(downloads.ROUTE, address).status == 200


@pytest.mark.parametrize(
    "name", ["control", "x.csv", "README.md", "CONTROL.CSV", "..", "..%2f..%2fetc%2fpasswd", "%00"]
)
def test_any_other_name_is_not_found_and_what_there_is_is_named(name: str) -> None:
    answer = fetch(name)
    assert answer.status == 404
    assert "content-disposition" not in answer.headers
    if not name.startswith(".."):
        assert b"control.gpkg" in answer.body


def test_an_empty_table_is_not_found(squares: SquareData) -> None:
    squares.remove("positions.csv", 2)
    assert fetch("positions.csv").status == 404


def test_a_file_is_made_once_however_many_ask(
    squares: SquareData, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert squares
    made = []

    def make_slowly(_data: object, name: str) -> bytes:
        made.append(name)
        time.sleep(0.05)
        return b"made"

    monkeypatch.setattr(takeaway, "make", make_slowly)
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: fetch("control.csv").body, range(8)))
    assert found == [b"made"] * 8
    assert made == ["control.csv"]


def test_nothing_is_made_before_it_is_asked_for(
    squares: SquareData, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert squares
    made: list[str] = []
    monkeypatch.setattr(takeaway, "make", lambda _data, name: made.append(name) or b"")
    ask(downloads.ROUTE, "/download/old/control.gpkg")
    fetch("nothing.csv")
    assert made == []


@pytest.mark.parametrize("what", ["altered", "broken", "gone"])
def test_a_folder_that_has_changed_under_the_server_is_served_as_it_was_read(
    squares: SquareData, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    before = takeaway.make(load(squares.folder), "datapackage.zip")
    assert dataset().folder == squares.folder
    if what == "altered":
        squares.alter("control.csv", 3, "note", "One word more.")
    elif what == "broken":
        (squares.folder / "datapackage.json").write_bytes(b"{")
    else:
        shutil.rmtree(squares.folder)
    assert fetch("datapackage.zip").body == before
    assert "has changed on the disk" in caplog.text
    assert "not now" not in markup(opened())


def test_files_that_were_not_kept_and_are_gone_are_told(
    squares: SquareData, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = dataset().revision
    monkeypatch.setattr(bundle, "_KEPT", {})
    squares.alter("control.csv", 3, "note", "One word more.")
    answer = fetch("datapackage.zip")
    assert answer.status == 503
    assert answer.headers["cache-control"] == "no-store"
    assert ask(downloads.ROUTE, f"/download/{revision}/control.csv").status == 200
    assert "not now" in markup(opened())


# -- the section of the page --


def opened(**params: str) -> AppTest:
    page = AppTest.from_string(SECTION, default_timeout=30)
    for key, value in params.items():
        page.query_params[key] = value
    page.run()
    assert list(page.exception) == []
    return page


def markup(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def block(shown: str, name: str) -> str:
    """Return the text that the button of this block copies."""
    [found] = re.findall(rf'<pre id="{name}" tabindex="0">(.*?)</pre>', shown, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found))


def at(monkeypatch: pytest.MonkeyPatch, url: str | None) -> None:
    monkeypatch.setattr(section.st, "context", SimpleNamespace(url=url))


def test_every_file_is_linked_with_its_size() -> None:
    shown = markup(opened())
    for name in takeaway.offered(dataset()):
        assert f'href="./{downloads.path(name)}"' in shown
    size = round(len(fetch("control.gpkg").body) / 1000)
    assert f'<td class="number">{size} kB</td>' in shown


def test_every_button_copies_a_block_that_is_there() -> None:
    shown = markup(opened(date="1993-07-23", district="AZ-LAC"))
    wanted = re.findall(r'<button type="button" data-copy="([^"]+)">', shown)
    assert len(wanted) == len(set(wanted)) == shown.count("<button") == 8
    assert all(block(shown, name) for name in wanted)


def test_the_licences_and_the_attribution_stand_with_the_files() -> None:
    shown = markup(opened())
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in shown
    assert "OpenStreetMap contributors (ODbL)" in shown
    assert dataset().revision in shown


def test_the_citation_is_of_the_day_and_district_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, "https://example.org/method")
    data = dataset()
    shown = str(section._citations(data, View(dt.date(1993, 7, 23), "AZ-LAC"), section._site()))
    assert "Lachin, 23 July 1993" in block(shown, "take-view")
    assert block(shown, "take-view").endswith("/?date=1993-07-23&district=AZ-LAC")
    assert block(shown, "take-data").endswith("https://example.org/")
    assert block(shown, "take-data-0").startswith("@misc{karabakh-district-control-")


def test_a_link_holds_the_view_and_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "https://example.org/method")
    view = View(dt.date(1993, 7, 23), "AZ-LAC", "share", "ru")
    shown = str(section._sharing(dataset(), view, section._site()))
    assert block(shown, "take-link") == (
        "https://example.org/?date=1993-07-23&district=AZ-LAC&colour=share&lang=ru"
    )


def test_the_embedded_map_is_the_same_view_without_navigation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, "https://example.org/method")
    view = View(dt.date(1993, 7, 23), "AZ-LAC")
    code = block(str(section._sharing(dataset(), view, section._site())), "take-embed")
    [source] = re.findall(r'^<iframe src="([^"]+)"', code)
    assert parse_qs(urlsplit(html.unescape(source)).query) == {
        "embed": ["true"],
        "date": ["1993-07-23"],
        "district": ["AZ-LAC"],
    }
    assert 'loading="lazy"' in code
    assert 'width="100%"' in code
    assert "23 July 1993" in re.findall(r'title="([^"]+)"', code)[0]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org/method", "https://example.org/"),
        ("https://example.org/base", "https://example.org/base/"),
        ("https://example.org/base/method", "https://example.org/base/"),
        ("http://127.0.0.1:8501/timeline", "http://127.0.0.1:8501/"),
        ("javascript:alert(1)", "./"),
        ("", "./"),
        (None, "./"),
    ],
)
def test_the_site_is_where_the_page_is(
    monkeypatch: pytest.MonkeyPatch, url: str | None, site: str
) -> None:
    at(monkeypatch, url)
    assert section._site() == site


def test_an_address_that_is_not_whole_is_marked_for_the_browser() -> None:
    shown = markup(opened(date="1993-07-23"))
    assert "<span data-address>./?date=1993-07-23</span></pre>" in shown
    assert "&lt;iframe src=&#34;<span data-address>./?embed=true&amp;amp;date=" in shown
    for name in ("take-data", "take-data-0", "take-view", "take-view-1"):
        [found] = re.findall(rf'<pre id="{name}".*?</pre>', shown, re.DOTALL)
        assert found.count("<span data-address>./") == 1


def test_hostile_texts_come_out_as_text(squares: SquareData) -> None:
    hostile = '"><script>alert(1)</script>'
    squares.alter_json("datapackage.json", hostile, "title")
    squares.alter_json("datapackage.json", hostile, "version")
    squares.alter_json("datapackage.json", hostile, "replay", "attribution")
    licence = [{"name": "X", "title": hostile, "path": "javascript:alert(1)"}]
    squares.alter_json("datapackage.json", licence, "licenses")
    squares.alter("names.csv", 2, "name", hostile)
    shown = markup(opened(date="2001-03-01", district="NORTH"))
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    code = html.unescape(re.findall(r'<pre id="take-embed".*?>(.*?)</pre>', shown)[0])
    assert "<script" not in code


def test_an_empty_table_has_no_link(squares: SquareData) -> None:
    squares.remove("positions.csv", 2)
    assert "positions.csv" not in markup(opened())


def test_the_server_has_the_route() -> None:
    text = (Path(__file__).parents[1] / "serve.py").read_text(encoding="utf-8")
    assert "downloads.ROUTE" in text
