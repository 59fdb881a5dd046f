"""The panel of the selected district: its names, its state on the day, and what is known of it."""

import datetime as dt

from markupsafe import Markup, escape

from geodata.control import AreaState, changes
from geodata.model import DataSet, Name
from geodata.translate import gettext as _
from geodata.words import date_words, number, percent, since_words
from ui import evidence
from ui.days import by_day, day_words
from ui.markup import cite, joined, jump, link, swatch, text
from ui.strips import strips
from ui.view import View

_LANGUAGES = ("az", "hy", "ru")
_USES = ("display", "other", "1993-2020")


def panel(data: DataSet, selected: str) -> Markup:
    """Return the whole panel, for every day."""
    area_ids = areas_of(data, selected)
    return joined(
        [
            Markup("<h2>{}</h2>").format(text(_(data.area_name(selected)))),
            names(data, selected),
            Markup("<h3>{}</h3>").format(_on()),
            *(_area(data, area_id, alone=len(area_ids) == 1) for area_id in area_ids),
            Markup("<h3>{}</h3>").format(_("Control over time")),
            strips(data, data.settings.opening, area_ids),
            figures(data, selected),
            evidence.claims(data, selected, area_ids),
            evidence.census(data, selected),
            evidence.events(data, selected, area_ids),
            register(data, selected),
            evidence.sources(data, selected, area_ids),
        ]
    )


def _on() -> Markup:
    """Return "On {date}", the date followed by page.js."""
    return escape(_("On {date}")).format(date=day_words())


def areas_of(data: DataSet, selected: str) -> list[str]:
    """Return the areas of a district, or the context area itself."""
    if selected in data.districts:
        return [area.area_id for area in data.districts[selected]]
    return [selected]


def _area(data: DataSet, area_id: str, *, alone: bool) -> Markup:
    """Return the state of an area."""
    return by_day(
        data,
        lambda state: next(area for area in state.areas if area.area_id == area_id),
        lambda area: state_of(data, area, alone=alone),
    )


def state_of(data: DataSet, now: AreaState, *, alone: bool) -> Markup:
    """Return who controls an area, since when and how sure that is, and what comes next."""
    controller = data.settings.controller(now.controller)
    area = data.area(now.area_id)
    where = Markup() if alone else Markup("<span class='when'>{}</span>").format(text(_(area.name)))
    flags = [
        _("fighting on this day") if now.contested else "",
        _("sources differ on the day of the change") if _is_doubtful(now) else "",
    ]
    return Markup(
        "<div class='state'>{}<div>{}<strong>{}</strong>{}{}<p>{} {}</p>{}</div></div>"
    ).format(
        swatch(controller),
        where,
        text(_(controller.label)),
        _since(data, now),
        joined(Markup("<br><span class='flag'>{}</span>").format(flag) for flag in flags if flag),
        text(_(now.note)),
        cite(data, now.sources),
        _next(data, now),
    )


def _since(data: DataSet, now: AreaState) -> Markup:
    """Return since when, as a way to that day."""
    start = data.settings.start
    return jump(_view(data, now, max(now.since, start)), since_words(now.since, start))


def _next(data: DataSet, now: AreaState) -> Markup:
    """Return what comes next, as a way to that day."""
    later = (c for c in changes(data) if c.area_id == now.area_id and c.date == now.until)
    change = next(later, None)
    if change is None:
        return Markup("<p class='quiet'>{}</p>").format(_("No later change in the record."))
    label = _(data.settings.controller(change.after).label)
    told = _("Next: {date}, {controller}").format(date=date_words(change.date), controller=label)
    return Markup("<p class='quiet'>{}</p>").format(jump(_view(data, now, change.date), told))


def _view(data: DataSet, now: AreaState, day: dt.date) -> View:
    return View(day, data.area(now.area_id).group)


def _is_doubtful(now: AreaState) -> bool:
    return not now.certain and now.controller != "unknown"


def names(data: DataSet, selected: str) -> Markup:
    """Return the names in other languages, with those used 1993-2020."""
    found = [name for name in data.names if name.area_id == selected]
    labels = {"az": _("Azerbaijani"), "hy": _("Armenian"), "ru": _("Russian")}
    rows = joined(
        Markup('<dt>{}</dt><dd lang="{}">{}</dd>').format(labels[lang], lang, joined(shown, "; "))
        for lang in _LANGUAGES
        if (shown := list(filter(None, (_forms(found, lang, use) for use in _USES))))
    )
    return Markup('<dl class="names">{}</dl>').format(rows)


def _forms(names: list[Name], lang: str, use: str) -> Markup:
    """Return the names of one use, those of 1993-2020 with their Latin spelling."""
    found, latin = (
        text(", ".join(name.name for name in names if (name.lang, name.use) == (wanted, use)))
        for wanted in (lang, f"{lang}-Latn")
    )
    if not found or use != "1993-2020":
        return found
    spelled = joined(filter(None, [latin, text(_("used 1993–2020"))]), "; ")
    return Markup("{} <span class='quiet'>({})</span>").format(found, spelled)


def figures(data: DataSet, selected: str) -> Markup:
    """Return areas as printed, and the figures about people that have one value a district."""
    rows: list[tuple[str, Markup]] = []
    areas = [data.area(area_id) for area_id in areas_of(data, selected)]
    whole = sum(area.area_km2 or 0 for area in areas)
    if whole:
        subject = data.settings.subject
        ever = {row.area_id for row in data.control if row.controller == subject}
        held = sum(area.counted_km2 for area in areas if area.area_id in ever)
        shown = _("{km2} km², {share}").format(km2=number(held), share=percent(held / whole))
        short = _(data.settings.controller(subject).short)
        rows.append(
            (_("Area"), _cited(data, _("{km2} km²").format(km2=number(whole)), areas[0].sources))
        )
        rows.append(
            (_("Under {short} control").format(short=short), _cited(data, shown, areas[0].sources))
        )
    measures = {"population_1989": _("Population 1989"), "settlers_2005": _("Settlers 2005 (OSCE)")}
    for figure in data.population:
        if figure.area_id == selected and figure.group == "total" and figure.measure in measures:
            value = figure.printed or number(figure.value or 0)
            rows.append((measures[figure.measure], _cited(data, value, figure.sources)))
    notes = joined(
        Markup("<p class='quiet'>{}</p>").format(text(_(note)))
        for area in areas
        for note in (
            area.note,
            *(fix.reason for fix in data.corrections_for("areas.csv", area.area_id)),
        )
        if note
    )
    listed = joined(Markup("<dt>{}</dt><dd>{}</dd>").format(label, value) for label, value in rows)
    facts = Markup("<dl class='facts'>{}</dl>").format(listed) if rows else Markup()
    title = _("Area and people") if rows else _("About this area")
    return Markup("<h3>{}</h3>{}{}").format(title, facts, notes)


def _cited(data: DataSet, value: str, sources: tuple[str, ...]) -> Markup:
    return Markup("{} {}").format(text(value), cite(data, sources))


def register(data: DataSet, selected: str) -> Markup:
    """Return the ids of the district in public registers."""
    found = [item for item in data.identifiers if item.area_id == selected]
    if not found:
        return Markup()
    links = joined((link(item.address, f"{item.scheme} {item.value}") for item in found), " · ")
    return Markup("<h3>{}</h3><p class='quiet'>{}</p>").format(_("Identifiers"), links)
