"""One measurement of a provisioning log, in a process of its own; prints JSON.

`import PATH ROWS` brings so many rows here as the program does, `bulk PATH ROWS` inserts the same rows with
SQLite alone, `search PATH` asks every kind of question.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, cast

from tests.log_store.log_rows import NAMES, NOW, SCIM, usual_rows
from wizard.entra.graph import Graph
from wizard.log_store.importing import LogImport
from wizard.log_store.rows import LogRows
from wizard.log_store.search import LogSearch
from wizard.log_store.store import LogStore
from wizard.security.redactor import remember

PAGE = 500
KEY = "YWNtZTpzdXBlci1zZWNyZXQta2V5LTAxMjM0NTY3ODk="
PLAIN = """
CREATE TABLE log (number INTEGER PRIMARY KEY, id TEXT, at INTEGER, kind INTEGER, person INTEGER, row TEXT);
CREATE INDEX log_kind ON log (kind);
CREATE INDEX log_person ON log (person, kind);
CREATE VIRTUAL TABLE search USING fts5 (words, content='', detail=none, columnsize=0,
    tokenize='unicode61 remove_diacritics 2');
"""


def people(rows: int) -> int:
    """A hundred entries for each person, as in a month of retries and full cycles."""
    return max(100, rows // 100)


class ManyRows:
    """Graph's pages, made as they are asked for; `making` is the processor time of that."""

    def __init__(self, rows: int) -> None:
        self._rows = usual_rows(rows, people(rows))
        self.service_time = NOW
        self.making = 0.0

    async def each_page(
        self,
        _path: str,
        _params: object,
        take: Callable[[dict[str, Any]], Awaitable[None]],
        **_more: object,
    ) -> None:
        while True:
            began = time.thread_time()
            page = list(islice(self._rows, PAGE))
            self.making += time.thread_time() - began
            if not page:
                return
            await take({"value": page})


class Pauses:
    """The longest times between two turns of the event loop: all in all, and computing in its thread."""

    def __init__(self, source: ManyRows) -> None:
        self._source = source
        self.computed = 0.0

    async def watch(self) -> None:
        while True:
            used, making = time.thread_time(), self._source.making
            await asyncio.sleep(0)
            spent = time.thread_time() - used - (self._source.making - making)
            self.computed = max(self.computed, spent)
            await asyncio.sleep(0.001)


async def bring(path: Path, rows: int) -> dict[str, float]:
    """Import so many rows."""
    remember(KEY)
    source = ManyRows(rows)
    running = LogImport(cast("Graph", source), "sp", path, pace=0.0)
    pauses = Pauses(source)
    watching = asyncio.create_task(pauses.watch())
    began = time.process_time()
    await running.run()
    cpu = time.process_time() - began - source.making
    watching.cancel()
    return {"cpu": cpu, "computed": pauses.computed, "new": running.progress.new}


def bulk(path: Path, rows: int) -> dict[str, float]:
    """The same rows in one table, each with its JSON, the same indexes and words, in one transaction."""
    with closing(sqlite3.connect(path)) as finished, closing(sqlite3.connect(f"{path}.bulk")) as plain:
        plain.isolation_level = None
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = NORMAL")
        plain.executescript(PLAIN)
        entries = finished.execute(
            "SELECT number, entries.id, at, entries.kind, entries.person, words FROM entries"
            " JOIN bodies ON bodies.id = body ORDER BY number DESC"
        )
        source = usual_rows(rows, people(rows))
        cpu = 0.0
        plain.execute("BEGIN")
        while some := entries.fetchmany(10_000):
            texts = [json.dumps(row, ensure_ascii=False) for row in islice(source, len(some))]
            ready = [(*each[:5], text) for each, text in zip(some, texts, strict=True)]
            words = [(each[0], each[5]) for each in some]
            began = time.process_time()
            plain.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)", ready)
            plain.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", words)
            cpu += time.process_time() - began
        began = time.process_time()
        plain.execute("COMMIT")
        return {"cpu": cpu + time.process_time() - began}


def questions(path: Path) -> Iterator[tuple[str, LogSearch]]:
    """Every filter alone and some together; every kind of search."""
    with closing(sqlite3.connect(path)) as db:
        key, name, user_name = db.execute("SELECT key, name, user_name FROM people LIMIT 1").fetchone()
        # Its last word without the last digit begins the names of three people, in both logs.
        longest = db.execute(
            "SELECT name FROM people ORDER BY length(name) DESC, name DESC LIMIT 1"
        ).fetchone()[0]
    failure, day = frozenset({"failure"}), NOW - timedelta(hours=2)
    group = LogStore(path).groups()[0].key
    yield "everything", LogSearch()
    yield "failures first", LogSearch(failures_first=True)
    yield "without noise", LogSearch(noise=False, failures_first=True)
    yield "result", LogSearch(results=failure)
    yield "frequent result", LogSearch(results=frozenset({"skipped"}))
    yield "action", LogSearch(actions=frozenset({"disable"}))
    yield "code", LogSearch(codes=frozenset({"entryconflict"}))
    yield "cause", LogSearch(groups=frozenset({group}))
    yield "person", LogSearch(person=key)
    yield "person by sign-in name, failures", LogSearch(person=user_name, results=failure)
    yield "hours", LogSearch(since=day)
    yield "minutes, without noise", LogSearch(since=day + timedelta(minutes=7), noise=False)
    yield "a name", LogSearch(text=name)
    yield "a sign-in name", LogSearch(text=user_name)
    yield "an id", LogSearch(text=key)
    yield "a name's beginning", LogSearch(text=longest.split()[1][:-1])
    yield "many names' beginning", LogSearch(text=NAMES[1][:3])
    yield "a frequent word", LogSearch(text="received")
    yield "two words of an answer", LogSearch(text="emails missing")
    yield "a word and a result", LogSearch(text="received", results=failure)
    yield "a code as a word", LogSearch(text=f"{SCIM}ServiceIncompatible")
    yield "words without noise, failures first", LogSearch(text="user", noise=False, failures_first=True)
    yield "no such word", LogSearch(text="unheardof")


def ask(path: Path) -> dict[str, float]:
    """Processor seconds until the first rows and their number are there; the best of seven."""
    took: dict[str, float] = {}
    for name, wanted in questions(path):
        took[name] = min(_timed(path, wanted) for _round in range(7))
    store = LogStore(path)
    for name, since in (("causes", None), ("causes of some hours", NOW - timedelta(hours=2))):
        rounds = []
        for _round in range(7):
            began = time.thread_time()
            store.groups(since)
            rounds.append(time.thread_time() - began)
        took[name] = min(rounds)
    return took


def _timed(path: Path, wanted: LogSearch) -> float:
    began = time.thread_time()
    with closing(LogRows(path, wanted)) as rows:
        rows.count()
        rows.window(0, 100)
        return time.thread_time() - began


def main(what: str, path: Path, rows: int) -> None:
    """Measure, and print what was found and the most memory the process had."""
    found = (
        asyncio.run(bring(path, rows))
        if what == "import"
        else bulk(path, rows)
        if what == "bulk"
        else ask(path)
    )
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"found": found, "megabytes": most}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int((sys.argv[3:] or ["0"])[0]))
