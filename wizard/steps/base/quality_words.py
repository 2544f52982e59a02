"""The data quality of everyone in scope in numbers, names and plain words."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

from wizard.messages import _, ngettext, number
from wizard.messages.quality import check_words
from wizard.plan import Plan
from wizard.plan.document import format_of
from wizard.plan.quality import Quality, QualityFinding, QualityRow
from wizard.plan.quality_document import by_mail_words, row_words, write_quality
from wizard.plan.quality_report import FindingRows, QualitySort, quality_of
from wizard.problem import Problem, ProblemError
from wizard.steps.base.quality_view import FindingView, QualityPersonRow, QualityView


class QualityRowWindows:
    """The rows of one finding in words."""

    def __init__(self, plan: Plan, finding: QualityFinding) -> None:
        self._finding = finding
        self._rows = FindingRows(plan, finding)

    def count(self, text: str) -> int:
        """Number of rows that contain this text."""
        return self._rows.count(text)

    def window(
        self, offset: int, limit: int, text: str, sort: str, descending: bool
    ) -> list[QualityPersonRow]:
        """Return some of the rows."""
        key = cast("QualitySort", sort)
        rows = self._rows.rows(offset, limit, text=text, sort=key, descending=descending)
        return [self._told(row) for row in rows]

    def _told(self, row: QualityRow) -> QualityPersonRow:
        return QualityPersonRow(row.id, row.name, row.user_name, row_words(self._finding, row))


def quality_view(plan: Plan | None) -> QualityView | None:
    """The data quality for the page; None without a plan, or when the plan has none."""
    quality = quality_of(plan) if plan is not None else None
    if plan is None or quality is None:
        return None
    return QualityView(
        summary=quality_summary(quality),
        findings=tuple(_finding(plan, each) for each in quality.found),
        by_mail=by_mail_words(quality.by_mail),
    )


async def save_quality(plan: Plan | None, path: Path) -> None:
    """Write everyone behind the findings, in the format of the file name's extension.

    Raises `quality_gone` when there are no findings, `quality_not_saved`, `quality_too_long_for_xlsx`.
    """
    quality = quality_of(plan) if plan is not None else None
    if plan is None or quality is None:
        raise ProblemError(Problem("quality_gone"))
    await asyncio.to_thread(write_quality, plan, quality, path, format_of(path, None))


def counted(finding: QualityFinding) -> str:
    """Number of people or accounts, and for how many it is unknown."""
    if finding.count is None:
        return _("unknown")
    if finding.of_accounts:
        text = ngettext("{n} account", "{n} accounts", finding.count).format(n=number(finding.count))
    else:
        text = ngettext("{n} person", "{n} people", finding.count).format(n=number(finding.count))
    return (
        _("{count}, unknown for {n}").format(count=text, n=number(finding.unknown))
        if finding.unknown
        else text
    )


def quality_summary(quality: Quality) -> str:
    """What was checked, and how many findings need attention."""
    people = ngettext(
        "{n} person in scope was checked.", "{n} people in scope were checked.", quality.people
    ).format(n=number(quality.people))
    attention = sum(each.attention for each in quality.findings)
    needs = (
        ngettext("{n} finding needs attention.", "{n} findings need attention.", attention).format(
            n=number(attention)
        )
        if attention
        else _("Nothing that was checked needs attention.")
    )
    sentences = [people, needs]
    if quality.scope_unknown:
        sentences.append(
            ngettext(
                "Whether {n} more person is in scope is unknown.",
                "Whether {n} more people are in scope is unknown.",
                quality.scope_unknown,
            ).format(n=number(quality.scope_unknown))
        )
    if quality.accounts is None:
        sentences.append(_("Playvox does not list its accounts, so findings about accounts are unknown."))
    open_accounts = max(
        (each.unknown for each in quality.findings if each.code == "leaver_unknown"), default=0
    )
    if open_accounts:
        sentences.append(
            ngettext(
                "The owner of {n} active account in Playvox is unknown.",
                "The owners of {n} active accounts in Playvox are unknown.",
                open_accounts,
            ).format(n=number(open_accounts))
        )
    return " ".join(sentences)


def _finding(plan: Plan, finding: QualityFinding) -> FindingView:
    words = check_words(finding.code, finding.attribute)
    return FindingView(
        key=f"{finding.code}.{finding.attribute}",
        title=words.title,
        count=counted(finding),
        why=words.why,
        advice=words.advice,
        attention=finding.attention,
        known=finding.count is not None and not finding.unknown,
        rows=QualityRowWindows(plan, finding) if finding.count else None,
    )
