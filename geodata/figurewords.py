"""Figures about people, and claims, in the reader's words."""

import re

from babel.numbers import format_decimal

from geodata.dates import parse_uncertain
from geodata.figures import claims_of
from geodata.model import Claim, DataSet, Figure
from geodata.safe import plain_text
from geodata.tables import ABOUT_DATES, ABOUT_NUMBERS
from geodata.translate import gettext as _
from geodata.translate import language
from geodata.words import number, percent, subject_words, uncertain_words

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
TINY = 0.001  # a share under it needs two decimals


def measure_words(data: DataSet, measure: str) -> str:
    """Return what a measure counts; one that is not known here by its name in the file."""
    short = subject_words(data)
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


def preferred_words(data: DataSet, figure: Figure) -> str:
    """Return a figure as the preferred one of the sources that differ on it has it.

    >>> from geodata.load import load
    >>> data = load()
    >>> found = {figure.figure_id: figure for figure in data.population}
    >>> preferred_words(data, found["AZ-LAC/settlers_2005/total"])
    'under 8,000'
    >>> preferred_words(data, found["AZ-AGM/settlers_2005/total"])
    '800–1,000'
    """
    claims = claims_of(data, figure)
    return claim_words(claims[0]) if claims else figure_words(figure)


def claim_words(claim: Claim) -> str:
    """Return what is claimed, without its unit: a date, a figure, or words.

    >>> from geodata.load import load
    >>> found = {claim.claim_id: claim for claim in load().claims}
    >>> [claim_words(found[claim_id]) for claim_id in ("C-20a", "C-20c", "C-20d")]
    ['under 8,000', '8,000–11,000', 'about 1,500']
    """
    if claim.about in ABOUT_DATES:
        return uncertain_words(parse_uncertain(claim.value))
    if claim.about not in ABOUT_NUMBERS:
        return _(claim.value)
    value = _NUMBER.sub(_grouped, claim.value)
    told = {"~": _("about {number}"), "<": _("under {number}")}.get(value[0], "{number}")
    return told.format(number=value.lstrip("~<"))


def _grouped(digits: re.Match[str]) -> str:
    return format_decimal(digits.group(), locale=language())


def share_words(share: float) -> str:
    """Return a share with one decimal, a tiny one with two.

    >>> [share_words(share).replace(chr(0x202F), " ") for share in (0.0000987, 0.9954)]
    ['0.01 %', '99.5 %']
    """
    return percent(share, "0.0#\u202f%") if 0 < share < TINY else percent(share)
