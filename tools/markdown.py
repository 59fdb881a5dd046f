"""Markdown that commands write into a page: tables that read well on a terminal too, and marks."""

from collections.abc import Sequence


def table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns after the first are aligned to the right."""
    rows = [head, *body]
    widths = [max(3, *(len(row[i]) for row in rows)) for i in range(len(head))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    rule = " | ".join("-" * (width - 1) + (":" if i else "-") for i, width in enumerate(widths))
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


def between(page: str, mark: str, text: str) -> str:
    """Return the page with the text between ``<!-- mark -->`` and ``<!-- /mark -->``.

    Raises
    ------
    ValueError
        Where the page lacks them.
    """
    opens, closes = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, opening, rest = page.partition(opens)
    _old, closing, after = rest.partition(closes)
    if not opening or not closing:
        raise ValueError(f"the page needs {opens} and {closes}")
    return f"{before}{opens}\n{text}\n{closes}{after}"
