"""Rows for the clipboard: a spreadsheet that they are pasted into reads text, never a formula."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.security.spreadsheet import safe_cell


def copied_row(cells: Iterable[str]) -> str:
    """One line, its cells divided by tabs; names come from the directory and may hold anything."""
    return "\t".join(safe_cell(" ".join(cell.split())) for cell in cells)
