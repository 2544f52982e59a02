"""One entry of the log as a program and a spreadsheet get it. Formats: docs/cli.md."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from wizard.entra.logs import LogEntry
from wizard.log_store.rows import LogRows
from wizard.log_store.search import LogSearch
from wizard.plan.tables import FileTable, write_table
from wizard.steps.base.sentences import log_sentence

LogFormat = Literal["csv", "json", "jsonl", "xlsx"]
COLUMNS = (
    "time",
    "result",
    "action",
    "person",
    "person_id",
    "account",
    "account_id",
    "sentence",
    "answer",
    "said",
    "error_code",
    "cause",
)


class LoggedChange(BaseModel):
    """An attribute that was written; `before` is empty when the log does not tell."""

    attribute: str
    before: str
    value: str


class LogLine(BaseModel):
    """One entry. `time` is UTC, null when Entra gives none; `cause` is a problem code, empty where the code
    of the service is not known; `answer` is Playvox's status and `said` its words.
    """

    id: str
    time: str | None
    result: str
    action: str
    person: str
    person_id: str
    account: str
    account_id: str
    sentence: str
    error_code: str
    cause: str
    answer: str
    said: str
    recommended_action: str
    job_id: str
    cycle_id: str
    milliseconds: int
    changes: list[LoggedChange]


def log_line(entry: LogEntry) -> LogLine:
    """An entry of the log with its sentence."""
    return LogLine(
        id=entry.id,
        time=entry.at.isoformat() if entry.at is not None else None,
        result=entry.status,
        action=entry.action,
        person=entry.source.display_name,
        person_id=entry.source.id,
        account=entry.target.display_name,
        account_id=entry.target.id,
        sentence=log_sentence(entry),
        error_code=entry.error_code,
        cause=entry.cause,
        answer=entry.answer,
        said=entry.said,
        recommended_action=entry.recommended_action,
        job_id=entry.job_id,
        cycle_id=entry.cycle_id,
        milliseconds=entry.milliseconds,
        changes=[
            LoggedChange(attribute=each.display_name, before=each.old_value, value=each.new_value)
            for each in entry.changes
        ],
    )


def table_cells(entry: LogEntry) -> dict[str, str]:
    """The columns of a spreadsheet."""
    line = log_line(entry)
    return {name: str(getattr(line, name) or "") for name in COLUMNS}


def format_of(file: Path) -> LogFormat:
    """The format that a file's name tells; JSON Lines where it tells none."""
    known: dict[str, LogFormat] = {".csv": "csv", ".json": "json", ".xlsx": "xlsx"}
    return known.get(file.suffix.casefold(), "jsonl")


def save_log(
    log: Path, wanted: LogSearch, file: Path, kind: LogFormat, limit: int | None = None
) -> tuple[int, bool]:
    """Write the wanted entries to a file that appears whole or not at all; returns their number, and
    whether there were more than the limit.

    Raises `log_file_not_saved`, or `log_file_too_long` for a sheet.
    """
    with closing(LogRows(log, wanted)) as rows:
        there = rows.count_all()
        count = there if limit is None else min(there, limit)
        entries = (entry for _number, entry in islice(rows.entries(), count))
        items: Iterator[dict[str, Any]]
        if kind in ("csv", "xlsx"):
            items = (table_cells(entry) for entry in entries)
        else:
            items = (log_line(entry).model_dump() for entry in entries)
        table = FileTable("Provisioning log", {"kind": "logs", "entries": count}, COLUMNS, items, count)
        write_table(table, file, kind, failed="log_file_not_saved", too_long="log_file_too_long")
    return count, there > count
