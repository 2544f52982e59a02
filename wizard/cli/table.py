"""A table on standard output: columns as wide as their longest cell, the last one free."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.security.plain import plain

_WIDEST = 200  # letters of a cell: one endless name must not push all others off the screen


def _cell(text: str) -> str:
    """The text in one line, and as it is printed, so that columns stay straight."""
    line = plain(" ".join(text.split()))
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print headings and rows; line breaks in cells become spaces. Nothing without rows."""
    if not rows:
        return
    from rich.cells import cell_len  # loaded only when a table is printed

    lines = [[_cell(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(cell_len(line[place]) for line in lines) for place in range(len(headings) - 1)]
    for line in lines:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=False)]
        print("  ".join([*cells, line[-1]]).rstrip())
