"""Where each setting stands in a TOML file, and bounds on what the TOML reader is given.

`tomllib` does not tell positions, and hostile files (arrays in arrays, keys of many parts, numbers of
thousands of digits) cost it time or end in other errors than its own. This reads the text once, without
recursion into unbounded depth, before `tomllib` does. It judges no syntax: where it does not know on, it
stops, and `tomllib` says what is wrong.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TomlPath = tuple[str | int, ...]
"""Names of tables and keys, and numbers of array members from 0."""

DEEPEST = 8
"""Arrays and inline tables inside each other."""
MOST_PARTS = 8
"""Parts of one dotted key."""
LONGEST_NUMBER = 100
"""Characters of a number, date or keyword."""
MOST_KEYS = 100_000

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_LINE_END = re.compile(r"[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL),
    re.compile(r"'''(?:[^']|'(?!''))*'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)
_PLAIN = re.compile(r"[^\s,\]\[{}#=\"']+(?: \d{2}:\d{2}[^\s,\]}#]*)?")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the file: line and column, both from 1, in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class TooMuch:
    """A bound that the file breaks: "too_deep", "too_many_parts", "too_long_number" or "too_many_keys"."""

    why: str
    at: Position


@dataclass(frozen=True, slots=True)
class Statement:
    """A header, or a key with its value: offsets of its characters. `end` None: it is broken.

    `table`: the table it is in; of a header, the table before it.
    """

    start: int
    end: int | None
    table: TomlPath
    header: bool


class Positions:
    """The positions of one file's keys and values."""

    def __init__(self, text: str) -> None:
        self._lines = [0, *(match.end() for match in re.finditer(r"\n", text))]
        self._keys: dict[TomlPath, int] = {}
        self._values: dict[TomlPath, int] = {}
        self.too_much: TooMuch | None = None
        """The first bound that the file breaks; what follows was not looked at then."""
        scan = _Scan(text)
        try:
            for path, key, value in scan.document():
                self._keys.setdefault(path, key)
                self._values.setdefault(path, value)
        except _StopError as stop:
            if stop.why:
                self.too_much = TooMuch(stop.why, self.at(stop.offset))
        self.statements: tuple[Statement, ...] = tuple(scan.statements)
        """Every statement up to the first broken one, which is the last here."""

    def at(self, offset: int) -> Position:
        """Line and column of a character, counted from 0."""
        line = bisect_right(self._lines, offset)
        return Position(line, offset - self._lines[line - 1] + 1)

    def offset(self, at: Position) -> int:
        """The character of a place, counted from 0."""
        return self._lines[min(at.line, len(self._lines)) - 1] + at.column - 1

    def key(self, path: TomlPath) -> Position:
        """Where a setting's name stands; when it is not there, that of the nearest setting around it."""
        return self._nearest(path, self._keys)

    def value(self, path: TomlPath) -> Position:
        """Where a setting's value begins; when it is not there, that of the nearest setting around it."""
        return self._nearest(path, self._values)

    @property
    def paths(self) -> frozenset[TomlPath]:
        """Everything that was found."""
        return frozenset(self._keys)

    def holds(self, path: TomlPath) -> bool:
        """Whether this setting was found."""
        return path in self._keys

    def _nearest(self, path: TomlPath, offsets: Mapping[TomlPath, int]) -> Position:
        while path and path not in offsets:
            path = path[:-1]
        return self.at(offsets.get(path, 0))


class _StopError(Exception):
    """The scan ends here: for a bound (`why`), or because the text is not understood."""

    def __init__(self, offset: int, why: str = "") -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why


Found = Iterator[tuple[TomlPath, int, int]]
"""Path, offset of the key, offset of the value."""


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._count = 0
        self.statements: list[Statement] = []
        self._arrays: dict[TomlPath, int] = {}  # arrays of tables and how many members each has

    def document(self) -> Found:
        """Every key of the document, tables included."""
        table: TomlPath = ()
        while True:
            self._skip(_GAP)
            if self._at >= len(self._text):
                return
            start = self._at
            before, header = table, self._text.startswith("[", start)
            self.statements.append(Statement(start, None, before, header))
            if header:
                several = self._text.startswith("[[", start)
                self._at += 2 if several else 1
                table = self._table(self._key(), several=several)
                self._expect("]]" if several else "]")
                yield from self._headings(table, start)
            else:
                yield from self._pair(table, 0)
            end = self._at
            if not self._skip(_LINE_END):
                raise _StopError(self._at)
            self.statements[-1] = Statement(start, end, before, header)

    def _headings(self, table: TomlPath, start: int) -> Found:
        yield table, start, start
        if table and isinstance(table[-1], int):
            yield table[:-1], start, start

    def _table(self, names: tuple[str, ...], *, several: bool) -> TomlPath:
        """The path of a header; inside an array of tables, that of its newest member."""
        path: TomlPath = ()
        for number, name in enumerate(names, 1):
            path = (*path, name)
            if several and number == len(names):
                self._arrays[path] = self._arrays.get(path, -1) + 1
            if path in self._arrays:
                path = (*path, self._arrays[path])
        return path

    def _pair(self, table: TomlPath, depth: int) -> Found:
        start = self._at
        names = self._key()
        self._expect("=")
        self._skip(_BLANK)
        value = self._at
        for length in range(1, len(names) + 1):
            yield (*table, *names[:length]), start, value
        yield from self._value((*table, *names), depth)

    def _value(self, path: TomlPath, depth: int) -> Found:
        self._counted()
        if depth > DEEPEST:
            raise _StopError(self._at, "too_deep")
        if self._text.startswith("[", self._at):
            yield from self._array(path, depth)
        elif self._text.startswith("{", self._at):
            yield from self._inline_table(path, depth)
        elif self._string() is None:
            found = _PLAIN.match(self._text, self._at)
            if found is None:
                raise _StopError(self._at)
            if len(found.group()) > LONGEST_NUMBER:
                raise _StopError(self._at, "too_long_number")
            self._at = found.end()

    def _array(self, path: TomlPath, depth: int) -> Found:
        self._at += 1
        number = 0
        while True:
            self._skip(_GAP)
            if self._taken("]"):
                return
            member = (*path, number)
            yield member, self._at, self._at
            yield from self._value(member, depth + 1)
            number += 1
            self._skip(_GAP)
            if not self._taken(","):
                self._expect("]")
                return

    def _inline_table(self, path: TomlPath, depth: int) -> Found:
        self._at += 1
        while True:
            self._skip(_GAP)  # wider than TOML 1.0, which knows no line breaks here
            if self._taken("}"):
                return
            yield from self._pair(path, depth + 1)
            self._skip(_GAP)
            if not self._taken(","):
                self._expect("}")
                return

    def _key(self) -> tuple[str, ...]:
        names: list[str] = []
        while True:
            self._skip(_BLANK)
            if len(names) == MOST_PARTS:
                raise _StopError(self._at, "too_many_parts")
            names.append(self._name())
            self._skip(_BLANK)
            if not self._taken("."):
                return tuple(names)

    def _name(self) -> str:
        bare = _BARE.match(self._text, self._at)
        if bare is not None:
            self._at = bare.end()
            return bare.group()
        start = self._at
        literal = self._string()
        if literal is None:
            raise _StopError(start)
        try:
            return str(tomllib.loads(f"x = {literal}")["x"])
        except ValueError:
            raise _StopError(start) from None

    def _string(self) -> str | None:
        """The string here as it is written, or None."""
        for pattern in _STRINGS:
            found = pattern.match(self._text, self._at)
            if found is not None:
                self._at = found.end()
                return found.group()
        return None

    def _counted(self) -> None:
        self._count += 1
        if self._count > MOST_KEYS:
            raise _StopError(self._at, "too_many_keys")

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return found is not None

    def _taken(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._taken(text):
            raise _StopError(self._at)
