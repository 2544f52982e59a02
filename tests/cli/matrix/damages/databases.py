"""What may be wrong with a SQLite database."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ODD_TEXTS = {
    "formula": '=HYPERLINK("https://evil.example";"click")',
    "escape": "\x1b[31m\x1b]0;title\x07red",
    "override": "\u202eevil\u2066\u200f",
    "lines": "a\r\nb\x85\u2028c\tend",
    "NUL": "a\x00b",
    "long": "n" * 10_000,
    "at": "@SUM(A1)\t|cmd",
}
_VALUES: dict[str, Any] = {
    "bytes": b"\xff\xfe\x00",
    "none": None,
    "number": 9_223_372_036_854_775_807,
    "not finite": 9e999,
    "deep": "[" * 100_000,
    "empty": "",
    "surrogate": b"a\xed\xa0\x80b",
    **ODD_TEXTS,
}


def _statements(*statements: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for each in statements:
                database.execute(each)

    return damage


def _columns(database: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Table, column and declared type of what is no index."""
    tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for table, sql in tables:
        if "_fts" in table or table.startswith("sqlite_") or "VIRTUAL" in (sql or "").upper():
            continue
        for _cid, column, kind, *_more in database.execute(f'PRAGMA table_info("{table}")').fetchall():
            yield table, column, kind


def _everywhere(value: object, *, texts_only: bool) -> Callable[[Path], None]:
    """The value in every column that lets it in."""

    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA ignore_check_constraints = 1")
            database.execute("PRAGMA writable_schema = 1")
            for table, column, kind in list(_columns(database)):
                if texts_only and kind.upper() not in ("TEXT", ""):
                    continue
                try:
                    database.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ?', (value,))
                except sqlite3.Error:
                    continue  # a column that takes nothing of the kind

    return damage


def _one_column(value: object, seed: int) -> Callable[[Path], None]:
    """The value in one column, chosen by chance."""

    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA ignore_check_constraints = 1")
            columns = list(_columns(database))
            random.Random(seed).shuffle(columns)
            for table, column, _kind in columns:
                try:
                    if database.execute(f'UPDATE "{table}" SET "{column}" = ?', (value,)).rowcount:
                        return
                except sqlite3.Error:
                    continue

    return damage


def _no_tables(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            if not name.startswith("sqlite_"):
                try:
                    database.execute(f'DROP TABLE IF EXISTS "{name}"')
                except sqlite3.Error:
                    continue  # a part of another table


def _no_table(seed: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            names = [name for (name,) in found if not name.startswith("sqlite_") and "_fts" not in name]
            database.execute(f'DROP TABLE "{random.Random(seed).choice(names)}"')

    return damage


def _more_columns(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for table in {table for table, _column, _kind in _columns(database)}:
            try:
                database.execute(f'ALTER TABLE "{table}" ADD COLUMN "more" TEXT DEFAULT \'x\'')
            except sqlite3.Error:
                continue


def _bytes(change: Callable[[bytearray], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        content = bytearray(path.read_bytes())
        path.unlink()
        changed = change(content)
        path.write_bytes(changed if isinstance(changed, bytes | bytearray) else content)

    return damage


def _flips(seed: int, count: int) -> Callable[[bytearray], None]:
    def flip(content: bytearray) -> None:
        chance = random.Random(seed)
        for _each in range(count):
            content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)

    return flip


def _part(start: int, value: bytes) -> Callable[[bytearray], None]:
    def put(content: bytearray) -> None:
        content[start : start + len(value)] = value

    return put


def _beside(end: str, content: bytes) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.with_name(path.name + end).write_bytes(content)

    return damage


def _instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.unlink()
        make(path)

    return damage


UNREADABLE: dict[str, Callable[[Path], None]] = {
    "cut to 100 bytes": _bytes(lambda content: content[:100]),
    "half": _bytes(lambda content: content[: len(content) // 2]),
    "no database": _bytes(lambda _content: b"no database " * 99),
    "page size 3": _bytes(_part(16, b"\x00\x03")),
    "newer": _statements("PRAGMA user_version = 99"),
    "write version 9": _bytes(_part(18, b"\x09\x09")),
    "no tables": _no_tables,
    "a folder": _instead(lambda path: path.mkdir()),
    "a pipe": _instead(os.mkfifo),
    "a loop": _instead(lambda path: path.symlink_to(path)),
    "a device": _instead(lambda path: path.symlink_to("/dev/zero")),
}
"""What makes the whole file unreadable."""
ODD: dict[str, Callable[[Path], None]] = {
    "empty": _bytes(lambda _content: b""),
    "page size 65536": _bytes(_part(16, b"\x00\x01")),
    "another encoding": _bytes(_part(56, b"\x00\x00\x00\x02")),
    "one table gone": _no_table(1),
    "another table gone": _no_table(2),
    "more columns": _more_columns,
    "older": _statements("PRAGMA user_version = 1"),
    "version negative": _statements("PRAGMA user_version = -5"),
    "WAL beside it": _beside("-wal", b"\x37\x7f\x06\x82" + b"\xa5" * 5_000),
    "journal beside it": _beside("-journal", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xa5" * 5_000),
    "a folder as its WAL": lambda path: path.with_name(path.name + "-wal").mkdir(),
    "a folder as its journal": lambda path: path.with_name(path.name + "-journal").mkdir(),
    **{
        f"{count} bits flipped, {seed}": _bytes(_flips(seed, count))
        for count, seed in ((3, 1), (30, 2), (300, 3))
    },
    **{f"{name} in every column": _everywhere(value, texts_only=False) for name, value in _VALUES.items()},
    **{
        f"{name} in column {seed}": _one_column(value, seed)
        for seed, (name, value) in enumerate(_VALUES.items())
    },
    **{f"{name} in every text": _everywhere(value, texts_only=True) for name, value in ODD_TEXTS.items()},
}
"""What a run may not notice, or only in a part of what it reads."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program has the database, and keeps it."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield
