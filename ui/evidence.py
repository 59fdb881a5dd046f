"""What is known of a district beside its control: claims, census, events, and the sources."""

from markupsafe import Markup

from geodata.control import Change, changes
from geodata.figurewords import claim_words, group_words
from geodata.model import Area, Claim, ControlPeriod, DataSet, Event, Figure
from geodata.translate import gettext as _
from geodata.words import date_words, number, percent
from ui.markup import cite, event_list, joined, source_list, text
from ui.view import COLOURINGS


def claims(data: DataSet, selected: str, area_ids: list[str]) -> Markup:
    """Return what sources say of each change, the date used by the map first."""
    ids = {selected, *area_ids}
    found = [claim for claim in data.claims if claim.area_id in ids]
    parts = []
    for change in (change for change in changes(data) if change.area_id in ids):
        about = [
            c for c in found if c.change == change.date and c.area_id in {change.area_id, selected}
        ]
        if about:
            parts.append(_claim_list(data, _title(data, change), about))
    rest = [claim for claim in found if claim.change is None]
    if rest:
        parts.append(_claim_list(data, _("Other figures and dates"), rest))
    return Markup("<h3>{}</h3>{}").format(_("Who says what"), joined(parts)) if parts else Markup()


def _title(data: DataSet, change: Change) -> str:
    """Return what changed, and between which days sources put it."""
    label = _(data.settings.controller(change.after).label)
    told = _("{date}: {controller}").format(date=date_words(change.date), controller=label)
    if change.earliest is None or change.earliest == change.latest:
        return told
    return _("{change}; sources give days from {first} to {last}").format(
        change=told,
        first=date_words(change.earliest),
        last=date_words(change.latest or change.earliest),
    )


def _claim_list(data: DataSet, title: str, claims: list[Claim]) -> Markup:
    order = {"preferred": 0, "alternative": 1, "weak": 2}
    listed = sorted(claims, key=lambda claim: order[claim.weight])
    items = joined(_claim(data, claim) for claim in listed)
    return Markup("<span class='when'>{}</span><ul class='claims'>{}</ul>").format(title, items)


def _claim(data: DataSet, claim: Claim) -> Markup:
    weights = {
        "preferred": _("used by the map"),
        "alternative": _("also given"),
        "weak": _("weak, not used for the range"),
    }
    mark = "" if claim.about == "statement" else weights[claim.weight]
    return Markup(
        "<li class='claim'><span class='{}'>{}</span> <span class='quiet'>{}</span> {} {}</li>"
    ).format(
        claim.weight, text(_claimed(claim)), mark, text(_(claim.note)), cite(data, claim.sources)
    )


def _claimed(claim: Claim) -> str:
    """Return what is claimed, with what it is about where the heading does not say so."""
    subjects = {
        "offensive": _("Offensive: {value}"),
        "area_km2": _("Area: {value}"),
        "held_km2": _("Area held: {value}"),
        "share": _("Share held: {value}"),
        "population": _("People: {value}"),
    }
    value = f"{claim_words(claim)} {_(claim.unit)}".strip()
    return subjects.get(claim.about, "{value}").format(value=value)


def sources(data: DataSet, selected: str, area_ids: list[str]) -> Markup:
    """Return every source that the panel cites, in words and with its addresses."""
    ids = {selected, *area_ids}
    records: list[ControlPeriod | Claim | Figure | Area] = [
        *data.control,
        *data.claims,
        *data.population,
        *data.areas,
    ]
    cited = {source for record in records if record.area_id in ids for source in record.sources}
    cited |= {s for event in _events_of(data, selected, area_ids) for s in event.sources}
    return Markup("<h3>{}</h3>{}").format(_("Sources"), source_list(data, cited))


def census(data: DataSet, selected: str) -> Markup:
    """Return the 1979 census; a corrected number shows what was printed, and why."""
    figures = [f for f in data.population if f.area_id == selected and f.measure == "census_1979"]
    total = next((figure.value for figure in figures if figure.group == "total"), None)
    if not total:
        return Markup()
    rows = []
    for figure in figures:
        fixes = data.corrections_for("population.csv", figure.figure_id)
        noted = joined(
            Markup("<br><span class='quiet'>{} {}</span>").format(
                _("printed: {printed}. {reason}").format(printed=fix.printed, reason=_(fix.reason)),
                cite(data, fix.sources),
            )
            for fix in fixes
        )
        rows.append(_census_row(figure, noted, total))
    sources = cite(data, {source: None for figure in figures for source in figure.sources})
    return Markup("<h3>{} {}</h3><table><tbody>{}</tbody></table>").format(
        _("Census of 1979"), sources, joined(rows)
    )


def _census_row(figure: Figure, noted: Markup, total: float) -> Markup:
    """Return a group with its share as a bar; all people have none."""
    share = (figure.value or 0) / total
    bar = Markup("<i class='bar' style='width:{:.2f}%'></i>").format(100 * share)
    return Markup(
        "<tr><td>{}{}{}</td><td class='number'>{}</td><td class='number'>{}</td></tr>"
    ).format(
        group_words(figure.group),
        "" if figure.group == "total" else bar,
        noted,
        number(figure.value or 0),
        percent(share),
    )


def _events_of(data: DataSet, selected: str, area_ids: list[str]) -> list[Event]:
    ids = {selected, *area_ids}
    return [event for event in data.events if ids & set(event.area_ids)]


def events(
    data: DataSet, selected: str, area_ids: list[str], colouring: str = COLOURINGS[0]
) -> Markup:
    """Return the events of the district, in order; ``colouring`` as for ``strips``."""
    found = _events_of(data, selected, area_ids)
    return Markup("<h3>{}</h3>{}").format(_("Events"), event_list(data, found, selected, colouring))
