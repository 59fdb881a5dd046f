"""A small map of one day as SVG that stands alone, for pages that show several days at once.

The colours follow the page's theme, as an image too: browsers hand its ``color-scheme`` on to it.
"""

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from markupsafe import escape
from shapely.geometry import Polygon, box

from geodata.control import AreaState, State, state_on
from geodata.model import UNKNOWN, DataSet
from geodata.safe import plain_text
from geodata.sketch import hosts, sketch
from geodata.translate import gettext as _
from geodata.translate import language
from geodata.words import date_words

LABELLED = 400  # px: narrower pictures have no names
LETTER = 0.56  # of the font size: how wide a letter is, about
SHIFTS = (0, -6, 6, -12, 12)  # px up or down, where a name would touch another
LINE = 18  # letters in a line of a long name

_INK = ("#1b1e23", "#ece9e2")
_PAPER = ("#fbfaf7", "#14171b")
_MARK = ("#ffffff", "#0d1014")
_MARKS = {
    "lines": '<path class="s" stroke-opacity=".5" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>',
    "dots": '<circle class="m" fill-opacity=".85" cx="4" cy="4" r="1.5"/>',
    "cross": '<path class="s" stroke-opacity=".6" d="M0 4H8M4 0V8"/>',
}
_HATCH = '<path class="h" d="M-2 6 2 10M0 0 8 8M6-2 10 2"/>'


def small_map(  # noqa: PLR0913 -- by keyword
    data: DataSet,
    day: dt.date,
    *,
    width: int,
    selected: str = "",
    outlined: Iterable[str] = (),
    dark: bool = False,
) -> str:
    """Return the state at the end of ``day`` as an ``<svg>``, ``width`` px wide.

    ``selected`` (one) and ``outlined`` (any number) are ids of districts or context areas; they get
    a heavy and a light outline. A picture of 400 px or more has names. ``dark`` draws for a dark
    page whatever the theme. ValueError for a day outside the record.
    """
    return _drawn(data, day, width, selected, frozenset(outlined), dark, language())


def small_map_words(data: DataSet, day: dt.date) -> str:
    """Return what the picture shows, in words: who controlled what."""
    found: dict[str, list[str]] = {}
    for area_id, controller_id in _told(data, state_on(data, day)):
        name = plain_text(_(data.area_name(area_id)))
        found.setdefault(controller_id, []).append(name)
    told = (
        _("{controller}: {names}.").format(
            controller=plain_text(_(controller.label)), names="; ".join(found[controller.id])
        )
        for controller in data.settings.controllers
        if controller.id in found
    )
    return " ".join([_title(day), *told])


def _title(day: dt.date) -> str:
    return _("Map of {date}.").format(date=date_words(day))


def _told(data: DataSet, state: State) -> Iterator[tuple[str, str]]:
    """Yield ids and controllers: of a district, or of its parts where they differ."""
    for district in state.districts:
        if len({part.controller for part in district.parts}) == 1:
            yield district.id, district.controller
        else:
            yield from ((part.area_id, part.controller) for part in district.parts)
    yield from ((area.area_id, area.controller) for area in _apart(data, state))


def _apart(data: DataSet, state: State) -> list[AreaState]:
    """Return the context areas; one inside a district only while another controls the district."""
    around = hosts(data)
    of = {district.id: district.controller for district in state.districts}
    return [area for area in state.context if of.get(around[area.area_id]) != area.controller]


@lru_cache(maxsize=512)
def _drawn(  # noqa: PLR0913, PLR0917 -- all that makes a difference, the key of the cache
    data: DataSet,
    day: dt.date,
    width: int,
    selected: str,
    outlined: frozenset[str],
    dark: bool,
    _language: str,
) -> str:
    picture = _Picture(data, day, width)
    body = "".join(
        [
            f"<title>{escape(_title(day))}</title>",
            f"<desc>{escape(small_map_words(data, day))}</desc>",
            f"<style>{_style(data, dark=dark)}</style>",
            *picture.areas(),
            *picture.lines(),
            *picture.outlines(selected, outlined),
            *(picture.names() if width >= LABELLED else ()),
        ]
    )
    height = f"{picture.ground.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="small-map" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}">{body}</svg>'
    )


def _style(data: DataSet, *, dark: bool) -> str:
    """Return the rules; each colour first for browsers that know one theme only."""

    def rule(name: str, colours: tuple[str, str], key: str, more: str = "") -> str:
        both = (colours[1],) if dark else (colours[0], f"light-dark({','.join(colours)})")
        return f".small-map .{name}{{{''.join(f'{key}:{one};' for one in both)}{more}}}"

    line = "fill:none;stroke-linejoin:round;stroke-linecap:round;stroke-width:"
    return "".join(
        [
            # Only where it is an image of its own: inside a page the page has the say.
            "" if dark else "svg:root{color-scheme:light dark}",
            *(rule(f"k-{c.id}", (c.color, c.dark), "fill") for c in data.settings.controllers),
            rule("m", _MARK, "fill"),
            rule("s", _MARK, "stroke", "fill:none"),
            rule("h", _INK, "stroke", f"{line}1.2;stroke-opacity:.6"),
            rule("b", _PAPER, "stroke", f"{line}1.3"),
            rule("c", _INK, "stroke", "stroke-width:1.2;stroke-linecap:round;fill-opacity:.55"),
            ".small-map .c{stroke-dasharray:.5 3.2}",
            rule("l", _INK, "stroke", f"{line}1.6;stroke-dasharray:5 4"),
            rule("o", _INK, "stroke", f"{line}2"),
            ".small-map .o1{stroke-width:3.2}",
            rule("n", _INK, "fill", "text-anchor:middle;font:600 13.5px system-ui,sans-serif"),
            rule("n", _PAPER, "stroke", "stroke-width:3px;stroke-linejoin:round"),
            ".small-map .n{paint-order:stroke;stroke-opacity:.75}",
            ".small-map .i{font-weight:500;font-style:italic;font-size:12.8px}",
        ]
    )


class _Picture:
    """The parts of one picture, from the ground up."""

    def __init__(self, data: DataSet, day: dt.date, width: int) -> None:
        self.data = data
        self.day = day
        self.width = width
        self.ground = sketch(data, width)
        self.state = state_on(data, day)

    @cached_property
    def apart(self) -> set[str]:
        return {area.area_id for area in _apart(self.data, self.state)}

    def areas(self) -> Iterator[str]:
        """Yield the patterns, then all areas in their colours, and the borders of districts."""
        parts = [part for district in self.state.districts for part in district.parts]
        patterns = (self._pattern(area) for area in (*parts, *self.state.context))
        yield f"<defs>{''.join(dict.fromkeys(patterns))}</defs>"
        inside = [area for area in self.state.context if hosts(self.data)[area.area_id]]
        for area in (*parts, *inside):
            # The stroke in the same paint closes the seam between neighbours.
            paint = f"url(#{_look(area)})"
            path = self.ground.areas[area.area_id]
            yield f'<path fill="{paint}" stroke="{paint}" stroke-width=".7" d="{path}"/>'
        yield f'<path class="b" d="{self.ground.borders}"/>'
        for area in self.state.context:
            if area.area_id in self.apart:
                path = self.ground.areas[area.area_id]
                fill = "none" if area in inside else f"url(#{_look(area)})"
                yield f'<path class="c" fill="{fill}" d="{path}"/>'

    def _pattern(self, area: AreaState) -> str:
        """Return the controller's colour and pattern as a tile, hatched where there is doubt."""
        look = _look(area)
        mark = _MARKS.get(self.data.settings.controller(area.controller).pattern, "")
        return (
            f'<pattern id="{look}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect class="k-{area.controller}" width="8" height="8"/>{mark}'
            f"{_HATCH if look.endswith('-h') else ''}</pattern>"
        )

    def lines(self) -> Iterator[str]:
        """Yield the lines that are drawn on the day."""
        for line in self.data.settings.lines:
            lasts = line.start <= self.day and (line.end is None or self.day < line.end)
            if lasts and line.id in self.ground.lines:
                yield f'<path class="l" d="{self.ground.lines[line.id]}"/>'

    def outlines(self, selected: str, outlined: Iterable[str]) -> Iterator[str]:
        """Yield the outlines that make areas stand out, the selected one over all."""
        names = dict.fromkeys(sorted(outlined), "o") | {selected: "o o1"}
        for area_id in (*sorted(names.keys() - {selected}), selected):
            if area_id in self.ground.outlines:
                path = self.ground.outlines[area_id]
                yield f'<path class="{names[area_id]}" d="{path}"/>'

    def names(self) -> Iterator[str]:
        """Yield names, districts first; what would touch an earlier one or the edge is left out."""
        placed: list[Polygon] = []
        frame = box(0, 0, self.width, self.ground.height)
        for area_id, (x, y) in self.ground.labels.items():
            context = area_id not in self.data.districts
            if context and area_id not in self.apart:
                continue
            lines = textwrap.wrap(plain_text(_(self.data.area_name(area_id))), LINE) or [""]
            size = 12.8 if context else 13.5
            half, high = max(map(len, lines)) * size * LETTER / 2, len(lines) * size
            for shift in SHIFTS:
                top = y - high / 2 + shift
                place = box(x - half, top, x + half, top + high)
                if frame.covers(place) and not any(place.intersects(other) for other in placed):
                    placed.append(place)
                    yield _name(lines, x, top, size, "n i" if context else "n")
                    break


def _look(area: AreaState) -> str:
    doubtful = area.contested or (not area.certain and area.controller != UNKNOWN)
    return f"p-{area.controller}{'-h' if doubtful else ''}"


def _name(lines: list[str], x: float, top: float, size: float, kind: str) -> str:
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{top + (i + 0.8) * size:.0f}">{escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return f'<text class="{kind}">{spans}</text>'
