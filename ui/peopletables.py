"""Tables of figures about people: one measure by district, those of one kind, what is disputed."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from geodata import figures
from geodata.figurewords import claim_words, measure_words, preferred_words
from geodata.model import Claim, DataSet, Figure
from geodata.safe import plain_text
from geodata.translate import gettext as _
from geodata.words import number, uncertain_words
from ui.markup import cite, joined, text


def group_sign(pair: tuple[str, str]) -> Markup:
    """Return the colour of a group, on light and on dark pages, as a sign of a legend."""
    return Markup('<i class="swatch" style="--light:{};--dark:{}"></i>').format(*pair)


def measure_table(data: DataSet, measure: str) -> Markup:
    """Return the figures of a measure by district, with their sum where they can be added."""
    found = figures.district_figures(data, measure)
    rows = joined(
        Markup("<tr><th scope='row'>{}</th><td class='number'>{}</td><td>{}{}</td></tr>").format(
            text(_(data.district_name(key))),
            preferred_words(data, figure),
            _as_printed(data, figure),
            _sources(data, figure),
        )
        for key, figure in found.items()
    )
    dates = dict.fromkeys(figure.as_of for figure in found.values() if figure.as_of)
    when = ", ".join(uncertain_words(date) for date in dates)
    title = measure_words(data, measure)
    return Markup(
        "<h3>{}</h3><table><thead><tr><th scope='col'>{}</th><th scope='col' class='number'>{}</th>"
        "<th scope='col'>{}</th></tr></thead><tbody>{}{}</tbody></table>{}"
    ).format(
        title if when in title else f"{title} · {when}",
        _("District"),
        _("People"),
        _("Source"),
        rows,
        _sum_row(found.values()),
        _notes(data, found.values()),
    )


def _sources(data: DataSet, figure: Figure) -> Markup:
    """Return who gives the figure; where sources differ, what each of them has."""
    claims = figures.claims_of(data, figure)
    each = (
        Markup("{} {}").format(text(claim_words(claim)), cite(data, claim.sources))
        for claim in claims
    )
    return joined(each, "; ") if claims else cite(data, figure.sources)


def _as_printed(data: DataSet, figure: Figure) -> Markup:
    """Return what the source prints, where it is more than the number, and the only one."""
    if figures.claims_of(data, figure):
        return Markup()
    if figure.value is not None and figure.printed in {"", number(figure.value), f"{figure.value}"}:
        return Markup()
    return Markup("“{}” ").format(text(_(figure.printed))) if figure.printed else Markup()


def _sum_row(found: Iterable[Figure]) -> Markup:
    """Return the sum of the figures; of ranges, the sums of both ends."""
    ends = [
        (figure.value, figure.value) if figure.value is not None else (figure.low, figure.high)
        for figure in found
    ]
    lows, highs = [low for low, _high in ends], [high for _low, high in ends]
    if None in lows or None in highs:
        return Markup()
    low, high = (sum(value or 0 for value in values) for values in (lows, highs))
    total = number(low) if low == high else f"{number(low)}–{number(high)}"
    return Markup(
        "<tr class='sum'><th scope='row'>{}</th><td class='number'>{}</td><td>{}</td></tr>"
    ).format(_("Sum"), total, _("computed"))


def _notes(data: DataSet, found: Iterable[Figure]) -> Markup:
    """Return the notes, each once, with the districts that it is about."""
    notes: dict[str, list[str]] = {}
    for figure in found:
        if figure.note:
            notes.setdefault(figure.note, []).append(_(data.district_name(figure.area_id)))
    return joined(
        Markup("<p class='quiet'>{}</p>").format(text(f"{', '.join(names)}: {_(note)}"))
        for note, names in notes.items()
    )


def family(data: DataSet, name: str, found: Sequence[Figure]) -> Markup:
    """Return figures of one kind, each with its date, its range as a bar, and who gives it."""
    most = max((_end(figure) for figure in found), default=0)
    rows = joined(_row(data, figure, most) for figure in found)
    return Markup(
        "<h2>{}</h2><div class='scroll' tabindex='0'><table class='figures'><thead><tr>"
        "<th scope='col'>{}</th><th scope='col' class='number'>{}</th><th scope='col'>{}</th>"
        "<th scope='col'>{}</th></tr></thead><tbody>{}</tbody></table></div>"
    ).format(
        measure_words(data, name), _("When"), _("People"), _("To scale"), _("What and who"), rows
    )


def _end(figure: Figure) -> float:
    return max(figure.value or 0, figure.low or 0, figure.high or 0)


def _row(data: DataSet, figure: Figure, most: float) -> Markup:
    where = _(data.area_name(figure.area_id)) if figure.area_id else ""
    printed = f"“{plain_text(_(figure.printed))}”" if _as_printed(data, figure) else ""
    told = ". ".join(part.rstrip(".") for part in (where, printed, _(figure.note)) if part)
    several = ":" if told and figures.claims_of(data, figure) else ""
    return Markup(
        "<tr><td>{}</td><td class='number'>{}</td><td>{}</td><td>{}{} {}</td></tr>"
    ).format(
        uncertain_words(figure.as_of) if figure.as_of else "–",
        preferred_words(data, figure),
        range_bar(figure, most),
        text(told),
        several,
        _sources(data, figure),
    )


def range_bar(figure: Figure, most: float) -> Markup:
    """Return a figure as a mark on a line that is ``most`` people long, a range as a stretch."""
    low = figure.value if figure.value is not None else figure.low
    high = figure.value if figure.value is not None else figure.high
    if (low is None and high is None) or not most:
        return Markup()
    begin = 100 * (low or 0) / most
    end = 100 if high is None else 100 * high / most
    kind = "point" if low == high else "open" if high is None else "span"
    return Markup(
        '<span class="to-scale" aria-hidden="true">'
        '<i class="{}" style="left:{:.2f}%;width:{:.2f}%"></i></span>'
    ).format(kind, begin, end - begin)


def disputed(data: DataSet) -> Markup:
    """Return the figures on which sources differ, those of one conflict together."""
    found = figures.disputed(data)
    if not found:
        return Markup()
    rows = joined(
        joined(_claim_row(data, claim, first=index == 0) for index, claim in enumerate(claims))
        for claims in found
    )
    return Markup(
        "<h2>{}</h2><p>{}</p><div class='scroll' tabindex='0'><table class='claims'><thead><tr>"
        "<th scope='col'>{}</th><th scope='col' class='number'>{}</th><th scope='col'>{}</th>"
        "</tr></thead><tbody>{}</tbody></table></div>"
    ).format(
        _("Where sources differ"),
        _("Each figure as its source has it; the one in bold is preferred."),
        _("Where"),
        _("Figure"),
        _("What, and who says so"),
        rows,
    )


def _claim_row(data: DataSet, claim: Claim, *, first: bool) -> Markup:
    unit = "" if claim.unit == "people" else f" {claim.unit}"
    return Markup(
        "<tr{}><td>{}</td><td class='number'><span class='{}'>{}</span></td><td>{} {}</td></tr>"
    ).format(
        Markup(" class='first'") if first else "",
        text(_(data.area_name(claim.area_id)) if claim.area_id else _("All districts")),
        claim.weight,
        text(claim_words(claim) + unit),
        text(_(claim.note)),
        cite(data, claim.sources),
    )
