"""The panel of the selected district: its names, its state on the day, and what is known of it."""

import datetime as dt

from markupsafe import Markup

from geodata.control import AreaState, DistrictState, State
from geodata.model import DataSet, Name
from geodata.translate import gettext as _
from geodata.words import date_words, number, percent, since_words
from ui import evidence
from ui.markup import cite, joined, link, swatch, text

_LANGUAGES = ("az", "hy", "ru")
_USES = ("display", "other", "1993-2020")


def name_of(data: DataSet, selected: str) -> str:
    """Return the display name of a district or a context area."""
    return _(
        data.district_name(selected) if selected in data.districts else data.area_name(selected)
    )


def headline(data: DataSet, state: State, selected: str) -> Markup:
    """Return the names and the state on the day."""
    found: dict[str, DistrictState | AreaState] = {
        **{district.id: district for district in state.districts},
        **{area.area_id: area for area in state.context},
    }
    now = found[selected]
    parts = now.parts if isinstance(now, DistrictState) else (now,)
    told = joined(_part(data, part, alone=len(parts) == 1) for part in parts)
    return Markup("<h2>{}</h2>{}<div aria-live='polite'><h3>{}</h3>{}</div>").format(
        text(name_of(data, selected)),
        _names(data, selected),
        _("On {date}").format(date=date_words(state.date)),
        told,
    )


def body(data: DataSet, selected: str) -> Markup:
    """Return what does not depend on the day."""
    area_ids = _areas_of(data, selected)
    return joined(
        [
            _figures(data, selected),
            evidence.claims(data, selected, area_ids),
            evidence.census(data, selected),
            evidence.events(data, selected, area_ids),
            _register(data, selected),
            evidence.sources(data, selected, area_ids),
        ]
    )


def _areas_of(data: DataSet, selected: str) -> list[str]:
    if selected in data.districts:
        return [area.area_id for area in data.districts[selected]]
    return [selected]


def _part(data: DataSet, now: AreaState, *, alone: bool) -> Markup:
    controller = data.settings.controller(now.controller)
    where = "" if alone else f"{_(data.area(now.area_id).name)}: "
    flags = [
        _("fighting on this day") if now.contested else "",
        _("sources differ on the day of the change") if _is_doubtful(now) else "",
    ]
    return Markup(
        "<div class='state'>{}<div><strong>{}{}</strong>{}{}<p>{} {}</p></div></div>"
    ).format(
        swatch(controller),
        text(where),
        text(_(controller.label)),
        since_words(now.since, data.settings.start),
        joined(Markup("<br><span class='flag'>{}</span>").format(flag) for flag in flags if flag),
        text(_(now.note)),
        cite(data, now.sources),
    )


def _is_doubtful(now: AreaState) -> bool:
    return not now.certain and now.controller != "unknown"


def _names(data: DataSet, selected: str) -> Markup:
    names = [name for name in data.names if name.area_id == selected]
    labels = {"az": _("Azerbaijani"), "hy": _("Armenian"), "ru": _("Russian")}
    rows = joined(
        Markup('<dt>{}</dt><dd lang="{}">{}</dd>').format(labels[lang], lang, joined(shown, "; "))
        for lang in _LANGUAGES
        if (shown := list(filter(None, (_forms(names, lang, use) for use in _USES))))
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


def strips(data: DataSet, selected: str, day: dt.date) -> Markup:
    """Return one strip of control an area, from the first to the last day of the record."""
    settings = data.settings
    span = (settings.end - settings.start).days
    mark = Markup('<b style="left:{:.2f}%"></b>').format(100 * (day - settings.start).days / span)
    scale = Markup("<div class='strip-scale'><span>{}</span><span>{}</span></div>")
    strips = joined(_strip(data, area_id, mark) for area_id in _areas_of(data, selected))
    return Markup("<h3>{}</h3>{}{}").format(
        _("Control over time"), strips, scale.format(settings.start.year, settings.end.year)
    )


def _strip(data: DataSet, area_id: str, mark: Markup) -> Markup:
    end = data.settings.end
    pieces = joined(
        Markup(
            '<i class="swatch-{}" style="flex:{} 0 0;--light:{};--dark:{}" title="{}"></i>'
        ).format(
            controller.pattern,
            max(1, ((row.end or end) - row.start).days),
            controller.color,
            controller.dark,
            f"{date_words(row.start)}: {_(controller.label)}",
        )
        for row in data.control
        if row.area_id == area_id
        for controller in [data.settings.controller(row.controller)]
    )
    area = data.area(area_id)
    title = (
        Markup("<span class='when'>{}</span>").format(text(_(area.name)))
        if area.kind == "part"
        else ""
    )
    return Markup("{}<div class='strip' aria-hidden='true'>{}{}</div>").format(title, pieces, mark)


def _figures(data: DataSet, selected: str) -> Markup:
    """Return areas as printed, and the figures about people that have one value a district."""
    rows: list[tuple[str, Markup]] = []
    areas = [data.area(area_id) for area_id in _areas_of(data, selected)]
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
        Markup("<p class='quiet'>{}</p>").format(text(_(area.note))) for area in areas if area.note
    )
    listed = joined(Markup("<dt>{}</dt><dd>{}</dd>").format(label, value) for label, value in rows)
    facts = Markup("<dl class='facts'>{}</dl>").format(listed) if rows else Markup()
    title = _("Area and people") if rows else _("About this area")
    return Markup("<h3>{}</h3>{}{}").format(title, facts, notes)


def _cited(data: DataSet, value: str, sources: tuple[str, ...]) -> Markup:
    return Markup("{} {}").format(text(value), cite(data, sources))


def _register(data: DataSet, selected: str) -> Markup:
    found = [item for item in data.identifiers if item.area_id == selected]
    if not found:
        return Markup()
    links = joined((link(item.address, f"{item.scheme} {item.value}") for item in found), " · ")
    return Markup("<h3>{}</h3><p class='quiet'>{}</p>").format(_("Identifiers"), links)
