"""What a comparison of two days comes to: in a sentence, in km², and in the totals of both days."""

from markupsafe import Markup

from geodata.comparison import Comparison
from geodata.model import DataSet
from geodata.translate import gettext as _
from geodata.translate import ngettext
from geodata.words import date_words, number, percent, subject_words
from ui.markup import joined, swatch, text


def lede(data: DataSet, found: Comparison) -> Markup:
    """Return what differs in one sentence, and the km² by who controlled them and who does."""
    labels = {item.id: _(item.label) for item in data.settings.controllers}
    moved = joined(
        Markup("<li><strong>{}</strong> {} <span>{}</span></li>").format(
            _("{km2} km²").format(km2=number(km2)),
            _arrow(data, before, after),
            _("from {before} to {after}").format(before=labels[before], after=labels[after]),
        )
        for (before, after), km2 in found.moved_km2.items()
    )
    listed = Markup('<ul class="moved">{}</ul>').format(moved) if moved else ""
    return Markup('<div class="panel lede" role="status"><p>{}</p>{}</div>').format(
        text(_sentences(found)), listed
    )


def _arrow(data: DataSet, before: str, after: str) -> Markup:
    settings = data.settings
    return Markup('<span aria-hidden="true">{}→{}</span>').format(
        swatch(settings.controller(before)), swatch(settings.controller(after))
    )


def _sentences(found: Comparison) -> str:
    """Return what differs in words: of districts that changed and changed back, too."""
    count = sum(district.differs for district in found.districts)
    restored = sum(bool(district.changes) for district in found.districts) - count
    if found.before.date == found.after.date:
        phrase = _("Both maps show {first}. Choose another day for one of them.")
    elif not found.changes:
        phrase = _(
            "Nothing changed between these days: no change of control is recorded after {first}, "
            "up to {last}."
        )
    elif count:
        phrase = _(
            "From {first} to {last}, control changed in {count} of {all} districts, in whole or in "
            "part."
        )
    elif restored:
        phrase = _("On {last}, control of every district is as on {first}.")
    else:
        phrase = _(
            "From {first} to {last}, control of the districts did not change; that of areas shown "
            "for context did."
        )
    back = ngettext(
        "In between, {count} of {all} districts changed and changed back.",
        "In between, {count} of {all} districts changed and changed back.",
        restored,
    )
    first, last = date_words(found.before.date), date_words(found.after.date)
    whole = len(found.districts)
    told = phrase.format(first=first, last=last, count=count, all=whole)
    return f"{told} {back.format(count=restored, all=whole)}" if restored else told


def totals(data: DataSet, found: Comparison) -> Markup:
    """Return the totals of both days and their difference, in order of time."""
    before, after = found.before.totals, found.after.totals
    short = subject_words(data)
    of_all = _("{held} of {all}")
    count = len(found.districts)
    rows = [
        (
            _("Districts under {short} control").format(short=short),
            of_all.format(held=before.districts_held, all=count),
            of_all.format(held=after.districts_held, all=count),
            _signed(found.districts_held),
        ),
        (
            _("km² under {short} control").format(short=short),
            f"{number(before.held_km2)} ({percent(before.held_share)})",
            f"{number(after.held_km2)} ({percent(after.held_share)})",
            _signed(found.held_km2),
        ),
        (
            _capital(_(data.settings.population_label)),
            number(before.population),
            number(after.population),
            _signed(found.population),
        ),
    ]
    heads = ("", date_words(found.before.date), date_words(found.after.date), _("Difference"))
    head = joined(Markup("<th scope='col'>{}</th>").format(label) for label in heads)
    body = joined(
        Markup("<tr><th scope='row'>{}</th>{}</tr>").format(
            text(label), joined(Markup("<td>{}</td>").format(value) for value in values)
        )
        for label, *values in rows
    )
    return Markup(
        '<div class="panel totals"><h2>{}</h2><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(_("Totals on both days"), head, body)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _signed(value: float) -> str:
    """Return a difference with its sign, a true minus.

    >>> _signed(-7633), _signed(7), _signed(0)
    ('−7,633', '+7', '0')
    """
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value))}"
