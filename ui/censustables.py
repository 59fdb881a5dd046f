"""The tables of a census by group, with what is printed otherwise, and why it is not used."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from geodata import figures
from geodata.figures import CensusRow, Share, Sum
from geodata.figurewords import group_words, measure_words, share_words
from geodata.model import Correction, DataSet, Figure
from geodata.translate import gettext as _
from geodata.words import number, percent
from ui.charts import source_line
from ui.markup import cite, joined, text
from ui.peoplecharts import groups_of


def heading(data: DataSet, measure: str, rows: Sequence[CensusRow]) -> Markup:
    """Return the title of a census, and how large its largest group was."""
    groups = groups_of(rows)
    all_people = sum(row.all for row in rows)
    people = sum(row.shares[groups[0]].value for row in rows if groups[0] in row.shares)
    told = _("{group} were {people} of {all} people in these districts, {share}.").format(
        group=group_words(groups[0]),
        people=number(people),
        all=number(all_people),
        share=share_words(people / all_people if all_people else 0),
    )
    title = _("{measure}: groups").format(measure=measure_words(data, measure))
    return Markup("<h2>{}</h2><p>{}</p>").format(title, told)


def tables(data: DataSet, measure: str, rows: Sequence[CensusRow]) -> Markup:
    """Return the source, the numbers by district and group, the checks, and the corrections."""
    sources = dict.fromkeys(
        source for row in rows for share in row.shares.values() for source in share.figure.sources
    )
    return joined(
        [
            source_line(Markup("{} {}").format(_("Source:"), cite(data, sources))),
            _table(data, measure, rows),
            _checks(data, measure, rows),
            _corrections(data, measure),
            _growth(data, measure),
        ]
    )


def _table(data: DataSet, measure: str, rows: Sequence[CensusRow]) -> Markup:
    groups = groups_of(rows)
    heads = [*map(group_words, groups), _("Other groups, computed"), group_words(figures.TOTAL)]
    head = joined(Markup("<th scope='col' class='number'>{}</th>").format(name) for name in heads)
    body = [_row(data, row, groups) for row in rows]
    body += [_sum_row(data, found, groups) for found in _sums_by_row(data, measure)]
    return Markup(
        "<div class='scroll' tabindex='0'><table class='census'><thead><tr>"
        "<th scope='col'>{}</th>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(_("District"), head, joined(body))


def _row(data: DataSet, row: CensusRow, groups: Sequence[str]) -> Markup:
    cells = [
        _share_cell(row.shares[group]) if group in row.shares else _cell("–") for group in groups
    ]
    others = _cell(number(row.others), share_words(row.others / row.all if row.all else 0))
    return Markup("<tr><th scope='row'>{}</th>{}{}{}</tr>").format(
        text(_(data.district_name(row.district_id))), joined(cells), others, _cell(number(row.all))
    )


def _share_cell(share: Share) -> Markup:
    mark = Markup("<sup>†</sup>") if share.corrections else ""
    return _cell(Markup("{}{}").format(number(share.value), mark), share_words(share.share))


def _cell(value: Markup | str, below: str = "") -> Markup:
    return Markup("<td class='number'>{}{}</td>").format(
        value, Markup("<span class='when'>{}</span>").format(below) if below else ""
    )


def _sums_by_row(data: DataSet, measure: str) -> list[dict[str, Sum]]:
    """Return the printed sums, those over the same districts together, by group."""
    found: dict[str, dict[str, Sum]] = {}
    for one in figures.sums(data, measure):
        found.setdefault(one.figure.measure, {})[one.figure.group] = one
    return list(found.values())


def _sum_row(data: DataSet, found: dict[str, Sum], groups: Sequence[str]) -> Markup:
    whole = found[figures.TOTAL].computed if figures.TOTAL in found else 0
    others = whole - sum(found[group].computed for group in groups if group in found)
    cells = [_sum_cell(found[group], whole) if group in found else _cell("–") for group in groups]
    cells.append(_cell(number(others), share_words(others / whole)) if whole else _cell("–"))
    cells.append(_sum_cell(found[figures.TOTAL]) if whole else _cell("–"))
    districts = next(iter(found.values())).districts
    names = ", ".join(_(data.district_name(key)) for key in districts)
    title = Markup("{}<span class='when'>{}</span>").format(_("Sum"), text(names))
    if len(districts) == len(data.districts):
        title = text(_("Sum of all districts"))
    return Markup("<tr class='sum'><th scope='row'>{}</th>{}</tr>").format(title, joined(cells))


def _sum_cell(found: Sum, whole: float = 0) -> Markup:
    mark = Markup("<sup>†</sup>") if found.computed != found.printed else ""
    share = share_words(found.computed / whole) if whole else ""
    return _cell(Markup("{}{}").format(number(found.computed), mark), share)


def _checks(data: DataSet, measure: str, rows: Sequence[CensusRow]) -> Markup:
    """Return what the sums of the printed numbers say about them."""
    told = [*_impossible(data, rows), *_wrong_sums(data, measure)]
    items = joined(Markup("<li>{}</li>").format(text(one)) for one in told)
    return Markup("<h3>{}</h3><ul>{}</ul>").format(_("Do the printed numbers add up?"), items)


def _impossible(data: DataSet, rows: Sequence[CensusRow]) -> Iterator[str]:
    """Yield the districts whose groups, as printed, are more people than all."""
    for row in rows:
        groups = sum(figures.printed_value(data, share.figure) for share in row.shares.values())
        everybody = figures.printed_value(data, row.total)
        if groups > everybody:
            yield _(
                "{name}: the groups as printed are {groups} people, {more} more than all people as "
                "printed ({all})."
            ).format(
                name=_(data.district_name(row.district_id)),
                groups=number(groups),
                more=number(groups - everybody),
                all=number(everybody),
            )


def _wrong_sums(data: DataSet, measure: str) -> Iterator[str]:
    """Yield whether the printed sums fit what they sum, then those that corrections change."""
    found = figures.sums(data, measure)
    wrong = [one for one in found if one.computed_printed != one.printed]
    if found and not wrong:
        yield _("Every printed sum is the sum of the numbers printed for the districts.")
    for one in wrong:
        yield _("{group}: printed as {printed}, but the printed numbers add up to {sum}.").format(
            group=group_words(one.figure.group),
            printed=number(one.printed),
            sum=number(one.computed_printed),
        )
    for one in found:
        if one.computed != one.computed_printed:
            yield _("{group}, {names}: printed as {printed}; {sum} with the corrections.").format(
                group=group_words(one.figure.group),
                names=", ".join(_(data.district_name(key)) for key in one.districts),
                printed=number(one.printed),
                sum=number(one.computed),
            )


def _corrections(data: DataSet, measure: str) -> Markup:
    """Return what was printed, what it should be, and why, of every figure of a census."""
    rows = joined(
        _correction(data, figure, fix, figure.measure.removeprefix(measure))
        for figure in data.population
        if figure.measure.startswith(measure)
        for fix in figures.corrections_of(data, figure)
    )
    if not rows:
        return Markup()
    heads = (_("Figure"), _("Printed"), _("Corrected"), _("Why"))
    head = joined(Markup("<th scope='col'>{}</th>").format(name) for name in heads)
    return Markup(
        "<h3>{}</h3><div class='scroll' tabindex='0'><table class='corrections'><thead><tr>{}</tr>"
        "</thead><tbody>{}</tbody></table></div>"
    ).format(_("† Misprints and corrections"), head, rows)


def _correction(data: DataSet, figure: Figure, fix: Correction, ending: str) -> Markup:
    ids = [figure.area_id] if figure.area_id else figures.summed_districts(data, ending)
    where = ", ".join(_(data.area_name(area_id)) for area_id in ids)
    used = _("used here") if fix.effect == "applied" else _("noted")
    return Markup(
        "<tr><td>{}</td><td>{}</td><td><strong>{}</strong><span class='when'>{}</span></td>"
        "<td>{} {}</td></tr>"
    ).format(
        text(f"{where}: {group_words(figure.group)}"),
        text(fix.printed),
        text(fix.corrected),
        used,
        text(_(fix.reason)),
        cite(data, fix.sources),
    )


def _growth(data: DataSet, measure: str) -> Markup:
    """Return the census beside the population that the data set counts, and the change."""
    later = data.settings.population
    grown = figures.change(data, measure, later)
    if not grown or later == measure:
        return Markup()
    first, second = (figures.district_figures(data, one) for one in (measure, later))
    before = [first[key].value or 0 for key in grown]
    after = [second[key].value or 0 for key in grown]
    names = [*(_(data.district_name(key)) for key in grown), _("Sum")]
    rows = zip(names, [*before, sum(before)], [*after, sum(after)], strict=True)
    heads = (_("District"), measure_words(data, measure), measure_words(data, later), _("Change"))
    head = joined(
        Markup("<th scope='col' class='number'>{}</th>").format(name) for name in heads[1:]
    )
    body = joined(
        Markup("<tr><th scope='row'>{}</th>{}</tr>").format(
            text(name), joined([_cell(number(a)), _cell(number(b)), _cell(_signed(b / a - 1))])
        )
        for name, a, b in rows
    )
    said = _wrong_sums(data, later)
    sources = dict.fromkeys(source for figure in second.values() for source in figure.sources)
    return Markup(
        "<h3>{}</h3><table class='growth'><thead><tr><th scope='col'>{}</th>{}</tr></thead>"
        "<tbody>{}</tbody></table>{}{}"
    ).format(
        _("From one census to the next"),
        heads[0],
        head,
        body,
        joined(Markup("<p class='quiet'>{}</p>").format(text(one)) for one in said),
        source_line(Markup("{} {}").format(_("Source:"), cite(data, sources))),
    )


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else ''}{percent(share)}"
