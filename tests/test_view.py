"""A view survives the address bar; a hostile address shows the default."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import translate
from geodata.load import load
from geodata.model import DataSet
from ui import view
from ui.view import COLOURINGS, View

LANGUAGES = ("en", "hy", "ru")


@pytest.fixture(scope="module")
def data() -> DataSet:
    return load()


@pytest.fixture(scope="module", autouse=True)
def _catalogues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    for language in LANGUAGES[1:]:
        (folder / language / "LC_MESSAGES").mkdir(parents=True)
        (folder / language / "LC_MESSAGES" / "messages.po").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translate, "LOCALE_DIR", folder)
        yield


def selectable(data: DataSet) -> list[str]:
    context = [area.area_id for area in data.areas if area.kind == "context"]
    return ["", *data.districts, *context]


@given(draw=st.data())
def test_a_view_comes_back_from_its_address(data: DataSet, draw: st.DataObject) -> None:
    known = data.settings
    now = View(
        date=draw.draw(st.dates(known.start, known.end)),
        district=draw.draw(st.sampled_from(selectable(data))),
        colouring=draw.draw(st.sampled_from(COLOURINGS)),
        language=draw.draw(st.sampled_from(LANGUAGES)),
    )
    assert view.parse(view.query(now), data) == now
    address = view.address(now)
    assert address.startswith("./?")
    assert view.parse(dict(parse_qsl(address[3:], strict_parsing=True)), data) == now


def test_defaults_stay_out_of_the_address_but_the_date_is_always_there() -> None:
    day = date(1993, 7, 23)
    assert view.query(View(day)) == {"date": "1993-07-23"}
    assert view.query(View(day, "AZ-AGM", "share", "ru")) == {
        "date": "1993-07-23",
        "district": "AZ-AGM",
        "colour": "share",
        "lang": "ru",
    }
    assert view.address(View(day, "AZ-AGM")) == "./?date=1993-07-23&district=AZ-AGM"


def test_no_address_shows_the_opening_day(data: DataSet) -> None:
    assert view.parse({}, data) == View(data.settings.opening, "", "who", "en")


def test_the_first_and_the_last_day_can_be_shown_and_no_other_beside_them(data: DataSet) -> None:
    one = timedelta(days=1)
    for day in (data.settings.start, data.settings.end):
        assert view.parse({"date": str(day)}, data).date == day
    for day in (data.settings.start - one, data.settings.end + one):
        assert view.parse({"date": str(day)}, data).date == data.settings.opening


def test_a_part_of_a_district_is_not_selected_alone(data: DataSet) -> None:
    parts = [area.area_id for area in data.areas if area.kind == "part"]
    assert parts
    assert not any(view.parse({"district": part}, data).district for part in parts)


def test_what_is_good_in_an_address_is_kept_beside_what_is_not(data: DataSet) -> None:
    params = {"date": "1993-02-30", "district": "AZ-LAC", "colour": "red", "lang": "ru"}
    expected = View(data.settings.opening, "AZ-LAC", "who", "ru")
    assert view.parse(params, data) == expected


HOSTILE = [
    None,
    True,
    0,
    -1,
    10**30,
    float("nan"),
    float("inf"),
    "",
    " ",
    "null",
    "1993",
    "1993-04",
    "1993-04-5",
    " 1993-04-05",
    "1993-04-05 ",
    "1993-04-05\n",
    "1993-04-05T00:00:00",
    "1993-W14-1",
    "19930405",
    "١٩٩٣-٠٤-٠٥",
    "1993-02-29",
    "0000-00-00",
    "9999-99-99",
    "1991-12-31",
    "2024-01-02",
    "az-agm",
    "AZ-AGM ",
    "AZ-AGM\x00",
    "AZ-AGM-W",
    "NKAO'; DROP TABLE areas",
    "__class__",
    "WHO",
    "share ",
    "EN",
    "../../etc/passwd",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "\ud800",
    "\u202e",
    "x" * 100_000,
    [],
    ["1993-04-05"],
    ["AZ-AGM"],
    ["share"],
    ["ru"],
    {},
    {"date": "1993-04-05"},
    ("who", "share"),
    b"share",
]
junk = (
    st.sampled_from(HOSTILE)
    | st.text()
    | st.integers()
    | st.floats()
    | st.lists(st.text(), max_size=3)
    | st.dictionaries(st.text(), st.none() | st.text(), max_size=3)
)
KEYS = ("date", "district", "colour", "lang")


@given(params=st.dictionaries(st.sampled_from(KEYS) | st.text(), junk, max_size=6))
@settings(max_examples=400)
def test_a_hostile_address_shows_the_default(data: DataSet, params: dict[str, Any]) -> None:
    assert view.parse(params, data) == View(data.settings.opening)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:30])
def test_each_hostile_value_gives_way_to_the_default(
    data: DataSet, key: str, value: object
) -> None:
    assert view.parse({key: value}, data) == View(data.settings.opening)


@pytest.mark.parametrize("key", KEYS)
def test_a_number_of_any_length_gives_way_to_the_default(data: DataSet, key: str) -> None:
    assert view.parse({key: 10**5000}, data) == View(data.settings.opening)
