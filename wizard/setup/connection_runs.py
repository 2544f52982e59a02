"""Earlier connection tests, stored by their target, with or without a setup."""

from __future__ import annotations

from pathlib import Path

from wizard.security.redactor import redact, redact_json
from wizard.setup.database import Database

_MOST_IN_ALL = 2000


class ConnectionRuns:
    """The runs about one `place` (a host, and whether it was practice), as JSON texts without secrets.

    Every method is one committed SQLite transaction; all raise `setup_journal_unusable`.
    """

    def __init__(self, path: Path, place: str) -> None:
        self._database = Database(path)
        self._place = redact(place)  # the key may have been pasted into the address

    def load(self) -> tuple[str, ...]:
        """All kept runs, oldest first."""
        with self._database.use() as db:
            found = db.execute(
                "SELECT content FROM connection_runs WHERE place = ? ORDER BY id", (self._place,)
            ).fetchall()
        return tuple(row["content"] for row in found if isinstance(row["content"], str))

    def add(self, content: str, most: int) -> None:
        """Keep one more run, and delete the oldest of this place beyond `most`."""
        with self._database.use() as db:
            db.execute(
                "INSERT INTO connection_runs (place, content) VALUES (?, ?)",
                (self._place, redact_json(content)),
            )
            db.execute(
                "DELETE FROM connection_runs WHERE place = ? AND id NOT IN"
                " (SELECT id FROM connection_runs WHERE place = ? ORDER BY id DESC LIMIT ?)",
                (self._place, self._place, most),
            )
            db.execute(
                "DELETE FROM connection_runs WHERE id NOT IN"
                " (SELECT id FROM connection_runs ORDER BY id DESC LIMIT ?)",
                (_MOST_IN_ALL,),
            )
