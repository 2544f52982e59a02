"""A log with failures, folded entries and one selected entry, for drawing its page without any server."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.log_store.log_rows import SCIM, log_row
from wizard.entra.logs import entry
from wizard.log_store.search import Kind
from wizard.log_store.store import LogGroup
from wizard.steps.logs.view import EntryRow, KeptWords, LogChoice, LogsView
from wizard.steps.logs.words import entry_view, group_row

CODE = f"{SCIM}ServiceIncompatible"
SAID = "Required attribute 'emails' is missing."
MANY = 3_000


class StagedEntries:
    """Rows that are made when they are asked for; `text` is a word that each of them has or has not."""

    def __init__(self, now: datetime, number: int = MANY) -> None:
        self._now = now
        self.number = number

    def count(self, text: str) -> tuple[int, bool]:
        number = 0 if text == "nobody" else self.number
        return min(number, 200), number <= 200

    def count_all(self, text: str) -> int:
        return 0 if text == "nobody" else self.number

    def too_many_names(self, text: str) -> bool:
        return text == "a"

    def window(self, offset: int, limit: int, text: str) -> list[EntryRow]:
        numbers = range(offset, min(offset + limit, self.count_all(text)))
        return [self._row(number) for number in numbers]

    def _row(self, number: int) -> EntryRow:
        when = self._now - timedelta(minutes=number)
        if number < 12:
            sentence = f"Playvox answered 400 Bad Request and refused the change: {SAID}"
            return EntryRow(str(number), when, "failure", "create", f"Person {number}", sentence, CODE)
        sentence = f"Person {number}'s account was updated."
        return EntryRow(str(number), when, "success", "update", f"Person {number}", sentence, "")


def logs(now: datetime) -> LogsView:
    """A log that is still read."""
    refused = Kind(1, "failure", "create", CODE, "log_refused_by_target", "400 Bad Request", SAID, 9)
    conflict = Kind(2, "failure", "update", "EntryConflict", "log_conflict", "", "", 9)
    same = Kind(3, "skipped", "other", "RedundantExport", "log_already_equal", "", "", 9)
    groups = (
        LogGroup("refused", refused, 214, noise=False),
        LogGroup("conflict", conflict, 12, noise=False),
        LogGroup("same", same, 88_412, noise=True),
    )
    row = log_row(7, now, person=7, status="failure", action="create", code=CODE, said=SAID)
    row["modifiedProperties"] = [
        {"displayName": "userName", "oldValue": None, "newValue": "dao.nguyen7@contoso.example"},
        {"displayName": "title", "oldValue": "Agent", "newValue": "Team lead"},
    ]
    return LogsView(
        sentence="91,638 entries on this computer since 2026-10-31 08:12 UTC.",
        importing="Reading the log from Entra: 1,500 entries so far, back to 2026-11-29 09:30 UTC …",
        import_problem=None,
        choice=LogChoice(),
        table=StagedEntries(now),
        newer=500,
        groups=tuple(group_row(group) for group in groups),
        folded=88_412,
        codes=(CODE, "EntryConflict", "RedundantExport"),
        entry=entry_view(7, entry(row)),
        kept=KeptWords(
            30, "Entries older than 30 days are deleted on this computer.", "/home/ana/log.sqlite"
        ),
        retried="",
        busy="",
        problem=None,
    )
