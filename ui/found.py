"""One thing that was found: what it is, which of its names or words matched, where it leads."""

from collections.abc import Iterable
from dataclasses import replace

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from geodata.findable import Text, around, place_kinds, places
from geodata.model import DataSet, Event, Name
from geodata.safe import plain_text
from geodata.search import Hit, Match
from geodata.translate import gettext as _
from geodata.translate import language
from geodata.words import uncertain_words
from ui import view
from ui.markup import cite, joined, jump, link, text
from ui.view import View

EXCERPT = 70  # signs before and after what matched


def district(data: DataSet, now: View, hit: Hit) -> Markup:
    """Return a district with its page, its place on the map, and the name that matched."""
    there = replace(view.carried(now), district=hit.id)
    name = plain_text(_(data.district_name(hit.id)))
    return Markup("{}{}{}").format(
        _linked(there, _title(hit, name), "districts"),
        _ways([jump(there, _("On the map"))]),
        _matched(data, hit, name),
    )


def place(data: DataSet, now: View, hit: Hit) -> Markup:
    """Return a part, a context area, a town or a neighbour, with where it lies."""
    if hit.id in places(data):
        properties = places(data)[hit.id]["properties"]
        first = next((text for text in _names(hit) if _is_shown(text.name)), None)
        name = plain_text(first.text if first else _(properties["name"]))
        kind = place_kinds()[properties["kind"]]
    else:
        name = plain_text(_(data.area_name(hit.id)))
        part = data.area(hit.id).kind == "part"
        kind = _("Part of a district") if part else _("Shown for context, not counted")
    within = around(data, hit.id)
    where = plain_text(_(data.area_name(within))) if within and within != hit.id else ""
    there = replace(view.carried(now), district=within)
    return Markup("{} <span class='quiet'>{}</span>{}").format(
        _linked(there, _title(hit, name)),
        " · ".join(filter(None, (kind, where))),
        _matched(data, hit, name),
    )


def event(data: DataSet, now: View, hit: Hit) -> Markup:
    """Return an event with its day, which leads to the map, and the words that matched."""
    row = next(event for event in data.events if event.event_id == hit.id)
    name = hit.matches[0].text.name
    return Markup('<time datetime="{}">{}{}</time>{} {}{}').format(
        row.date.isoformat(),
        _marked_or(hit, "date", uncertain_words(row.edtf)),
        # Found by a name that its own text does not have: say of which district.
        Markup(" · {}").format(text(_(data.area_name(name.area_id)))) if name else "",
        _linked(_day_of(data, now, row), _marked_or(hit, "title", _(row.title))),
        cite(data, row.sources),
        _excerpts(hit),
    )


def _day_of(data: DataSet, now: View, event: Event) -> View:
    """Return the day of an event, with its district where it has one alone."""
    ids = {key if key in data.districts else data.area(key).group for key in event.area_ids}
    day = data.settings.nearest(event.date)
    return replace(view.carried(now), date=day, district=next(iter(ids)) if len(ids) == 1 else "")


def position(data: DataSet, now: View, hit: Hit) -> Markup:
    """Return what a party says."""
    row = next(position for position in data.positions if position.position_id == hit.id)
    return Markup("<strong>{}</strong> {} {}{}").format(
        _marked_or(hit, "party", _(row.party)),
        _linked(view.carried(now), _marked_or(hit, "topic", _(row.topic)), "law"),
        cite(data, row.sources),
        _excerpts(hit),
    )


def source(data: DataSet, now: View, hit: Hit) -> Markup:  # noqa: ARG001 -- as the others
    """Return a source; its mark leads to it."""
    row = data.source(hit.id)
    return Markup("{} {} · {} {}").format(
        cite(data, [row.source_id]),
        _marked_or(hit, "producer", row.producer),
        _marked_or(hit, "title", row.title),
        joined((link(address, _("open")) for address in row.address), " "),
    )


def _linked(there: View, label: Markup, page: str = "") -> Markup:
    return Markup('<a class="jump" href="{}" data-page="{}" target="_self">{}</a>').format(
        view.address(there, page), page, label
    )


def _ways(links: Iterable[Markup]) -> Markup:
    return Markup(' <span class="ways">{}</span>').format(joined(links, " "))


def _marked(match: Match, start: int = 0, end: int | None = None) -> Markup:
    """Return a stretch of the text, what matched in marks."""
    shown, at = Markup(), start
    end = len(match.text.text) if end is None else end
    for first, last in match.marks:
        if start <= first and last <= end:
            shown += Markup("{}<mark>{}</mark>").format(
                match.text.text[at:first], match.text.text[first:last]
            )
            at = last
    return shown + Markup("{}").format(match.text.text[at:end])


def _marked_or(hit: Hit, what: str, otherwise: str) -> Markup:
    match = next((match for match in hit.matches if match.text.what == what), None)
    return _marked(match) if match else text(otherwise)


def _excerpts(hit: Hit) -> Markup:
    """Return what matched in place and text, with what stands around it, if no title matched."""
    best = {match.text.what: match for match in reversed(hit.matches)}
    return joined(
        Markup('<span class="excerpt">{}</span>').format(_excerpt(best[what]))
        for what in ("place", "text")
        if what in best and "title" not in best
    )


def _excerpt(match: Match) -> Markup:
    whole = match.text.text
    start = whole.rfind(" ", 0, max(0, match.marks[0][0] - EXCERPT)) + 1
    end = whole.find(" ", min(len(whole), match.marks[0][1] + EXCERPT))
    end = len(whole) if end < 0 else end
    return Markup("{}{}{}").format(
        "… " if start else "", _marked(match, start, end), " …" if end < len(whole) else ""
    )


def _names(hit: Hit) -> list[Text]:
    return [match.text for match in hit.matches if match.text.name]


def _is_shown(name: Name | None) -> bool:
    return name is not None and (name.lang, name.use) == ("en", "display")


def _title(hit: Hit, name: str) -> Markup:
    """Return the name that is shown, marked where it is what matched."""
    match = next((match for match in hit.matches if match.text.text == name), None)
    return _marked(match) if match else text(name)


def _matched(data: DataSet, hit: Hit, shown: str) -> Markup:
    """Return the name that matched where another is shown: in which language, and of when."""
    match = hit.matches[0]
    name = match.text.name
    if name is None or match.text.text == shown:
        return Markup()
    uses = {
        "display": "",
        "other": _("another form"),
        "alias": _("another spelling"),
        "1993-2020": _("name used 1993–2020"),
    }
    told = ", ".join(filter(None, (_language_name(name.lang), uses[name.use])))
    return Markup('<span class="excerpt"><span lang="{}">{}</span>, {}. {} {}</span>').format(
        name.lang, _marked(match), told, text(_(name.note)), cite(data, name.sources)
    )


def _language_name(tag: str) -> str:
    """Return a language in the reader's language; the tag itself if nobody knows it."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(language()) or tag
    except (UnknownLocaleError, ValueError):
        return tag
