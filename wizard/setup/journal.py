"""The journal of everything this program changed, recorded before sending and after the response."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Row
from typing import Any

from wizard.security.redactor import redact, redact_values
from wizard.setup.database import Database


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


class Journal:
    """The journal of one setup. Every method is one committed SQLite transaction on disk."""

    def __init__(self, path: Path, setup: str) -> None:
        self._database = Database(path)
        self._setup = setup

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
                known = {**json.loads(row["outcome"]), **facts}
                db.execute("UPDATE operations SET outcome = ? WHERE id = ?", (_dump(known), operation))

    def sent(self, operation: int) -> tuple[WriteRecord, ...]:
        """The requests of this operation, oldest first. Empty: certainly nothing was sent."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM writes WHERE setup = ? AND operation = ? ORDER BY id",
                (self._setup, operation),
            ).fetchall()
        return tuple(map(_write, found))

    def open_operations(self, kind: str) -> tuple[Operation, ...]:
        """Operations of this kind without a known result, oldest first."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM operations WHERE setup = ? AND kind = ? AND state = ? ORDER BY id",
                (self._setup, kind, OperationState.BEGUN),
            ).fetchall()
        return tuple(map(_operation, found))

    def operations(self, limit: int = 500) -> tuple[Operation, ...]:
        """Operations, newest first."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM operations WHERE setup = ? ORDER BY id DESC LIMIT ?", (self._setup, limit)
            ).fetchall()
        return tuple(map(_operation, found))

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

    def writes(self, limit: int = 500) -> tuple[WriteRecord, ...]:
        """Requests that change something, newest first."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM writes WHERE setup = ? ORDER BY id DESC LIMIT ?", (self._setup, limit)
            ).fetchall()
        return tuple(map(_write, found))


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _dump(values: Mapping[str, Any]) -> str:
    return json.dumps(redact_values(values), ensure_ascii=False)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _operation(row: Row) -> Operation:
    return Operation(
        id=row["id"],
        kind=row["kind"],
        subject=row["subject"],
        account=row["account"],
        began=datetime.fromisoformat(row["began"]),
        ended=_moment(row["ended"]),
        state=OperationState(row["state"]),
        old=json.loads(row["old"]),
        new=json.loads(row["new"]),
        outcome=json.loads(row["outcome"]),
    )


def _write(row: Row) -> WriteRecord:
    return WriteRecord(
        id=row["id"],
        operation=row["operation"],
        account=row["account"],
        method=row["method"],
        path=row["path"],
        body=row["body"],
        sent=datetime.fromisoformat(row["sent"]),
        answered=_moment(row["answered"]),
        status=row["status"],
        maybe_done=bool(row["maybe_done"]),
    )
