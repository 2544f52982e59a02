"""The tables of a log file.

What entries have in common is kept once: most entries say again that nothing was to be done for the same
person. `kinds` are all combinations of result, action, code, cause and the application's answer; their
numbers of entries, in all and by hour, make counts quick at any size. `gaps` are the times that were not
read yet: entries and the gap that they make smaller are written in one transaction.
"""

from __future__ import annotations

VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kinds (id INTEGER PRIMARY KEY, result TEXT NOT NULL, action TEXT NOT NULL,
    code TEXT NOT NULL, cause TEXT NOT NULL, answer TEXT NOT NULL, said TEXT NOT NULL,
    entries INTEGER NOT NULL DEFAULT 0, UNIQUE (result, action, code, cause, answer, said));
CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    user_name TEXT NOT NULL, account TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS people_words (word TEXT NOT NULL, person INTEGER NOT NULL,
    PRIMARY KEY (word, person)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL,
    person INTEGER NOT NULL, words TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS cycles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER,
    kind INTEGER NOT NULL, person INTEGER NOT NULL, body INTEGER NOT NULL, cycle INTEGER NOT NULL,
    change TEXT NOT NULL, milliseconds INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS entries_kind ON entries (kind);
CREATE INDEX IF NOT EXISTS entries_person ON entries (person, kind);
CREATE TABLE IF NOT EXISTS hours (hour INTEGER NOT NULL, kind INTEGER NOT NULL, entries INTEGER NOT NULL,
    PRIMARY KEY (hour, kind)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gaps (id INTEGER PRIMARY KEY, after INTEGER, before INTEGER);
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (words, content='', detail=none, columnsize=0,
    tokenize='unicode61 remove_diacritics 2');
"""
HOUR = 3_600_000_000  # microseconds
SHIFT = 10


def first_number(at: int) -> int:
    """The lowest number that an entry of this time can have."""
    return at << SHIFT


def time_of(number: int) -> int:
    """The time of an entry."""
    return number >> SHIFT


def hour_of(number: int) -> int:
    """Hours since 1970 of an entry."""
    return time_of(number) // HOUR
