"""What differs between two days, in words: each district with its changes in order of time."""

from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup

from geodata.comparison import AreaComparison, Comparison, DistrictComparison, Pair
from geodata.control import Change
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.words import date_words, number, uncertain_words
from ui import view
from ui.markup import cite, folded_sources, joined, jump, panel, swatch, text
from ui.view import View


def difference_list(data: DataSet, now: View, found: Comparison) -> Markup:
    """Return the list; ``now`` is the view that its links lead on from."""
    changed = [district for district in found.districts if district.changes]
    same = [district for district in found.districts if not district.changes]
    context = [area for area in found.context if area.changes]
    quiet = [area for area in found.context if not area.changes]
    parts = [
        _section(_("Changes by district"), (_district(data, now, one) for one in changed)),
        _unchanged(data, now, [(one.id, one.name, one.pair) for one in same]),
        _section(
            _("Shown for context, not counted"), (_context(data, now, one) for one in context)
        ),
        _unchanged(data, now, [(one.area_id, one.name, one.pair) for one in quiet]),
        _notes(data, found),
    ]
    return panel(joined(parts), "differences")


def _section(title: str, items: Iterable[Markup]) -> Markup:
    listed = joined(items)
    return Markup("<h2>{}</h2>{}").format(title, listed) if listed else Markup()


def _district(data: DataSet, now: View, district: DistrictComparison) -> Markup:
    """Return a district: its figures, and each of its parts with what became of it."""
    alone = len(district.parts) == 1
    parts = joined(_part(data, now, part, alone=alone) for part in district.parts)
    about = replace(view.carried(now), district=district.id)
    facts = [
        _moved(district),
        _people(data, district),
        jump(about, _("About the district"), "districts"),
    ]
    listed = joined(Markup("<li>{}</li>").format(fact) for fact in facts if fact)
    return _card(now, district.id, district.name, listed, parts)


def _context(data: DataSet, now: View, area: AreaComparison) -> Markup:
    return _card(now, area.area_id, area.name, Markup(), _part(data, now, area, alone=True))


def _card(now: View, key: str, name: str, facts: Markup, parts: Markup) -> Markup:
    selected = Markup(' class="is-selected"') if key == now.district else ""
    return Markup(
        "<article{}><header><h3>{}</h3><ul>{}</ul></header><div>{}</div></article>"
    ).format(selected, _select(now, key, name), facts, parts)


def _select(now: View, key: str, name: str) -> Markup:
    """Return a link that selects on both maps, or clears it; a click on a map follows it, too."""
    is_selected = key == now.district
    target = replace(now, district="" if is_selected else key)
    mark = Markup(' aria-current="true"') if is_selected else ""
    return Markup(
        '<a class="jump" href="{}" data-page="compare" data-compare-select="{}"'
        ' target="_self"{}>{}</a>'
    ).format(view.address(target, "compare"), key, mark, text(_(name)))


def _moved(district: DistrictComparison) -> str:
    moved = sum(part.km2 for part in district.parts if part.differs)
    whole = district.before.area_km2
    if not whole:
        return ""
    if moved in {0, whole}:
        return _("{km2} km²").format(km2=number(whole))
    return _("{moved} of {km2} km²").format(moved=number(moved), km2=number(whole))


def _people(data: DataSet, district: DistrictComparison) -> str:
    if district.people is None:
        return ""
    label = _(data.settings.population_label)
    return _("{count} {label}, whole district").format(count=number(district.people), label=label)


def _part(data: DataSet, now: View, part: AreaComparison, *, alone: bool) -> Markup:
    """Return who controlled an area on both days, and each change between them."""
    name = _(data.area(part.area_id).name)
    title = "" if alone else Markup('<p class="when">{}</p>').format(text(name))
    told = len(part.changes) == 1 and part.differs  # the one change is what the pair says
    steps = joined(_change(data, now, change, told=told) for change in part.changes)
    listed = Markup("<ol>{}</ol>").format(steps) if steps else ""
    return Markup("{}{}{}").format(title, _pair(data, part.pair), listed)


def _pair(data: DataSet, pair: Pair) -> Markup:
    """Return who controlled it on the one day and on the other."""
    before, after = pair
    if before == after:
        return Markup('<p class="pair">{} <span class="quiet">{}</span></p>').format(
            _who(data, before), _("on both days")
        )
    return Markup('<p class="pair">{}<b aria-label="{}">→</b>{}</p>').format(
        _who(data, before), _("then"), _who(data, after)
    )


def _who(data: DataSet, controller_id: str) -> Markup:
    controller = data.settings.controller(controller_id)
    return Markup("<span>{}{}</span>").format(swatch(controller), text(_(controller.label)))


def _change(data: DataSet, now: View, change: Change, *, told: bool) -> Markup:
    """Return a change: when, as a link into the replay, from whom to whom, and who says so."""
    target = replace(view.carried(now), date=change.date, district=change.group)
    settings = data.settings
    passed = _("from {before} to {after}").format(
        before=_(settings.controller(change.before).label),
        after=_(settings.controller(change.after).label),
    )
    return Markup('<li><time datetime="{}">{}{}</time>{}<p>{} {}</p></li>').format(
        change.date.isoformat(),
        jump(target, date_words(change.date)),
        _doubt(data, change),
        "" if told else Markup("<strong>{}</strong>").format(text(passed)),
        text(_(change.note)),
        cite(data, change.sources),
    )


def _doubt(data: DataSet, change: Change) -> Markup:
    """Return the days that sources give, where they are more than one."""
    if change.earliest == change.latest:
        return Markup()
    key = (change.area_id, change.date)
    given = next(row.start_edtf for row in data.control if (row.area_id, row.start) == key)
    if given is None:
        return Markup()
    said = _("sources give: {dates}").format(dates=uncertain_words(given))
    return Markup(' <span class="quiet">({})</span>').format(text(said))


def _unchanged(data: DataSet, now: View, areas: list[tuple[str, str, Pair]]) -> Markup:
    """Return what did not change at all between the days, and who controlled it throughout."""
    if not areas:
        return Markup()
    items = joined(
        Markup("<li{}>{} {}</li>").format(
            Markup(' class="is-selected"') if key == now.district else "",
            _select(now, key, name),
            _who(data, pair[0]),
        )
        for key, name, pair in areas
    )
    return Markup('<h3>{}</h3><ul class="unchanged">{}</ul>').format(
        _("No change between the two days"), items
    )


def _notes(data: DataSet, found: Comparison) -> Markup:
    """Return how it is counted, and the sources of what changed."""
    cited = {source for change in found.changes for source in change.sources}
    notes = [
        _("Areas as printed in the sources, not measured on the map."),
        _(
            "People are those counted in the whole district, and count for whoever controls its "
            "centre. They are not those who lived there on either day."
        ),
        _("Only changes of control are listed, not fighting that left it as it was."),
    ]
    listed = joined(Markup("<p class='quiet'>{}</p>").format(note) for note in notes)
    return listed + folded_sources(data, cited, _("Sources"))
