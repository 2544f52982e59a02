"""Reads on behind a syntax error, so that one run reports as many mistakes of a file as possible.

A broken statement ends where the next line begins like another one. Its lines are replaced by empty ones,
and the rest is read again. Where that would be a guess, such as in a text of several lines without an end,
reading stops there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wizard.cli.config.positions import Position, Positions, Statement, TomlPath
from wizard.cli.config.syntax import syntax_error

MOST = 20
"""The most syntax errors that are reported at once."""
MOST_READ = 1_000_000
"""Characters that are read again behind syntax errors: a long file is not read twenty times."""
# Possessive, so that no line costs more than its length.
_KEY = re.compile(r"""[ \t]*+(?:[\w.-]++|"[^"\n]*+"|'[^'\n]*+')[ \t.]*+=""")
_HEADER = re.compile(
    r"""[ \t]*+\[\[?+[ \t]*+([\w."'-]++(?:[ \t]++[\w."'-]++)*+)[ \t]*+\]?+\]?+[ \t]*+(?:#.*)?"""
)
_SEVERAL_LINES = ('"""', "'''")
_INSIDE = re.compile(r"""#.*|"(?:[^"\\]|\\.)*"?|'[^']*'?|[\[\]{}]""")


@dataclass(frozen=True, slots=True)
class SyntaxMistake:
    """A place that is no TOML. `first` to `last`: the lines left out with it; None: all that follows."""

    why: str
    at: Position
    first: int = 1
    last: int | None = None


@dataclass(slots=True)
class Recovered:
    """What can be read of a file. `data` None: nothing, because the reader gave up."""

    text: str
    data: dict[str, Any] | None = None
    mistakes: list[SyntaxMistake] = field(default_factory=list)
    tables: set[TomlPath] = field(default_factory=set)
    """Tables that lack a statement, so that what they seem to lack is no mistake."""
    unnamed: set[str] = field(default_factory=set)
    """Tables whose headers cannot be read."""
    read: int = 0
    """Characters that were read to find the syntax errors, all together."""


def recovered(text: str) -> Recovered:
    """Read a text whose bounds were judged already."""
    found = Recovered(text)
    while True:
        try:
            found.data = tomllib.loads(found.text)
            return found
        except tomllib.TOMLDecodeError as error:
            why, at = syntax_error(found.text, str(error))
        except (ValueError, RecursionError, OverflowError, MemoryError):
            # Numbers, dates and nestings that Python itself refuses, without a place.
            found.mistakes.append(SyntaxMistake("value", Position(1, 1)))
            return found
        if not _left_out(found, why, at):
            found.mistakes.append(SyntaxMistake(why, at))
            found.data = _before(found.text)
            return found


def _left_out(found: Recovered, why: str, at: Position) -> bool:
    """Empty the lines of the broken statement; False where nobody can say where it ends."""
    where = Positions(found.text)
    offset = where.offset(at)
    found.read += max(offset, where.statements[-1].start if where.statements else 0)
    if where.too_much is not None or len(found.mistakes) + 1 >= MOST or found.read > MOST_READ:
        return False
    statement = next((each for each in reversed(where.statements) if each.start <= offset), None)
    if statement is None:
        return False
    lines = found.text.split("\n")
    first = where.at(statement.start).line
    last = _last_line(lines, first, where, statement)
    broken = "\n".join(lines[first - 1 : last])
    if not broken.strip() or (statement.end is None and any(each in broken for each in _SEVERAL_LINES)):
        return False
    replacement = ""
    if statement.header:
        replacement = _header(found, lines[first - 1], repeated=why == "twice")
    lines[first - 1 : last] = [replacement, *[""] * (last - first)]
    found.text = "\n".join(lines)
    found.tables.add(statement.table)
    found.mistakes.append(SyntaxMistake(why, at, first, last))
    return True


def _last_line(lines: Sequence[str], first: int, where: Positions, statement: Statement) -> int:
    if statement.end is not None:
        return where.at(statement.end).line
    braces = _depth(lines[first - 1], "{}")
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1]
        if (_HEADER.fullmatch(line) and line.rstrip().endswith("]")) or (braces <= 0 and _KEY.match(line)):
            return number - 1
        braces += _depth(line, "{}")
    return len(lines)


def _depth(line: str, pair: str) -> int:
    """How many more brackets are opened than closed."""
    marks = [each for each in _INSIDE.findall(line) if each in pair]
    return marks.count(pair[0]) - marks.count(pair[1])


def _header(found: Recovered, line: str, *, repeated: bool) -> str:
    """A header in place of a broken one: with its name where that can be read, else with a new one."""
    named = _HEADER.fullmatch(line)
    if named is not None and not repeated and re.fullmatch(r"[A-Za-z0-9_-]+", named.group(1)):
        fixed = f"[{named.group(1)}]"
        if fixed not in found.text.split("\n"):
            return fixed
    name = f"_{len(found.unnamed)}_"
    found.unnamed.add(name)
    return f"[{name}]"


def _before(text: str) -> dict[str, Any] | None:
    """What the statements before the broken one say."""
    statements = Positions(text).statements
    try:
        return tomllib.loads(text[: statements[-1].start]) if statements else None
    except (ValueError, RecursionError):
        return None
