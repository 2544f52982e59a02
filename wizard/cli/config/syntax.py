"""What tomllib says about a text that is no TOML, as a reason of this program and a place."""

from __future__ import annotations

import re

from wizard.cli.config.positions import Position

_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")
# From tomllib's sentences, which are English only and differ between versions, to reasons of this program.
_SYNTAX = (
    ("twice", "twice"),
    ("overwrite", "twice"),
    ("mutate", "twice"),
    ("duplicate", "twice"),
    ("redefine", "twice"),
    ("extend", "twice"),
    ("unclosed array", "unclosed"),
    ("unclosed inline", "unclosed"),
    ("unterminated", "unterminated"),
    ("expected \"'", "unterminated_line"),
    ("expected '\"", "unterminated"),
    ("illegal character", "unterminated_line"),
    ("expected '=' after", "no_equals"),
    ("expected ']", "heading"),
    ("expected newline", "rest_of_line"),
    ("invalid initial character", "key"),
    ("unescaped", "escape"),
    ("escape", "escape"),
    ("hex value", "escape"),
    ("unicode scalar", "escape"),
    ("invalid value", "value"),
    ("invalid date", "value"),
    ("invalid statement", "statement"),
)


def syntax_error(text: str, sentence: str) -> tuple[str, Position]:
    """The reason and the place; `sentence` is tomllib's."""
    place = _PLACE.search(sentence)
    if place is not None and place.group(1):
        at = Position(int(place.group(1)), int(place.group(2)))
    else:
        at = Position(text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)
    lower = sentence.casefold()
    return next((code for part, code in _SYNTAX if part in lower), "statement"), at
