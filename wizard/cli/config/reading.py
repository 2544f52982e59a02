"""Reads a configuration file strictly: every mistake at once, each with line and column."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from wizard.cli.config.mistakes import ConfigMistakesError, mistakes, unreadable
from wizard.cli.config.model import Config
from wizard.cli.config.positions import Position, Positions
from wizard.file_reasons import file_reason
from wizard.problem import Problem

MAX_BYTES = 1_000_000
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


def read_config(file: Path) -> Config:
    """Read and check a file.

    Raises `ConfigMistakesError` with a problem for each mistake: `config_unreadable` (facts `file`, `why`),
    `config_no_toml` (also `line`, `column`), `config_unknown_key` (`field`, `near`) or `config_bad_value`
    (`field`, `why`, `cause`).
    """
    return parse_config(_text(file), str(file))


def parse_config(text: str, name: str) -> Config:
    """The same for a text; `name` stands for the file in problems."""
    where = Positions(text)
    if where.too_much is not None:
        raise ConfigMistakesError([unreadable(name, where.too_much.why, where.too_much.at)])
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigMistakesError([_syntax(name, text, str(error))]) from None
    except (ValueError, RecursionError, OverflowError, MemoryError):
        # Numbers, dates and nestings that Python itself refuses.
        raise ConfigMistakesError([unreadable(name, "value", Position(1, 1))]) from None
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        found = mistakes(name, error.errors(include_url=False), where)
        raise ConfigMistakesError(found) from None


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ConfigMistakesError([unreadable(str(file), file_reason(error))]) from error
    if len(content) > MAX_BYTES:
        raise ConfigMistakesError([unreadable(str(file), "too_big", bound=str(MAX_BYTES))])
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8-sig", "replace")) + 1
        raise ConfigMistakesError([unreadable(str(file), "encoding", Position(line, column))]) from None


def _syntax(name: str, text: str, sentence: str) -> Problem:
    place = _PLACE.search(sentence)
    if place is not None and place.group(1):
        at = Position(int(place.group(1)), int(place.group(2)))
    else:
        at = Position(text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)
    lower = sentence.casefold()
    why = next((code for part, code in _SYNTAX if part in lower), "statement")
    return unreadable(name, why, at)
