"""Text from outside made harmless for a spreadsheet, which takes some first characters for a formula."""

from __future__ import annotations

import re

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

_STARTS = re.compile(r"(^|[,;])(?=\"?[=+\-@\t＝＋－＠])", re.MULTILINE)


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet reads as text: an apostrophe precedes what could start a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def safe_lines(text: str) -> str:
    """Printed text that is saved under the name of a table: the same for everything between commas."""
    return _STARTS.sub(r"\1'", text)
