"""Figures about people in the reader's words."""

from geodata.model import DataSet, Figure
from geodata.safe import plain_text
from geodata.translate import gettext as _
from geodata.words import number, percent

TINY = 0.001  # a share under it needs two decimals


def measure_words(data: DataSet, measure: str) -> str:
    """Return what a measure counts; one that is not known here by its name in the file."""
    short = _(data.settings.controller(data.settings.subject).short)
    known = {
        "population_1989": _("Population, census of 1989"),
        "census_1979": _("Population, census of 1979"),
        "settlers": _("People living in the districts under {short} control"),
        "settlers_2005": _("People living in the districts under {short} control, 2005"),
        "displacement": _("Displaced people and refugees"),
        "remaining": _("People who remained"),
        "resettled": _("People resettled"),
    }
    return plain_text(known.get(measure, measure.replace("_", " ")).format(short=short))


def group_words(group: str) -> str:
    """Return a group of a census; one that is not known here by its name in the file."""
    known = {
        "total": _("All"),
        "azerbaijanis": _("Azerbaijanis"),
        "armenians": _("Armenians"),
        "lezgins": _("Lezgins"),
        "russians": _("Russians"),
        "kurds": _("Kurds"),
    }
    return known.get(group, plain_text(group))


def figure_words(figure: Figure) -> str:
    """Return a figure with its range; words where the source gives no number.

    >>> from geodata.load import load
    >>> found = {figure.figure_id: figure for figure in load().population}
    >>> figure_words(found["AZ-QBI/settlers_2005/total"])
    '1,000–1,500'
    >>> figure_words(found["AZ-FUZ/settlers_2005/total"])
    'under 10'
    >>> figure_words(found["total/resettled/total"])
    'hundreds'
    """
    value, low, high = figure.value, figure.low, figure.high
    if value is not None:
        return number(value)
    if low and high is not None:
        return f"{number(low)}–{number(high)}"
    if high is not None:
        return _("under {number}").format(number=number(high))
    if low is not None:
        return _("over {number}").format(number=number(low))
    return plain_text(_(figure.printed)) or "–"


def share_words(share: float) -> str:
    """Return a share with one decimal, a tiny one with two.

    >>> [share_words(share).replace(chr(0x202F), " ") for share in (0.0000987, 0.9954)]
    ['0.01 %', '99.5 %']
    """
    return percent(share, "0.0#\u202f%") if 0 < share < TINY else percent(share)
