"""Workspace of a plan: people, accounts and links in a temporary SQLite database.

The database has no name and belongs to this process: SQLite keeps it in a bounded cache, spills it to a
temporary file when it grows, and deletes it with the connection. Only the finished rows are written to the
plan's own file, which gets its name when it is complete. The methods are synchronous; call them, and
everything that computes with them, through `run` on the single thread that works here.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from wizard.messages.sorting import name_key
from wizard.own_files import put_in_place
from wizard.paths import private_file, private_folder
from wizard.plan.header import PlanHeader
from wizard.plan.plan import VERSION

_CACHE = 16 * 1024  # KiB
_STEPS = 10_000  # of SQLite's own between two looks whether to stop: about a millisecond
_PATIENCE = 0.2  # seconds to wait for the thread to stop
_LEFT_BEHIND = 3600.0  # seconds after which no program is still writing an unfinished file
_MOST_VALUES = 900  # parameters in one statement; SQLite's limit was 999 for a long time
_WORK = """
CREATE TABLE people (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, user_name TEXT NOT NULL,
    rank INTEGER, reason TEXT NOT NULL, facts TEXT NOT NULL, kind TEXT NOT NULL, search TEXT NOT NULL,
    state INTEGER NOT NULL, value TEXT, account TEXT, source TEXT, created TEXT);
CREATE TABLE accounts (
    id TEXT PRIMARY KEY, user_name TEXT NOT NULL, name TEXT NOT NULL, active INTEGER NOT NULL,
    modified TEXT NOT NULL, contents TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE account_keys (place INTEGER NOT NULL, value TEXT NOT NULL, account TEXT NOT NULL,
    PRIMARY KEY (place, value, account)) WITHOUT ROWID;
"""
_PLAN = """
CREATE TABLE plan.header (value TEXT NOT NULL);
CREATE TABLE plan.rows (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, user_name TEXT NOT NULL,
    rank INTEGER NOT NULL, reason TEXT NOT NULL, facts TEXT NOT NULL, kind TEXT NOT NULL,
    search TEXT NOT NULL, account TEXT NOT NULL DEFAULT '');
"""
_PART = ".part"
Values = tuple[Any, ...]
WriteMore = Callable[[sqlite3.Connection], None]
R = TypeVar("R")


def people_row(  # one argument for each column
    identifier: str,
    name: str,
    user_name: str,
    rank: int | None,
    reason: str,
    facts: Mapping[str, str],
    *,
    kind: str = "person",
    state: int = 0,
    value: str = "",
    account: str = "",
    source: str | None = None,
    created: str = "",
) -> Values:
    """A row for `Workspace.add_people`."""
    told = as_json(facts) if facts else ""
    search = f"{name}\n{user_name}".casefold()
    return (
        identifier,
        name,
        user_name,
        rank,
        reason,
        told,
        kind,
        search,
        state,
        value,
        account,
        source,
        created,
    )


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
"""A value as text for a column; what JSON cannot represent becomes its `str`."""


class StoppedError(Exception):
    """The workspace was closed while something was computed in it."""


class Workspace:
    """Open until `close`."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self.database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}"):
            self.database.execute(f"PRAGMA {pragma}")
        self.database.executescript(_WORK)
        self.database.execute("BEGIN")  # a single transaction: nothing in it is ever rolled back
        self.database.set_progress_handler(self._stopped.is_set, _STEPS)  # True ends a statement
        self._worker = ThreadPoolExecutor(1, "plan")
        self._ended: asyncio.Future[None] | None = None

    async def run(self, work: Callable[..., R], *arguments: Any) -> R:
        """Run this on the workspace's thread, so that the event loop stays free."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._do, work, *arguments)

    def _do(self, work: Callable[..., R], *arguments: Any) -> R:
        self.stop_if_closed()
        return work(*arguments)

    def stop_if_closed(self) -> None:
        """Raises `StoppedError` once it is closed; for work of many small statements."""
        if self._stopped.is_set():
            raise StoppedError

    async def close(self) -> None:
        """Stop the thread, close the database and drop what `finish` has not written.

        The thread usually ends within milliseconds. When it computes longer between two statements, it is
        not waited for. After this call no file appears.
        """
        if self._ended is None:
            self._stopped.set()
            self._ended = asyncio.get_running_loop().run_in_executor(self._worker, self.database.close)
            self._worker.shutdown(wait=False)
        await asyncio.wait({self._ended}, timeout=_PATIENCE)

    def add_people(self, rows: Iterable[Values]) -> None:
        """Add people, see `people_row`."""
        self.database.executemany(
            "INSERT INTO people VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )

    def add_accounts(self, rows: Sequence[Values], keys: Iterable[Values]) -> int:
        """Add accounts, and their matching values as (place of the matching attribute, value, account);
        returns how many accounts are new."""
        ids = {row[0] for row in rows}
        new = len(ids) - sum(1 for _row in self.accounts_by_id(list(ids)))
        self.database.executemany("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?)", rows)
        self.database.executemany("INSERT OR REPLACE INTO account_keys VALUES (?, ?, ?)", keys)
        return new

    def count_accounts(self) -> int:
        """Number of accounts added."""
        return int(self.one("SELECT count(*) FROM accounts"))

    def accounts_by_value(self, place: int, values: Sequence[str]) -> Iterator[Values]:
        """(value, id, active, modified, contents) of the accounts with these values of a matching
        attribute."""
        for part in _parts(values):
            yield from self.database.execute(
                "SELECT k.value, a.id, a.active, a.modified, a.contents FROM account_keys k"  # noqa: S608
                f" JOIN accounts a ON a.id = k.account WHERE k.place = ? AND k.value IN ({_marks(part)})",
                (place, *part),
            )

    def accounts_by_id(self, ids: Sequence[str]) -> Iterator[Values]:
        """(id, active, modified, contents) of these accounts."""
        for part in _parts(ids):
            yield from self.database.execute(
                f"SELECT id, active, modified, contents FROM accounts WHERE id IN ({_marks(part)})",  # noqa: S608
                part,
            )

    def one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The single value a query returns."""
        return self.database.execute(statement, values).fetchone()[0]

    def finish(self, path: Path, header: PlanHeader, write_more: WriteMore | None) -> None:
        """Write the plan file, completely or not at all, and close the database.

        `write_more` adds to the file, which is attached as `plan`. Raises `OSError` and `sqlite3.Error`.
        """
        private_folder(path.parent)
        _remove_left_behind(path.parent)
        part = path.with_suffix(_PART)
        part.unlink(missing_ok=True)
        private_file(part)
        try:
            try:
                self._write(part, header, write_more)
            finally:
                self.database.close()  # lets go of the file too, however the writing ended
            _to_disk(part)
            self.stop_if_closed()
            put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)

    def _write(self, part: Path, header: PlanHeader, write_more: WriteMore | None) -> None:
        self.database.create_function("name_key", 1, name_key, deterministic=True)
        self.database.execute("COMMIT")
        self.database.execute("ATTACH ? AS plan", (str(part),))
        self.database.execute("PRAGMA plan.journal_mode = OFF")
        self.database.executescript(f"BEGIN; {_PLAN}")
        self.database.execute(
            "INSERT INTO plan.rows SELECT NULL, id, name, user_name, rank, reason, facts, kind, search,"
            " coalesce(account, '') FROM people WHERE rank IS NOT NULL"
            " ORDER BY rank, name_key(search), search, id"
        )
        self.database.execute("CREATE INDEX plan.rows_id ON rows (id)")
        self.database.execute("CREATE INDEX plan.rows_search ON rows (search)")
        self.database.execute("INSERT INTO plan.header VALUES (?)", (header.model_dump_json(),))
        if write_more is not None:
            write_more(self.database)
        self.database.execute("COMMIT")
        self.database.execute(f"PRAGMA plan.user_version = {VERSION}")


def _remove_left_behind(folder: Path) -> None:
    """Remove what copies of the program left that were ended while they were writing."""
    for each in folder.glob(f"plan-*{_PART}"):
        with suppress(OSError):  # gone meanwhile, or still open in another copy
            if time.time() - each.stat().st_mtime > _LEFT_BEHIND:
                each.unlink()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _MOST_VALUES):
        yield values[start : start + _MOST_VALUES]


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))
