"""Text from outside made harmless for a spreadsheet, which takes some first characters for a formula."""

from __future__ import annotations

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet reads as text: an apostrophe precedes what could start a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
