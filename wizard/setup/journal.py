"""The journal of everything this program changed, recorded before sending and after the response."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Row
from typing import Any, TypeVar

from wizard.notices import notice
from wizard.problem import Problem
from wizard.security.redactor import redact, redact_values
from wizard.setup.database import Database

T = TypeVar("T")
_EVERY = -1  # as a limit of SQLite: none
_NAMED = 10  # numbers of damaged rows that are named


class OperationState(enum.StrEnum):
    """The state of an operation, as far as this computer knows."""

    BEGUN = "begun"
    """Recorded, possibly sent: unknown after a crash. Verify before repeating."""
    DONE = "done"
    REFUSED = "refused"
    """The service refused it, nothing changed."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One change by the administrator, such as adding the application; may consist of several writes.

    `old` and `new` hold no secrets; their meaning depends on the `kind`.
    """

    id: int
    kind: str
    subject: str
    account: str
    began: datetime
    ended: datetime | None
    state: OperationState
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    outcome: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WriteRecord:
    """One request that changes something. `status` is None while, or because, there is no response."""

    id: int
    operation: int | None
    account: str
    method: str
    path: str
    body: str
    sent: datetime
    answered: datetime | None
    status: int | None
    maybe_done: bool


TENANT_TIME = "tenant_time"
"""In the outcome of an operation: when it ended by the practice tenant's clock."""


class Journal:
    """The journal of one setup. Every method is one committed SQLite transaction on disk."""

    def __init__(
        self, path: Path, setup: str, tenant_time: Callable[[], datetime | None] | None = None
    ) -> None:
        """`tenant_time`: the time in the practice tenant, whose clock may run ahead of this computer's."""
        self._database = Database(path)
        self._setup = setup
        self._tenant_time = tenant_time

    def begin(
        self, kind: str, subject: str, account: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> int:
        """Record an operation before it starts; returns its number."""
        with self._database.use() as db:
            cursor = db.execute(
                "INSERT INTO operations (setup, kind, subject, account, began, state, old, new)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (self._setup, kind, subject, account, _now(), OperationState.BEGUN, _dump(old), _dump(new)),
            )
            return int(cursor.lastrowid or 0)

    def end(self, operation: int, state: OperationState, outcome: Mapping[str, Any]) -> None:
        """Record the operation's result."""
        there = self._tenant_time() if self._tenant_time is not None else None
        if there is not None:
            outcome = {**outcome, TENANT_TIME: there.isoformat()}
        with self._database.use() as db:
            db.execute(
                "UPDATE operations SET state = ?, ended = ?, outcome = ? WHERE id = ?",
                (state, _now(), _dump(outcome), operation),
            )

    def note(self, operation: int, facts: Mapping[str, Any]) -> None:
        """Add facts to an ended operation, such as that its object was seen."""
        with self._database.use() as db:
            row = db.execute("SELECT outcome FROM operations WHERE id = ?", (operation,)).fetchone()
            if row is not None:
                known = {**_object(row["outcome"]), **facts}
                db.execute("UPDATE operations SET outcome = ? WHERE id = ?", (_dump(known), operation))

    def sent(self, operation: int) -> tuple[WriteRecord, ...]:
        """The requests of this operation, oldest first. Empty: certainly nothing was sent."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM writes WHERE setup = ? AND operation = ? ORDER BY id",
                (self._setup, operation),
            ).fetchall()
        return self._readable(found, _write)

    def open_operations(self, kind: str) -> tuple[Operation, ...]:
        """Operations of this kind without a known result, oldest first."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM operations WHERE setup = ? AND kind = ? AND state = ? ORDER BY id",
                (self._setup, kind, OperationState.BEGUN),
            ).fetchall()
        return self._readable(found, _operation)

    def setups(self) -> tuple[str, ...]:
        """The setups that the file has operations of, by name."""
        with self._database.use() as db:
            found = db.execute("SELECT DISTINCT setup FROM operations ORDER BY setup").fetchall()
        return tuple(row["setup"] for row in found if isinstance(row["setup"], str))

    def operations(self, limit: int | None = None) -> tuple[Operation, ...]:
        """Operations, newest first; without a limit all of them."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM operations WHERE setup = ? ORDER BY id DESC LIMIT ?",
                (self._setup, _EVERY if limit is None else limit),
            ).fetchall()
        return self._readable(found, _operation)

    def sending(
        self, operation: int | None, account: str, method: str, path: str, body: str, request_id: str
    ) -> int:
        """Record a request right before it is sent; `body` must hold no secret."""
        with self._database.use() as db:
            cursor = db.execute(
                "INSERT INTO writes"
                " (setup, operation, account, method, path, body, client_request_id, sent)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (self._setup, operation, account, method, path, redact(body), request_id, _now()),
            )
            return int(cursor.lastrowid or 0)

    def answered(self, write: int, status: int | None, *, maybe_done: bool) -> None:
        """Record the response, or that there was none."""
        with self._database.use() as db:
            db.execute(
                "UPDATE writes SET answered = ?, status = ?, maybe_done = ? WHERE id = ?",
                (_now(), status, int(maybe_done), write),
            )

    def writes(self, limit: int | None = None) -> tuple[WriteRecord, ...]:
        """Requests that change something, newest first; without a limit all of them."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM writes WHERE setup = ? ORDER BY id DESC LIMIT ?",
                (self._setup, _EVERY if limit is None else limit),
            ).fetchall()
        return self._readable(found, _write)

    def _readable(self, rows: Iterable[Row], read: Callable[[Row], T]) -> tuple[T, ...]:
        """The rows that can be read; the others are noticed by their number."""
        found, damaged = [], []
        for row in rows:
            try:
                found.append(read(row))
            except (ValueError, TypeError, RecursionError):
                damaged.append(str(row["id"]))
        if damaged:
            facts = {"file": str(self._database.path), "numbers": ", ".join(sorted(damaged)[:_NAMED])}
            notice(Problem("setup_journal_rows", {**facts, "n": str(len(damaged)), "setup": self._setup}))
        return tuple(found)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _dump(values: Mapping[str, Any]) -> str:
    return json.dumps(redact_values(values), ensure_ascii=False)


def _moment(text: str | None) -> datetime | None:
    return _when(text) if text else None


def _when(text: str) -> datetime:
    """A moment of the journal; raises `TypeError`, or `ValueError` also without a time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _object(text: Any) -> dict[str, Any]:
    """A JSON object; raises `ValueError`, `TypeError` or `RecursionError`."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _operation(row: Row) -> Operation:
    return Operation(
        id=row["id"],
        kind=_text(row["kind"]),
        subject=_text(row["subject"]),
        account=_text(row["account"]),
        began=_when(row["began"]),
        ended=_moment(row["ended"]),
        state=OperationState(row["state"]),
        old=_object(row["old"]),
        new=_object(row["new"]),
        outcome=_object(row["outcome"]),
    )


def _write(row: Row) -> WriteRecord:
    return WriteRecord(
        id=row["id"],
        operation=row["operation"],
        account=_text(row["account"]),
        method=_text(row["method"]),
        path=_text(row["path"]),
        body=_text(row["body"]),
        sent=_when(row["sent"]),
        answered=_moment(row["answered"]),
        status=row["status"],
        maybe_done=bool(row["maybe_done"]),
    )
