"""What the browser fetches for the map: right types, cached for good, nothing else served."""

import json
from collections.abc import Iterator

import pytest
from asking import Answer, ask
from conftest import SquareData
from read_page import forget, served

from geodata.load import load
from ui import assets
from ui.data import dataset


@pytest.fixture(autouse=True, scope="module")
def _ours() -> Iterator[None]:
    with served():
        yield


@pytest.fixture
def _changing() -> Iterator[None]:
    """Forget what a test made, before another asks for it."""
    yield
    forget()


def fetch(name: str, method: str = "GET") -> Answer:
    return ask(assets.ROUTE, f"/replay/{assets.revision()}/{name}", method)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("replay.js", "text/javascript; charset=utf-8"),
        ("replay.css", "text/css; charset=utf-8"),
        ("background.en.json", "application/json"),
        ("payload.en.json", "application/json"),
    ],
)
def test_each_file_is_served_with_its_type_and_cached_for_good(name: str, media_type: str) -> None:
    answer = fetch(name)
    assert answer.status == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert int(answer.headers["content-length"]) == len(answer.body) > 0


def test_the_json_can_be_read() -> None:
    assert json.loads(fetch("payload.en.json").body)["language"] == "en"
    assert json.loads(fetch("background.en.json").body)["type"] == "FeatureCollection"


def test_a_head_request_has_the_headers_alone() -> None:
    assert fetch("replay.js", "HEAD").headers == fetch("replay.js").headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(method: str) -> None:
    assert fetch("replay.js", method).status == 405


@pytest.mark.parametrize(
    "name",
    [
        "payload.xx.json",
        "payload.json",
        "replay.py",
        "REPLAY.JS",
        "replay.js%00",
        "",
        "..",
        "../replay.js",
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "..%5c..%5cetc",
        "%2e%2e/%2e%2e/app.py",
        "%2fetc%2fpasswd",
        "__init__",
        "{{7*7}}",
    ],
)
def test_any_other_name_is_not_found(name: str) -> None:
    answer = fetch(name)
    assert answer.status == 404
    assert b"root:" not in answer.body


@pytest.mark.parametrize("revision", ["0" * 16, "latest", "..", "%2e%2e", "", "*"])
def test_another_revision_is_not_found(revision: str) -> None:
    answer = ask(assets.ROUTE, f"/replay/{revision}/replay.js")
    assert answer.status == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_an_address_leads_from_a_component_s_frame_to_the_file() -> None:
    path = assets.address("replay.js")
    assert path == f"../../replay/{assets.revision()}/replay.js"
    assert ask(assets.ROUTE, path.removeprefix("../..")).status == 200


def test_the_revision_is_the_same_for_the_same_files() -> None:
    before = assets.revision()
    forget()
    assert assets.revision() == before


@pytest.mark.usefixtures("_changing")
def test_another_data_set_has_another_revision(
    square_data: SquareData, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = assets.revision()
    monkeypatch.setenv("REPLAY_DATASET", str(square_data.folder))
    forget()
    squares = assets.revision()
    assert squares != ours
    assert dataset().title == "Squares"

    square_data.alter("control.csv", 3, "note", "One word more.")
    assert assets.revision() == squares  # until the process starts anew
    forget()
    assert assets.revision() != squares


@pytest.mark.usefixtures("_changing")
def test_an_empty_setting_means_our_own_data_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLAY_DATASET", "")
    forget()
    assert dataset().revision == load().revision


@pytest.mark.usefixtures("_changing")
def test_another_script_has_another_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    before = assets.revision()
    script = assets.replay.script()
    monkeypatch.setattr(assets.replay, "script", lambda: f"{script} ")
    forget()
    assert assets.revision() != before
