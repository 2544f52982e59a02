"""Entries of the provisioning log on standard output: table, JSON Lines or CSV, as they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from pydantic import BaseModel

from wizard.entra.logs import LogEntry
from wizard.messages import _
from wizard.security.spreadsheet import safe_cell
from wizard.steps.base.sentences import log_sentence

_COLUMNS = (
    "time", "result", "action", "person", "person_id", "account", "account_id", "sentence", "error_code",
    "cause",
)  # fmt: skip
_WIDTHS = (19, 8, 8, 24)  # of the table's columns but the last: entries come one by one


class LoggedChange(BaseModel):
    """An attribute that was written."""

    attribute: str
    value: str


class LogLine(BaseModel):
    """One entry. `time` is UTC, null when Entra gives none; `cause` is a problem code, empty where the code
    of the service is not known; `said` is what Playvox answered.
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
        said=entry.said,
        recommended_action=entry.recommended_action,
        job_id=entry.job_id,
        cycle_id=entry.cycle_id,
        milliseconds=entry.milliseconds,
        changes=[LoggedChange(attribute=each.display_name, value=each.new_value) for each in entry.changes],
    )


def printer(wanted: str) -> Callable[[LogEntry], None]:
    """How one entry is printed: `table`, `jsonl` or `csv`; the headings are printed before the first."""
    if wanted == "jsonl":
        return _print_json_line
    rows = _print_csv_row if wanted == "csv" else _print_row
    headed = False

    def print_entry(entry: LogEntry) -> None:
        nonlocal headed
        if not headed:
            headed = True
            print_headings(wanted)
        rows(entry)

    return print_entry


def print_headings(wanted: str) -> None:
    """The first line of a table or CSV; JSON Lines have none."""
    if wanted == "csv":
        print(_csv(_COLUMNS))
    elif wanted == "table":
        print(_in_columns(_("Time"), _("Result"), _("Action"), _("Person"), _("What happened")))


def _print_json_line(entry: LogEntry) -> None:
    print(json.dumps(log_line(entry).model_dump()), flush=True)


def _print_csv_row(entry: LogEntry) -> None:
    row = log_line(entry).model_dump()
    print(_csv(tuple(safe_cell(row[name] or "") for name in _COLUMNS)), flush=True)


def _csv(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _print_row(entry: LogEntry) -> None:
    when = entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S") if entry.at is not None else "–"
    person = entry.source.display_name or entry.source.id or entry.target.display_name or entry.target.id
    code = f" ({entry.error_code})" if entry.error_code else ""
    print(
        _in_columns(when, entry.status or "–", entry.action or "–", person, f"{log_sentence(entry)}{code}"),
        flush=True,
    )


def _in_columns(*cells: str) -> str:
    from rich.cells import cell_len  # loaded only when a table is printed

    plain = [" ".join(cell.split()) for cell in cells]
    fixed = [
        cell + " " * max(0, width - cell_len(cell)) for cell, width in zip(plain, _WIDTHS, strict=False)
    ]
    return "  ".join([*fixed, plain[-1]]).rstrip()
