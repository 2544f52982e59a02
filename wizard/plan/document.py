"""A plan as a file: JSON Lines for programs, CSV and XLSX for people. Formats: docs/cli.md.

The first line of JSON Lines is the header; every other line is one row. Names come from the directory, so
table cells are escaped so that none can start a formula.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from wizard.file_reasons import file_reason
from wizard.messages import _
from wizard.messages.plan import plan_note, plan_reason
from wizard.plan.actions import PlannedAction, PlanRow
from wizard.plan.header import PlanHeader
from wizard.plan.plan import Plan
from wizard.plan.tables import FileTable, TableFormat, write_table
from wizard.problem import Problem, ProblemError

SCHEMA = 1
PlanFormat = TableFormat
FORMATS: tuple[PlanFormat, ...] = ("jsonl", "csv", "xlsx")
_COLUMNS = ("id", "name", "user_name", "action", "reason", "sentence")
_LONGEST_LINE = 1_000_000  # characters of one line of a file that is read
_MAGIC = b"\x1f\x8b"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class DocumentApplication(_Strict):
    """The application a plan is about."""

    id: str
    name: str = ""


class DocumentHeader(_Strict):
    """The first line of a plan file. `counts` counts people by action; `threshold` None: no guard."""

    id: str
    tenant: str
    account: str = ""
    application: DocumentApplication
    job: str
    time: datetime
    scope: Literal["assigned", "all"]
    run: str
    counts: dict[str, int]
    threshold: int | None
    held_back: bool
    keep_out_of_scope: bool = False
    schema_fingerprint: str = ""
    assignments_fingerprint: str = ""


class DocumentRow(_Strict):
    """One row of a plan file."""

    id: str
    name: str
    user_name: str
    action: PlannedAction
    reason: str
    sentence: str = ""
    kind: Literal["person", "account"] = "person"
    account: str = ""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The contents of a plan file."""

    header: DocumentHeader
    rows: tuple[DocumentRow, ...]


def header_json(header: PlanHeader) -> dict[str, Any]:
    """The header for files and the command line."""
    return {
        "schema": SCHEMA,
        "id": header.id,
        "tenant": header.tenant_id,
        "account": header.account,
        "application": {"id": header.application_id, "name": header.application_name},
        "job": header.job_id,
        "time": header.computed.astimezone(UTC).isoformat(),
        "scope": header.scope,
        "run": header.run.value,
        "counts": asdict(header.counts),
        "threshold": header.threshold,
        "held_back": header.held_back,
        "keep_out_of_scope": header.keep_out_of_scope,
        "in_scope": header.in_scope,
        "accounts": header.accounts,
        "accounts_left_alone": header.left_alone,
        "accounts_unknown": header.accounts_unknown,
        "schema_fingerprint": header.schema_fingerprint,
        "assignments_fingerprint": header.assignments_fingerprint,
        "notes": [
            {"code": note.code, "facts": dict(note.facts), "sentence": plan_note(note.code, note.facts)}
            for note in header.notes
        ],
    }


def row_json(row: PlanRow) -> dict[str, str]:
    """One row for files."""
    return {
        "id": row.id,
        "name": row.name,
        "user_name": row.user_name,
        "action": row.action,
        "reason": row.reason,
        "sentence": plan_reason(row.reason, row.facts),
        "kind": row.kind,
        "account": row.account,
    }


def document_header(header: PlanHeader) -> DocumentHeader:
    """The header as it is read from a file."""
    return DocumentHeader.model_validate(header_json(header))


def document_rows(plan: Plan) -> Iterator[DocumentRow]:
    """The rows as they are read from a file."""
    for row in plan.all_rows():
        yield DocumentRow.model_construct(
            id=row.id,
            name=row.name,
            user_name=row.user_name,
            action=row.action,
            reason=row.reason,
            sentence=plan_reason(row.reason, row.facts),
            kind=row.kind,
            account=row.account,
        )


def format_of(path: Path, wanted: str | None) -> PlanFormat:
    """The requested format, or the one of the file name's extension; raises `plan_format_unknown`."""
    if wanted is None:
        name = path.name.casefold().removesuffix(".gz")
        wanted = {".csv": "csv", ".xlsx": "xlsx"}.get(Path(name).suffix, "jsonl")
    for each in FORMATS:
        if each == wanted:
            return each
    raise ProblemError(Problem("plan_format_unknown", {"format": wanted, "formats": ", ".join(FORMATS)}))


def write_document(plan: Plan, path: Path, wanted: PlanFormat) -> None:
    """Write a plan to a file, completely or not at all; raises `plan_not_saved`.

    JSON Lines are compressed when the name ends in `.gz`. Rows are written as they are read, so memory
    stays bounded.
    """
    rows = (row_json(row) for row in plan.all_rows())
    table = FileTable("Plan", header_json(plan.header), _COLUMNS, rows, plan.count())
    write_table(table, path, wanted, failed="plan_not_saved", too_long="plan_too_long_for_xlsx")


def read_document(path: Path) -> PlanDocument:
    """Read a plan file in JSON Lines, compressed or not; raises `plan_file_unreadable`."""
    facts = {"file": str(path)}
    try:
        return _document(path)
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        facts["reason"] = _("A line does not have the members of a plan.")
        detail = f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}"
        raise ProblemError(Problem("plan_file_unreadable", facts, detail)) from None
    except _NotAPlanError as error:
        facts["reason"] = str(error)
        raise ProblemError(Problem("plan_file_unreadable", facts)) from error
    except (OSError, EOFError, ValueError, RecursionError, zlib.error) as error:
        facts["reason"] = _("Its content is not that of a plan file.")
        if isinstance(error, OSError) and error.errno is not None:  # gzip's own have no number
            facts["reason"] = file_reason(error)
        raise ProblemError(Problem("plan_file_unreadable", facts, str(error))) from error


class _NotAPlanError(Exception):
    """The file can be read but is not a plan."""


def _document(path: Path) -> PlanDocument:
    if path.exists() and not path.is_file():
        raise _NotAPlanError(_("It is not a file."))
    with path.open("rb") as raw:
        compressed = raw.read(2) == _MAGIC
        raw.seek(0)
        unpacked = gzip.GzipFile(fileobj=raw) if compressed else raw
        with io.TextIOWrapper(cast("IO[bytes]", unpacked), encoding="utf-8") as stream:
            lines = _lines(stream)
            first = json.loads(next(lines, "null"))
            if not isinstance(first, dict) or first.get("schema") != SCHEMA:
                raise _NotAPlanError(_("Its first line is not the header of a plan."))
            header = DocumentHeader.model_validate(first)
            return PlanDocument(header, tuple(DocumentRow.model_validate_json(line) for line in lines))


def _lines(stream: IO[str]) -> Iterator[str]:
    while line := stream.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise _NotAPlanError(_("A line is too long."))
        if line.strip():
            yield line
