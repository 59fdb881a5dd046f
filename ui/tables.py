"""Tables that a narrow window shows as blocks, each field under the heading of its column."""

from collections.abc import Collection, Sequence

from markupsafe import Markup

from ui.markup import joined, text

Row = tuple[Markup, ...]


def table(heads: Sequence[str], rows: Sequence[Row], numbers: Collection[int] = ()) -> Markup:
    """Return a table, nothing if it has no rows; ``numbers`` are the columns set to the right."""
    if not rows:
        return Markup()
    kinds = ["number" if i in numbers else "words" for i in range(len(heads))]
    head = joined(
        Markup('<th scope="col" class="{}">{}</th>').format(kind, text(title))
        for kind, title in zip(kinds, heads, strict=True)
    )
    body = joined(_row(heads, kinds, row) for row in rows)
    counts = len(heads) == len(("what", "how many")) and 1 in numbers
    return Markup('<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        "counts" if counts else "stacked", head, body
    )


def _row(heads: Sequence[str], kinds: Sequence[str], row: Row) -> Markup:
    cells = joined(
        Markup('<td class="{}" data-head="{}">{}</td>').format(kind, title, cell)
        for kind, title, cell in zip(kinds, heads, row, strict=True)
    )
    return Markup("<tr>{}</tr>").format(cells)
