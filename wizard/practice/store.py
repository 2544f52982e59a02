"""The practice tenant's storage, shared by Graph, the authority, Playvox and the provisioning service.

One SQLite database: a file in the state folder, else a temporary database that SQLite keeps in memory and
spills to disk when it grows, so that a tenant of 100,000 people stays bounded. All calls are synchronous,
short and may come from any thread. JSON bodies are stored and returned as copies: changing one
has no effect until it is stored.

People and groups have tables of their own; everything else is a JSON document of some `ObjectKind`.
"""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from wizard.own_files import begin_database, must_not_be_empty
from wizard.paths import private_file, private_folder
from wizard.practice import sql
from wizard.practice.clock import stamp

Json = dict[str, Any]


class ObjectKind(StrEnum):
    """What a document is, with its `id`, `parent` and `key`.

    A key is looked up without regard to case.
    """

    APPLICATION = "application"  # id: object id; key: appId
    SERVICE_PRINCIPAL = "servicePrincipal"  # id: object id; key: appId
    ASSIGNMENT = "appRoleAssignment"  # parent: service principal id; key: principalId
    JOB = "job"  # id: job id; parent: service principal id; body: synchronizationJob without schema
    SCHEMA = "schema"  # id: job id; parent: service principal id; body: synchronizationSchema
    SECRETS = (
        "secrets"  # id: service principal id; body: {"BaseAddress": "...", "SecretToken": "..."} in clear
    )
    TENANT = "tenant"  # single facts: "identity", "organization", "skus", ...
    PLAYVOX_USER = "playvoxUser"  # id: SCIM id; key: userName; body: SCIM user


class StateFolderError(Exception):
    """The state folder cannot be used; the text says why: in use, damaged, not writable."""


class Store:
    """Users, groups, memberships, documents, engine state and logs.

    With a folder they are kept, and this process locks the folder until `close`. Raises StateFolderError.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        try:
            self._db = _opened(folder)
        except (OSError, sqlite3.Error) as failure:
            raise StateFolderError(str(failure)) from failure

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside happen together or, on an exception, not at all (state folder only). Nests."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of one SQL statement; see `wizard.practice.sql` for the tables."""
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    # ---- people -------------------------------------------------------------------------------------

    def put_user(self, user: Json) -> None:
        """Create or replace a user: a Graph `user` with `id`, `userPrincipalName` and the rest."""
        with self.transaction():
            self._db.execute(sql.PUT_USER, sql.user_row(user, self._next_seq()))

    def load_users(self, users: Iterable[Json]) -> None:
        """Store many users at once."""
        with self.transaction():
            numbers = itertools.count(self._next_seq())
            self._db.executemany(sql.PUT_USER, (sql.user_row(user, next(numbers)) for user in users))
            self._db.execute("UPDATE counters SET value = ? WHERE name = 'seq'", (next(numbers),))

    def user(self, id_or_upn: str) -> Json | None:
        """One user by object id or, without regard to case, userPrincipalName; None when deleted."""
        rows = self.query(
            "SELECT body FROM users WHERE deleted = 0 AND (id = ? OR upn = ?)", (id_or_upn, id_or_upn)
        )
        return json.loads(rows[0][0]) if rows else None

    def users(self, *, chunk: int = 500) -> Iterator[Json]:
        """Every user in order of object id, read in chunks so that memory stays bounded."""
        last = ""
        while rows := self.query(
            "SELECT id, body FROM users WHERE deleted = 0 AND id > ? ORDER BY id LIMIT ?", (last, chunk)
        ):
            for identifier, body in rows:
                last = identifier
                yield json.loads(body)

    def count_users(self) -> int:
        """How many users there are, disabled ones and guests included."""
        return int(self.query("SELECT count(*) FROM users WHERE deleted = 0")[0][0])

    def delete_user(self, user_id: str, at: datetime | None = None) -> None:
        """Delete a user, with all memberships until `restore_user`; `changed_users` still reports it.

        `at`: the time by the tenant's clock; this computer's where there is none.
        """
        with self.transaction():
            for group in self.groups_of(user_id):
                self.remove_member(group, user_id)
                self._db.execute(
                    "UPDATE memberships SET deleted = 2 WHERE group_id = ? AND member_id = ?",
                    (group, user_id),
                )
            self._db.execute(
                "UPDATE users SET deleted = 1, seq = ?,"
                " body = json_set(body, '$.deletedDateTime', ?)"
                " WHERE id = ?",
                (self._next_seq(), stamp(at or datetime.now(UTC)), user_id),
            )

    def deleted_user(self, id_or_upn: str) -> Json | None:
        """One user who was deleted and can be restored; the latest one where several had this name."""
        rows = self.query(
            "SELECT body FROM users WHERE deleted = 1 AND (id = ? OR upn = ?) ORDER BY seq DESC",
            (id_or_upn, id_or_upn),
        )
        return json.loads(rows[0][0]) if rows else None

    def restore_user(self, user_id: str) -> None:
        """Undo `delete_user`; memberships come back, in groups that still exist."""
        user = self.deleted_user(user_id)
        if user is None:
            return
        with self.transaction():
            self.put_user({**user, "deletedDateTime": None})
            rows = self.query(
                "SELECT group_id FROM memberships WHERE member_id = ? AND deleted = 2", (user_id,)
            )
            for (group,) in rows:
                if self.group(group) is not None:
                    self.add_member(group, user_id)

    def purge_user(self, user_id: str) -> None:
        """Delete a deleted user for good; `changed_users` still reports it, `purged` knows."""
        with self.transaction():
            self._db.execute(
                "UPDATE users SET deleted = 2, seq = ? WHERE id = ? AND deleted = 1",
                (self._next_seq(), user_id),
            )

    def purged(self, user_id: str) -> bool:
        """Whether the user was deleted for good."""
        return bool(self.query("SELECT 1 FROM users WHERE deleted = 2 AND id = ?", (user_id,)))

    def changed_users(self, since: int, limit: int = 500) -> list[tuple[int, str, Json | None]]:
        """Users created, changed or deleted after the sequence number `since`, oldest change first.

        Each is (sequence number, object id, user or None when deleted). Continue from the last number.
        """
        rows = self.query(
            "SELECT seq, id, deleted, body FROM users WHERE seq > ? ORDER BY seq LIMIT ?", (since, limit)
        )
        return [
            (seq, identifier, None if gone else json.loads(body)) for seq, identifier, gone, body in rows
        ]

    # ---- groups and memberships ---------------------------------------------------------------------

    def put_group(self, group: Json) -> None:
        """Create or replace a group: a Graph `group` with all its properties."""
        with self.transaction():
            self._db.execute(sql.PUT_GROUP, sql.group_row(group, self._next_seq()))

    def group(self, group_id: str) -> Json | None:
        """One group by object id."""
        rows = self.query("SELECT body FROM groups WHERE deleted = 0 AND id = ?", (group_id,))
        return json.loads(rows[0][0]) if rows else None

    def groups(self) -> Iterator[Json]:
        """Every group, in order of object id."""
        for (body,) in self.query("SELECT body FROM groups WHERE deleted = 0 ORDER BY id"):
            yield json.loads(body)

    def add_member(self, group_id: str, member_id: str, member_type: str = "user") -> None:
        """Make a user (`member_type` "user") or a group ("group") a direct member."""
        with self.transaction():
            seq = self._next_seq()
            self._db.execute(
                "INSERT OR REPLACE INTO memberships VALUES (?, ?, ?, 0, ?)",
                (group_id, member_id, member_type, seq),
            )
            self._db.execute("UPDATE groups SET seq = ? WHERE id = ?", (seq, group_id))

    def load_members(self, group_id: str, members: Iterable[tuple[str, str]]) -> None:
        """Make many (object id, "user" or "group") direct members at once."""
        with self.transaction():
            seq = self._next_seq()
            self._db.executemany(
                "INSERT OR REPLACE INTO memberships VALUES (?, ?, ?, 0, ?)",
                ((group_id, identifier, sort, seq) for identifier, sort in members),
            )

    def remove_member(self, group_id: str, member_id: str) -> None:
        """End a direct membership; unknown ones are ignored."""
        with self.transaction():
            seq = self._next_seq()
            self._db.execute(
                "UPDATE memberships SET deleted = 1, seq = ? WHERE group_id = ? AND member_id = ?",
                (seq, group_id, member_id),
            )
            self._db.execute("UPDATE groups SET seq = ? WHERE id = ?", (seq, group_id))

    def members(self, group_id: str, member_type: str | None = None) -> Iterator[tuple[str, str]]:
        """Direct members as (object id, "user" or "group"), optionally of one type only."""
        last = ""
        while rows := self.query(
            "SELECT member_id, member_type FROM memberships WHERE group_id = ? AND deleted = 0"
            " AND member_id > ? AND (? IS NULL OR member_type = ?) ORDER BY member_id LIMIT 1000",
            (group_id, last, member_type, member_type),
        ):
            yield from rows
            last = rows[-1][0]

    def groups_of(self, member_id: str) -> list[str]:
        """Object ids of the groups that have this user or group as a direct member."""
        rows = self.query(
            "SELECT group_id FROM memberships WHERE member_id = ? AND deleted = 0 ORDER BY group_id",
            (member_id,),
        )
        return [row[0] for row in rows]

    def last_seq(self) -> int:
        """The sequence number of the latest change to people, groups or memberships: a watermark."""
        return int(self.query("SELECT value FROM counters WHERE name = 'seq'")[0][0])

    def _next_seq(self) -> int:
        rows = self._db.execute("UPDATE counters SET value = value + 1 WHERE name = 'seq' RETURNING value")
        return int(rows.fetchone()[0])

    # ---- documents ----------------------------------------------------------------------------------

    def put(
        self,
        kind: ObjectKind,
        identifier: str,
        body: Json,
        *,
        parent: str = "",
        key: str = "",
        lag: float = 0,
    ) -> None:
        """Create or replace a document.

        `lag` is for how many real seconds `lagging` readers still see what was there before.
        """
        with self.transaction():
            now = time.time()
            visible_at = now + lag if lag else 0
            self._db.execute(
                sql.PUT_DOCUMENT, (kind, identifier, parent, key, json.dumps(body), visible_at, now)
            )

    def update(
        self, kind: ObjectKind, identifier: str, change: Callable[[Json], None], *, lag: float = 0
    ) -> Json | None:
        """Change a document in place and atomically; returns the new body, or None when there is none."""
        with self.transaction():
            rows = self.query(
                "SELECT body, parent, key FROM documents WHERE kind = ? AND id = ? AND body IS NOT NULL",
                (kind, identifier),
            )
            if not rows:
                return None
            body: Json = json.loads(rows[0][0])
            change(body)
            self.put(kind, identifier, body, parent=rows[0][1], key=rows[0][2], lag=lag)
            return body

    def get(self, kind: ObjectKind, identifier: str, *, lagging: bool = False) -> Json | None:
        """One document; `lagging` gives it as a replica that lags behind."""
        rows = self.query(
            f"{sql.SEEN if lagging else sql.TRUE} AND id = ?", (*self._now(lagging), kind, identifier)
        )
        return json.loads(rows[0][0]) if rows else None

    def parent_of(self, kind: ObjectKind, identifier: str) -> str | None:
        """The parent a document was put with, e.g. a job's service principal; None without document.

        A document that some readers still see although it was deleted keeps its parent.
        """
        rows = self.query("SELECT parent FROM documents WHERE kind = ? AND id = ?", (kind, identifier))
        return rows[0][0] if rows else None

    def find(
        self, kind: ObjectKind, *, parent: str | None = None, key: str | None = None, lagging: bool = False
    ) -> list[Json]:
        """All documents of a kind, optionally of one parent or with one key, in order of creation."""
        rows = self.query(
            f"{sql.SEEN if lagging else sql.TRUE} AND (? IS NULL OR parent = ?) AND (? IS NULL OR key = ?)"
            " ORDER BY rowid",
            (*self._now(lagging), kind, parent, parent, key, key),
        )
        return [json.loads(row[0]) for row in rows]

    def each(self, kind: ObjectKind, *, parent: str | None = None, chunk: int = 500) -> Iterator[Json]:
        """Like `find`, in order of id and in chunks, for kinds with many documents."""
        last = ""
        while rows := self.query(
            "SELECT id, body FROM documents WHERE kind = ? AND body IS NOT NULL AND id > ?"
            " AND (? IS NULL OR parent = ?) ORDER BY id LIMIT ?",
            (kind, last, parent, parent, chunk),
        ):
            for identifier, body in rows:
                last = identifier
                yield json.loads(body)

    def page(self, kind: ObjectKind, offset: int, limit: int, *, parent: str | None = None) -> list[Json]:
        """`limit` documents from `offset`, in order of creation."""
        rows = self.query(
            f"{sql.TRUE} AND (? IS NULL OR parent = ?) ORDER BY rowid LIMIT ? OFFSET ?",
            (kind, parent, parent, limit, offset),
        )
        return [json.loads(row[0]) for row in rows]

    def count(self, kind: ObjectKind, *, parent: str | None = None) -> int:
        """How many documents of a kind, optionally of one parent."""
        rows = self.query(
            "SELECT count(*) FROM documents WHERE kind = ? AND body IS NOT NULL"
            " AND (? IS NULL OR parent = ?)",
            (kind, parent, parent),
        )
        return int(rows[0][0])

    def delete(self, kind: ObjectKind, identifier: str, *, lag: float = 0) -> bool:
        """Remove a document, for `lagging` readers after `lag` real seconds; True when there was one."""
        with self.transaction():
            if self.get(kind, identifier) is None:
                return False
            if lag:
                now = time.time()
                self._db.execute(sql.BURY_DOCUMENT, (now, now + lag, kind, identifier))
            else:
                self._db.execute("DELETE FROM documents WHERE kind = ? AND id = ?", (kind, identifier))
            return True

    def _now(self, lagging: bool) -> tuple[float, ...]:
        return (time.time(),) if lagging else ()

    # ---- the provisioning service's own state ---------------------------------------------------------

    def put_state(self, job_id: str, kind: str, key: str, value: Any) -> None:
        """Store a JSON value of a job, e.g. ("link", user id) or ("meta", "watermark")."""
        with self._lock:
            self._db.execute(
                "INSERT OR REPLACE INTO engine VALUES (?, ?, ?, ?)", (job_id, kind, key, json.dumps(value))
            )

    def state(self, job_id: str, kind: str, key: str) -> Any:
        """A stored value, or None."""
        rows = self.query(
            "SELECT value FROM engine WHERE job_id = ? AND kind = ? AND key = ?", (job_id, kind, key)
        )
        return json.loads(rows[0][0]) if rows else None

    def states(self, job_id: str, kind: str, *, chunk: int = 500) -> Iterator[tuple[str, Any]]:
        """All (key, value) of one kind in order of key; entries may be changed while iterating."""
        last = ""
        while rows := self.query(
            "SELECT key, value FROM engine WHERE job_id = ? AND kind = ? AND key > ? ORDER BY key LIMIT ?",
            (job_id, kind, last, chunk),
        ):
            for key, value in rows:
                last = key
                yield key, json.loads(value)

    def count_states(self, job_id: str, kind: str) -> int:
        """How many values of one kind a job has."""
        rows = self.query("SELECT count(*) FROM engine WHERE job_id = ? AND kind = ?", (job_id, kind))
        return int(rows[0][0])

    def forget_state(self, job_id: str, kind: str | None = None, key: str | None = None) -> None:
        """Delete one value, all of a kind, or everything of a job."""
        with self._lock:
            self._db.execute(
                "DELETE FROM engine WHERE job_id = ?"
                " AND (? IS NULL OR kind = ?) AND (? IS NULL OR key = ?)",
                (job_id, kind, kind, key, key),
            )

    # ---- provisioning logs ------------------------------------------------------------------------------

    def add_log(self, entry: Json) -> None:
        """Append a Graph `provisioningObjectSummary`.

        It needs id, jobId, activityDateTime and servicePrincipal.id. The newest `sql.MAX_LOGS` are kept.
        """
        principal = (entry.get("servicePrincipal") or {}).get("id", "")
        with self.transaction():
            cursor = self._db.execute(
                "INSERT INTO logs (id, job_id, sp_id, time, body) VALUES (?, ?, ?, ?, ?)",
                (entry["id"], entry["jobId"], principal, entry["activityDateTime"], json.dumps(entry)),
            )
            self._db.execute("DELETE FROM logs WHERE seq <= ?", ((cursor.lastrowid or 0) - sql.MAX_LOGS,))

    def logs(
        self,
        *,
        job_id: str | None = None,
        before: int | None = None,
        limit: int = 100,
        oldest_first: bool = False,
    ) -> list[tuple[int, Json]]:
        """Log entries as (sequence number, entry), newest first, that follow `before` in order."""
        sign, way = (">", "ASC") if oldest_first else ("<", "DESC")
        rows = self.query(
            "SELECT seq, body FROM logs WHERE (? IS NULL OR job_id = ?)"  # noqa: S608 - signs only
            f" AND (? IS NULL OR seq {sign} ?) ORDER BY seq {way} LIMIT ?",
            (job_id, job_id, before, before, limit),
        )
        return [(seq, json.loads(body)) for seq, body in rows]


def _make(db: sqlite3.Connection) -> None:
    db.create_function("fold", 1, sql.fold, deterministic=True)
    db.executescript(sql.TABLES)


def _check_tables(db: sqlite3.Connection) -> None:
    """Raise `sqlite3.DatabaseError` where a table is gone: a new one would hide what is lost."""
    found = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = set(re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", sql.TABLES)) - found
    if missing:
        raise sqlite3.DatabaseError(f"the table {min(missing)} is missing")


def _opened(folder: Path | None) -> sqlite3.Connection:
    path = ""
    if folder is not None:
        private_folder(folder, narrow=False)
        file = folder / "practice.sqlite3"
        begin_database(file, _make)
        private_file(file)  # it holds the practice key
        must_not_be_empty(file)
        path = str(file)
    db = sqlite3.connect(path, timeout=1, check_same_thread=False, isolation_level=None)
    try:
        if path:  # two tenants in one folder would overwrite each other's certificates and counters
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL" if path else "PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -65536")  # 64 MiB
        if path:
            _check_tables(db)
        _make(db)
    except BaseException:
        db.close()
        raise
    return db
