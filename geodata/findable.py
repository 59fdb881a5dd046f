"""What can be found in a data set, and the texts that it is found by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from shapely.geometry import Point

from geodata.model import DataSet, Name
from geodata.safe import plain_text
from geodata.translate import gettext as _
from geodata.words import uncertain_words

Kind = Literal["district", "place", "event", "position", "source"]
KINDS: tuple[Kind, ...] = ("district", "place", "event", "position", "source")

# What a text is, the telling ones first. An event has the names of its district, or districts, too.
WEIGHTS = {
    what: weight
    for weight, kinds in enumerate(
        (
            ("name", "title", "id"),
            ("place", "date", "party", "topic", "producer", "day"),
            ("text",),
            ("area", "kind"),
            ("areas",),
        )
    )
    for what in kinds
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of what can be found; ``what`` is one of ``WEIGHTS``."""

    what: str
    text: str
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be found, by its kind and id."""

    kind: Kind
    id: str
    texts: tuple[Text, ...]


def entries(data: DataSet) -> Iterator[Entry]:
    """Yield all that can be found, in the order in which equals are shown."""
    for district_id in data.districts:
        words = _texts(kind=_("District"))
        yield Entry("district", district_id, (*_names(data, district_id), *words))
    for area in data.areas:
        if area.area_id not in data.districts:
            yield Entry("place", area.area_id, _names(data, area.area_id))
    for feature in places(data).values():
        names = _names(data, feature["id"]) or _texts(name=feature["properties"]["name"])
        words = _texts(kind=place_kinds()[feature["properties"]["kind"]])
        yield Entry("place", feature["id"], (*names, *words))
    yield from _events(data)
    for position in data.positions:
        texts = _texts(party=position.party, topic=position.topic, text=position.text)
        yield Entry("position", position.position_id, texts)
    for source in data.sources:
        texts = _texts(
            title=source.title, producer=source.producer, text=source.used_for, id=source.source_id
        )
        yield Entry("source", source.source_id, texts)


def place_kinds() -> dict[str, str]:
    """Return the kinds of background features that can be found, in words."""
    return {
        "town": _("Town"),
        "district": _("Neighbouring district"),
        "lake": _("Lake"),
        "country": _("Country"),
    }


def places(data: DataSet) -> dict[str, dict[str, Any]]:
    """Return what is drawn for orientation and has a name, by id: towns, neighbours, lakes."""
    features = data.background["features"] if data.background else []
    return {
        feature["id"]: feature
        for feature in features
        if feature["properties"]["kind"] in place_kinds() and feature["properties"]["name"]
    }


def around(data: DataSet, place_id: str) -> str:
    """Return the district or context area that a part is of or a town lies in, "" for none."""
    for area in data.areas:
        if area.area_id == place_id:
            return area.group
    feature = places(data)[place_id]
    if feature["geometry"]["type"] != "Point":
        return ""
    covering = data.shapes.geometry.covers(Point(feature["geometry"]["coordinates"]))
    found = [data.area(str(area_id)) for area_id in data.shapes.index[covering]]
    return found[0].group if found else ""


def _names(data: DataSet, area_id: str) -> tuple[Text, ...]:
    """Return the names of an area or a town, that displayed in English first, translated."""
    names = [name for name in data.names if name.area_id == area_id]
    names.sort(key=lambda name: (name.lang, name.use) != ("en", "display"))
    return tuple(
        Text("name", plain_text(_(name.name) if name.lang == "en" else name.name), name)
        for name in names
    )


def _events(data: DataSet) -> Iterator[Entry]:
    names = {area_id: _names(data, area_id) for area_id in data.districts}
    for event in data.events:
        shown = _texts(
            title=event.title,
            place=event.place,
            date=uncertain_words(event.edtf),
            text=event.text,
            day=event.date.isoformat(),
        )
        # An event of Kalbajar is found by every name of Kalbajar, though its text has but one.
        districts = [key for key in event.area_ids if key in names]
        what = "area" if len(districts) == 1 else "areas"
        of = (Text(what, text.text, text.name) for key in districts for text in names[key])
        yield Entry("event", event.event_id, (*shown, *of))


def _texts(**values: str) -> tuple[Text, ...]:
    return tuple(Text(what, plain_text(_(value))) for what, value in values.items() if value)
