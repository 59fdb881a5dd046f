"""Corrections to what sources print, and the sources themselves with their licence and lean."""

from urllib.parse import urlsplit

from markupsafe import Markup

from geodata.model import Correction, DataSet, Source
from geodata.safe import safe_address
from geodata.translate import gettext as _
from geodata.words import number
from ui.markup import cite, joined, link, text
from ui.tables import Row, table
from ui.topics import Section

_LONG = 20  # sources that a list shows without being opened
_SHORT = 12  # of the digits of a SHA-256


def corrections(data: DataSet) -> list[Section]:
    """Return every correction with its reason, by what is done with it."""
    if not data.corrections:
        return []
    heads = [_("Where"), _("Printed"), _("Corrected"), _("Why"), _("Sources")]
    kinds = {
        "applied": _("Replaced: the corrected value is the one used"),
        "noted": _("Kept as printed, with the correction beside it"),
    }
    parts = [
        _titled(title, table(heads, [_correction(data, row) for row in _with(data, effect)]))
        for effect, title in kinds.items()
    ]
    readings: list[Row] = [
        (_anchor(row), text(_(row.reason)), cite(data, row.sources))
        for row in _with(data, "reading")
    ]
    title = _("Readings: how a source’s text is understood; no value is replaced")
    parts.append(_titled(title, table([_("No."), _("How it is read"), _("Sources")], readings)))
    return [("corrections", _("Corrections"), joined(parts))]


def _with(data: DataSet, effect: str) -> list[Correction]:
    return [row for row in data.corrections if row.effect == effect]


def _titled(title: str, content: Markup) -> Markup:
    return Markup("<h3>{}</h3>{}").format(text(title), content) if content else Markup()


def _anchor(row: Correction) -> Markup:
    return Markup('<span class="anchor" id="correction-{0}">{0}</span>').format(row.correction_id)


def _correction(data: DataSet, row: Correction) -> Row:
    where = Markup("{} {}<br><span class='quiet'>{}</span>").format(
        _anchor(row), text(_place(data, row)), text(f"{row.file} · {row.row} · {row.field}")
    )
    printed, corrected, reason = (
        text(part) for part in (row.printed, row.corrected, _(row.reason))
    )
    return where, printed, corrected, reason, cite(data, row.sources)


def _place(data: DataSet, row: Correction) -> str:
    """Return the name of the area that the corrected row begins with, if it does."""
    area_id = row.row.partition("/")[0]
    known = {name.area_id for name in data.names if (name.lang, name.use) == ("en", "display")}
    return _(data.area_name(area_id)) if area_id in known else ""


def sources(data: DataSet) -> Section:
    """Return every source by kind, with its licence, use and lean, and how many lean which way."""
    kinds = {
        "document": _("Founding documents"),
        "web": _("Pages, reports and documents"),
        "raw": _("Boundary files, kept untouched"),
        "register": _("Registers of names and ids"),
    }
    parts = [_leanings(data)]
    for kind, title in kinds.items():
        found = [source for source in data.sources if source.kind == kind]
        items = joined(map(_source, found))
        listed = Markup('<ul class="bibliography {}">{}</ul>').format(kind, items)
        if found:
            parts.append(_folded(f"{title} ({number(len(found))})", listed, len(found)))
    return "sources", _("Sources"), joined(parts)


def _folded(title: str, listed: Markup, count: int) -> Markup:
    """Return a list under its title, which opens it where it is long."""
    begin = Markup("<details open>") if count <= _LONG else Markup("<details>")
    return Markup("{}<summary>{}</summary>{}</details>").format(begin, title, listed)


def _leans() -> dict[str, str]:
    return {
        "azerbaijani": _("Azerbaijani source"),
        "armenian": _("Armenian source"),
        "russian": _("Russian source"),
        "international": _("international source"),
        "encyclopedia": _("encyclopedia"),
        "other": _("other source"),
    }


def _leanings(data: DataSet) -> Markup:
    found = [source.lean for source in data.sources]
    rows: list[Row] = [
        (text(title), text(number(found.count(lean))))
        for lean, title in _leans().items()
        if lean in found
    ]
    return table([_("On which side the producer is"), _("Sources")], rows, numbers={1})


def _source(source: Source) -> Markup:
    return Markup(
        '<li id="source-{0}"><span class="cite">{0}</span><div><strong>{1}</strong> {2}'
        '<span class="quiet">{3}</span></div></li>'
    ).format(source.source_id, text(source.title), _addresses(source), text(_told(source)))


def _addresses(source: Source) -> Markup:
    found = [address for address in source.address if safe_address(address)]
    return joined((link(address, urlsplit(address).hostname or "") for address in found), " ")


def _told(source: Source) -> str:
    """Return what is known of a source, in one line."""
    licence = source.licence or _("not stated")
    parts = [
        source.producer,
        source.published,
        _("version {version}").format(version=source.version) if source.version else "",
        _leans()[source.lean],
        _("licence: {licence}").format(licence=licence),
        _("used for: {uses}").format(uses=_(source.used_for)) if source.used_for else "",
        f"{source.file}, SHA-256 {source.sha256[:_SHORT]}…" if source.file else "",
        _(source.note),
    ]
    return " · ".join(filter(None, parts))
