"""Entries of the provisioning log on standard output: table, JSON Lines or CSV, as they come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from wizard.entra.logs import LogEntry
from wizard.messages import _
from wizard.messages.times import moment_to_second
from wizard.security.spreadsheet import safe_cell
from wizard.steps.base.sentences import log_sentence
from wizard.steps.logs.lines import COLUMNS, log_line, table_cells

_WIDTHS = (25, 8, 8, 24)  # of the table's columns but the last: entries come one by one


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
        print(_csv(COLUMNS))
    elif wanted == "table":
        print(_in_columns(_("Time"), _("Result"), _("Action"), _("Person"), _("What happened")))


def _print_json_line(entry: LogEntry) -> None:
    print(json.dumps(log_line(entry).model_dump()), flush=True)


def _print_csv_row(entry: LogEntry) -> None:
    print(_csv(tuple(safe_cell(cell) for cell in table_cells(entry).values())), flush=True)


def _csv(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _print_row(entry: LogEntry) -> None:
    when = moment_to_second(entry.at) if entry.at is not None else "–"
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
