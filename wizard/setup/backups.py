"""Backups of what Entra held before a change: attribute mappings, settings, roles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Row
from typing import Any

from wizard.security.redactor import redact_values
from wizard.setup.database import Database


@dataclass(frozen=True, slots=True)
class Backup:
    """One saved state. `kind` is "schema", "settings" or "roles"; `subject` the object it belongs to."""

    id: int
    kind: str
    subject: str
    taken: datetime
    content: Mapping[str, Any]


class Backups:
    """Backups of one setup; consecutive equal states are kept once."""

    def __init__(self, path: Path, setup: str) -> None:
        self._database = Database(path)
        self._setup = setup

    def take(self, kind: str, subject: str, content: Mapping[str, Any]) -> int:
        """Keep this state; returns the backup's number. The caller must remove secrets."""
        text = json.dumps(redact_values(content), ensure_ascii=False, sort_keys=True)
        with self._database.use() as db:
            last = db.execute(
                "SELECT id, content FROM backups WHERE setup = ? AND kind = ? AND subject = ?"
                " ORDER BY id DESC LIMIT 1",
                (self._setup, kind, subject),
            ).fetchone()
            if last is not None and last["content"] == text:
                return int(last["id"])
            cursor = db.execute(
                "INSERT INTO backups (setup, kind, subject, taken, content) VALUES (?, ?, ?, ?, ?)",
                (self._setup, kind, subject, datetime.now(UTC).isoformat(), text),
            )
            return int(cursor.lastrowid or 0)

    def all(self) -> tuple[Backup, ...]:
        """Every backup, newest first."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT * FROM backups WHERE setup = ? ORDER BY id DESC", (self._setup,)
            ).fetchall()
        return tuple(backup for backup in map(_backup, found) if backup is not None)


def _backup(row: Row) -> Backup | None:
    """The backup in this row; None where it cannot be read, as if it had never been taken."""
    try:
        content = json.loads(row["content"])
        if not isinstance(content, dict):
            return None
        taken = datetime.fromisoformat(row["taken"])
        return Backup(row["id"], str(row["kind"]), str(row["subject"]), taken, content)
    except (ValueError, TypeError, RecursionError):
        return None
