"""The data quality of everyone in scope as a file and as JSON. Formats: docs/cli.md.

The first line of JSON Lines is the header; every other line is one person or account behind a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from wizard.messages.quality import by_mail_sentences, check_words, quality_row
from wizard.plan.plan import Plan
from wizard.plan.quality import MatchByMail, Quality, QualityFinding, QualityRow
from wizard.plan.quality_report import FindingRows
from wizard.plan.tables import FileTable, TableFormat, write_table

SCHEMA = 1
_COLUMNS = ("finding", "attribute", "id", "name", "user_name", "kind", "sentence", "advice")


def write_quality(plan: Plan, quality: Quality, path: Path, wanted: TableFormat) -> None:
    """Write every finding's rows to a file that appears whole or not at all.

    Raises `quality_not_saved`, or `quality_too_long_for_xlsx`.
    """
    rows = (row for finding in quality.found for row in _rows(plan, finding))
    count = sum(finding.count or 0 for finding in quality.found)
    table = FileTable("Data quality", quality_json(plan, quality), _COLUMNS, rows, count)
    write_table(table, path, wanted, failed="quality_not_saved", too_long="quality_too_long_for_xlsx")


def quality_json(plan: Plan, quality: Quality) -> dict[str, Any]:
    """The findings in numbers, for files and the command line."""
    header = plan.header
    return {
        "schema": SCHEMA,
        "kind": "quality",
        "plan": header.id,
        "tenant": header.tenant_id,
        "account": header.account,
        "application": {"id": header.application_id, "name": header.application_name},
        "job": header.job_id,
        "time": header.computed.astimezone(UTC).isoformat(),
        "scope": header.scope,
        "people": quality.people,
        "scope_unknown": quality.scope_unknown,
        "accounts": quality.accounts,
        "directory_read": quality.directory_read,
        "attention": quality.attention,
        "findings": [_finding_json(finding) for finding in quality.findings],
        "match_by_mail": _by_mail_json(quality.by_mail),
    }


def by_mail_words(by_mail: MatchByMail) -> tuple[str, ...]:
    """Whether people could be matched by mail instead, in sentences."""
    numbers = by_mail.model_dump(exclude={"verdict", "attribute", "searchable"})
    return by_mail_sentences(by_mail.verdict, by_mail.attribute, numbers, searchable=by_mail.searchable)


def _finding_json(finding: QualityFinding) -> dict[str, Any]:
    words = check_words(finding.code, finding.attribute)
    return {
        "code": finding.code,
        "attribute": finding.attribute,
        "count": finding.count,
        "unknown": finding.unknown,
        "of": "accounts" if finding.of_accounts else "people",
        "attention": finding.attention,
        "sentence": f"{words.title}. {words.why}",
        "advice": words.advice,
    }


def _by_mail_json(by_mail: MatchByMail) -> dict[str, Any]:
    return {**by_mail.model_dump(), "sentence": " ".join(by_mail_words(by_mail))}


def _rows(plan: Plan, finding: QualityFinding) -> Iterator[dict[str, str]]:
    words = check_words(finding.code, finding.attribute)
    for row in FindingRows(plan, finding).every():
        told = row_words(finding, row)
        yield {
            "finding": finding.code,
            "attribute": finding.attribute,
            "id": row.id,
            "name": row.name,
            "user_name": row.user_name,
            "kind": row.kind,
            "sentence": f"{words.title}: {told}" if told else words.title,
            "advice": words.advice,
        }


def row_words(finding: QualityFinding, row: QualityRow) -> str:
    """What was found at one person or account; empty when the finding says it all."""
    return quality_row(finding.code, row.detail, row.facts)
