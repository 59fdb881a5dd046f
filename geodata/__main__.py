"""The command line: ``python -m geodata check|state|changes|export|take|build``."""

import argparse
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path

from geodata.caps import CAPS, FIELDS, Caps, read_cap
from geodata.control import DistrictState, State, changes, state_on
from geodata.dates import parse_day
from geodata.export import changes_json, state_json
from geodata.load import DEFAULT, load
from geodata.model import DataSet
from geodata.problems import DataSetError, Problem
from geodata.tables import TABLES
from geodata.translate import gettext as _
from geodata.translate import ngettext

WRONG_DATA = 1
WRONG_DATE = 2
WRONG_FORMAT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 for a data set with problems or 2 for a wrong date or format."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may lack a letter of the data
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except DataSetError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return WRONG_DATA
    except BrokenPipeError:
        # The reader has enough (| head). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geodata", description=_("Who controlled which district on which day.")
    )
    commands = parser.add_subparsers(required=True, metavar=_("COMMAND"))
    dataset = argparse.ArgumentParser(add_help=False)
    dataset.add_argument(
        "--dataset", type=Path, default=DEFAULT, metavar=_("FOLDER"), help=_("another data set")
    )
    capped = argparse.ArgumentParser(add_help=False, parents=[dataset])
    caps = capped.add_argument_group(_("what is larger is refused"))
    for name, field in FIELDS.items():
        default = getattr(CAPS, field)
        read = partial(_cap, name)
        caps.add_argument(f"--max-{name}", dest=field, type=read, default=default, metavar="N")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help=_("print JSON"))

    check = commands.add_parser("check", parents=[capped], help=_("check a data set"))
    check.add_argument("folder", nargs="?", type=Path, metavar=_("FOLDER"), help=_("its folder"))
    check.set_defaults(run=_check)
    state = commands.add_parser("state", parents=[capped, as_json], help=_("print one day"))
    state.add_argument("date", metavar=_("DATE"), help=_("a day as YYYY-MM-DD"))
    state.set_defaults(run=_state)
    listing = commands.add_parser(
        "changes", parents=[capped, as_json], help=_("print every change of control")
    )
    listing.set_defaults(run=_changes)
    export = commands.add_parser(
        "export", parents=[capped], help=_("write the replay as one file that needs no server")
    )
    export.add_argument("file", type=Path, metavar=_("FILE"), help=_("the page, as replay.html"))
    export.set_defaults(run=_export)
    take = commands.add_parser(
        "take", parents=[capped], help=_("write the record in the format of another program")
    )
    formats = _("control.csv, .geojson, .gpkg or .parquet; datapackage.zip; a table as events.csv")
    take.add_argument("format", metavar=_("FORMAT"), help=formats)
    take.add_argument("out", type=Path, metavar=_("OUT"), help=_("a file, or a folder"))
    take.set_defaults(run=_take)
    build = commands.add_parser("build", parents=[dataset], help=_("build the shapes from raw/"))
    build.set_defaults(run=_build)
    return parser


def _cap(name: str, text: str) -> float:
    try:
        return read_cap(name, text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _load(options: argparse.Namespace) -> DataSet:
    caps = Caps(**{field.name: getattr(options, field.name) for field in fields(Caps)})
    return load(options.dataset, caps)


def _check(options: argparse.Namespace) -> int:
    options.dataset = options.folder or options.dataset
    try:
        data = _load(options)
    except DataSetError as error:
        return _print_problems(error.problems)
    found = ((table, len(getattr(data, table.name))) for table in TABLES)
    rows = ", ".join(
        f"{table.name} {count}" for table, count in found if count or not table.optional
    )
    print(
        _("{title} {version}: no problems. Rows: {rows}, shapes {shapes}").format(
            title=data.title, version=data.version, rows=rows, shapes=len(data.shapes)
        )
    )
    return 0


def _print_problems(problems: Sequence[Problem]) -> int:
    print(*problems, sep="\n", flush=True)
    closing = ngettext("{count} problem", "{count} problems", len(problems))
    print(closing.format(count=len(problems)), file=sys.stderr)
    return WRONG_DATA


def _state(options: argparse.Namespace) -> int:
    data = _load(options)
    try:
        day = parse_day(options.date, data.settings.start, data.settings.end)
    except ValueError as error:
        print(error, file=sys.stderr)
        return WRONG_DATE
    if options.json:
        _print_json(state_json(data, day))
    else:
        _print_state(data, state_on(data, day))
    return 0


def _changes(options: argparse.Namespace) -> int:
    data = _load(options)
    if options.json:
        _print_json(changes_json(data))
        return 0
    head = (_("date"), _("area"), _("before"), _("after"), _("between"))
    rows = (
        (
            str(change.date),
            _(change.name),
            _label(data, change.before),
            _label(data, change.after),
            _span(change.earliest, change.latest),
        )
        for change in changes(data)
    )
    _print_table(head, rows)
    return 0


def _export(options: argparse.Namespace) -> int:
    from geodata.replay import standalone  # noqa: PLC0415 -- folium takes half a second

    return _write(options.file, standalone(_load(options)).encode())


def _take(options: argparse.Namespace) -> int:
    from geodata import takeaway  # noqa: PLC0415 -- pyarrow and GDAL take a tenth of a second

    if options.format not in takeaway.FORMS:
        known = ", ".join(takeaway.FORMS)
        line = _("{format} is no format: choose one of {known}")
        print(line.format(format=options.format, known=known), file=sys.stderr)
        return WRONG_FORMAT
    data = _load(options)
    out = options.out
    if out.is_dir():
        out /= takeaway.file_name(data, options.format)
    return _write(out, takeaway.make(data, options.format))


def _write(file: Path, content: bytes) -> int:
    try:
        file.write_bytes(content)
    except OSError as error:
        print(_("{file}: {reason}").format(file=file, reason=error.strerror), file=sys.stderr)
        return WRONG_DATA
    print(_("{file}: {size} kB").format(file=file, size=round(len(content) / 1000)))
    return 0


def _build(options: argparse.Namespace) -> int:
    from geodata.boundaries import write  # noqa: PLC0415 -- no other command needs it

    write(options.dataset)
    return 0


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_state(data: DataSet, state: State) -> None:
    head = (_("district"), _("controller"), _("since"), _("until"), _("certain"), _("held km²"))
    _print_table(head, (_state_row(data, district) for district in state.districts))
    totals = state.totals
    print(
        _("{subject}: {districts} of {all} districts, {held} of {area} km² ({share})").format(
            subject=_label(data, data.settings.subject),
            districts=totals.districts_held,
            all=len(state.districts),
            held=f"{totals.held_km2:,}",
            area=f"{totals.area_km2:,}",
            share=f"{totals.held_share:.1%}",
        )
        + _("; {population} people ({measure})").format(
            population=f"{totals.population:,}", measure=data.settings.population
        )
    )


def _state_row(data: DataSet, district: DistrictState) -> tuple[str, ...]:
    certainty = _("certain") if district.certain else _("not certain")
    return (
        _(district.name),
        _label(data, district.controller),
        str(district.since),
        str(district.until or ""),
        f"{certainty}, {_('contested')}" if district.contested else certainty,
        _("{held} of {area}").format(held=f"{district.held_km2:,}", area=f"{district.area_km2:,}"),
    )


def _label(data: DataSet, controller_id: str) -> str:
    return _(data.settings.controller(controller_id).label)


def _span(earliest: date | None, latest: date | None) -> str:
    if earliest == latest:
        return str(earliest)
    return _("{earliest} to {latest}").format(earliest=earliest or "…", latest=latest or "…")


def _print_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


if __name__ == "__main__":
    sys.exit(main())
