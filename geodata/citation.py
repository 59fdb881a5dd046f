"""How to cite the data set, or the map on one day, in words and for reference managers."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.takeaway.about import about, stem
from geodata.translate import gettext as _
from geodata.words import date_words

_SHORT = 7  # digits of the revision: enough to tell versions apart
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "–": "--",
}
_ADDRESS = "!#$%&'()*+,/:;=?@[]~"  # what may stand in an address as it is


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation is made of; ``key`` stays the same however the texts are worded."""

    key: str
    authors: tuple[str, ...]
    year: str
    title: str
    version: str
    revision: str
    address: str
    accessed: dt.date
    is_view: bool = False


def of_dataset(data: DataSet, address: str, today: dt.date) -> Reference:
    """Return the reference to the whole data set; an ``address`` of "" is left out."""
    known = about(data)
    return Reference(
        key=stem(data),
        authors=known.authors,
        year=known.year,
        title=plain_text(data.title),
        version=plain_text(data.version),
        revision=data.revision[:_SHORT],
        address=quote(plain_text(address), safe=_ADDRESS),
        accessed=today,
    )


def of_view(data: DataSet, date: dt.date, selected: str, address: str, today: dt.date) -> Reference:
    """Return the reference to the map on a day; ``selected`` is a district, an area or ""."""
    whole = of_dataset(data, address, today)
    place = plain_text(_(data.area_name(selected))) if selected else ""
    words = ", ".join(filter(None, (place, date_words(date))))
    return Reference(
        key="-".join(filter(None, (whole.key, date.isoformat(), _key(selected)))),
        authors=whole.authors,
        year=whole.year,
        title=_("{title}: {view}").format(title=whole.title, view=words),
        version=whole.version,
        revision=whole.revision,
        address=whole.address,
        accessed=today,
        is_view=True,
    )


def as_text(reference: Reference) -> str:
    """Return the citation in words, in the manner of APA."""
    kind = _("Interactive map") if reference.is_view else _("Data set")
    what = _("{title} (version {version}, revision {revision}) [{kind}]").format(
        title=reference.title,
        version=reference.version,
        revision=reference.revision,
        kind=kind,
    )
    year = _("({year})").format(year=reference.year or _("n.d."))
    authors = ", ".join(reference.authors)
    parts = [f"{authors} {year}. {what}." if authors else f"{what} {year}."]
    if reference.address:
        retrieved = _("Retrieved {date}, from {address}")
        parts.append(
            retrieved.format(date=date_words(reference.accessed), address=reference.address)
        )
    return " ".join(parts)


def as_bibtex(reference: Reference) -> str:
    """Return the citation as a BibTeX entry that LaTeX and biblatex take."""
    kind = "Interactive map" if reference.is_view else "Data set"
    version = f"{reference.version}, revision {reference.revision}"
    fields = {
        "author": " and ".join(f"{{{latex(name)}}}" for name in reference.authors),
        "title": f"{{{latex(reference.title)}}}",
        "year": reference.year,
        "howpublished": f"{kind}, version {latex(version)}",
        "url": reference.address,
        "urldate": reference.accessed.isoformat() if reference.address else "",
    }
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{reference.key},\n{''.join(lines)}}}"


def as_csl(reference: Reference) -> dict[str, Any]:
    """Return the citation as an item of CSL-JSON, which Zotero and pandoc read."""
    day = reference.accessed
    found = {
        "id": reference.key,
        "type": "map" if reference.is_view else "dataset",
        "author": [{"literal": name} for name in reference.authors],
        "issued": {"date-parts": [[int(reference.year)]]} if reference.year else None,
        "title": reference.title,
        "version": f"{reference.version}, revision {reference.revision}",
        "URL": reference.address,
        "accessed": {"date-parts": [[day.year, day.month, day.day]]} if reference.address else None,
    }
    return {name: value for name, value in found.items() if value}


def latex(text: str) -> str:
    r"""Return ``text`` with what LaTeX takes for commands escaped.

    >>> latex("50 % of A_b & {c}")
    '50 \\% of A\\_b \\& \\{c\\}'
    """
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
