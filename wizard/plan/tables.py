"""Files with very many rows: JSON and JSON Lines for programs, CSV and XLSX for people.

A file is written completely or not at all, rows are written one by one, and no cell starts a formula: names
come from the directory.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any, Literal

from wizard.file_reasons import file_reason
from wizard.own_files import must_be_file, put_in_place
from wizard.problem import Problem, ProblemError
from wizard.security.spreadsheet import safe_cell

TableFormat = Literal["jsonl", "csv", "xlsx"]
FileFormat = Literal["json", "jsonl", "csv", "xlsx"]
MOST_XLSX_ROWS = 1_048_575  # rows of a sheet without the header row (Excel specifications)
_MOST_LETTERS = 32_767  # characters of one cell (Excel specifications)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileTable:
    """`count` rows with these columns of text. `header` is the first line of JSON Lines, whose rows may
    have more members than there are columns; `title` is that of a sheet."""

    title: str
    header: Row
    columns: Sequence[str]
    rows: Iterable[Row]
    count: int


def write_table(table: FileTable, path: Path, wanted: FileFormat, *, failed: str, too_long: str) -> None:
    """Write a table; JSON Lines are compressed where the name ends in `.gz`. JSON is an array of the rows.

    Raises the problem `failed` when the file cannot be written, and `too_long` when there are more rows
    than a sheet holds.
    """
    if wanted == "xlsx" and table.count > MOST_XLSX_ROWS:
        raise ProblemError(Problem(too_long, {"rows": f"{table.count}", "most": f"{MOST_XLSX_ROWS}"}))
    try:
        with _whole_file(path) as stream:
            if wanted == "jsonl":
                _write_lines(table, stream, compress=path.suffix.casefold() == ".gz")
            elif wanted == "json":
                _write_array(table, stream)
            elif wanted == "csv":
                _write_csv(table, stream)
            else:
                _write_xlsx(table, stream)
    except OSError as error:
        facts = {"file": str(path), "reason": file_reason(error)}
        raise ProblemError(Problem(failed, facts, str(error))) from error


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A temporary file beside the target, renamed to it at the end."""
    must_be_file(path)
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o600)
        put_in_place(Path(name), path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _write_lines(table: FileTable, stream: IO[bytes], *, compress: bool) -> None:
    lines = (
        json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in chain([table.header], table.rows)
    )
    if compress:
        with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, filename="") as packed:
            packed.writelines(lines)
    else:
        stream.writelines(lines)


def _write_array(table: FileTable, stream: IO[bytes]) -> None:
    before = b"[\n"
    for row in table.rows:
        stream.write(before + json.dumps(row, ensure_ascii=False).encode())
        before = b",\n"
    stream.write(b"\n]\n" if before != b"[\n" else b"[]\n")


def _write_csv(table: FileTable, stream: IO[bytes]) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([safe_cell(row[name]) for name in table.columns] for row in table.rows)
    text.flush()
    text.detach()  # the caller that opened the stream closes it


def _write_xlsx(table: FileTable, stream: IO[bytes]) -> None:
    import xlsxwriter  # imported only when a sheet is written

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # Rows wait in a file of xlsxwriter's own, which must not stay behind when something fails.
    with tempfile.TemporaryDirectory(prefix="playvox-sheet-", ignore_cleanup_errors=True) as folder:
        book = xlsxwriter.Workbook(stream, {**options, "tmpdir": folder})
        sheet = book.add_worksheet(table.title)
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, name)
        for number, row in enumerate(table.rows, start=1):
            for column, name in enumerate(table.columns):
                sheet.write_string(number, column, row[name][:_MOST_LETTERS])
        book.close()
