"""How findings and provisioning statuses look: icon, color, word."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale

from wizard.messages import _
from wizard.ui.appearance.theme import Tone
from wizard.ui.widgets.checklist import CheckLine

if TYPE_CHECKING:
    from wizard.steps import Finding


def finding_line(finding: Finding) -> CheckLine:
    """A finding as a line of a checklist."""
    sign, status, word = _verdict(str(finding.verdict))
    asked = str(finding.verdict) == "question" or finding.answer is not None
    return CheckLine(
        id=finding.id,
        title=finding.title,
        sign=sign,
        status=status,
        word=word,
        sentence=finding.sentence,
        remedy=finding.remedy,
        link=finding.link,
        question=asked,
        answer=finding.answer,
    )


def _verdict(verdict: str) -> tuple[str, Tone, str]:
    return {
        "good": ("done", Tone.SUCCESS, _("Good")),
        "warning": ("warning", Tone.WARNING, _("Needs attention")),
        "failed": ("error", Tone.ERROR, _("Missing")),
        "question": ("info", Tone.INFO, _("Your answer")),
        "unknown": ("info", Tone.NEUTRAL, _("Unknown")),
    }[verdict]


def outcome(status: str) -> tuple[str, Tone, str]:
    """Icon, color and word for what the provisioning service says of one step or event."""
    return {
        "success": ("done", Tone.SUCCESS, _("Success")),
        "failure": ("error", Tone.ERROR, _("Failure")),
        "skipped": ("skipped", Tone.NEUTRAL, _("Skipped")),
        "warning": ("warning", Tone.WARNING, _("Warning")),
    }.get(status.lower(), ("info", Tone.NEUTRAL, status))


def moment(when: datetime) -> str:
    """A point in time as this computer's owner writes it, in their time zone."""
    local = when.astimezone()
    if QLocale().language() == QLocale.Language.C:
        return local.strftime("%Y-%m-%d %H:%M")
    there = QDateTime.fromSecsSinceEpoch(round(local.timestamp()))
    return str(QLocale().toString(there, QLocale.FormatType.ShortFormat))
