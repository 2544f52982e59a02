"""Icon, color and word for findings and provisioning statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.messages import _
from wizard.ui.appearance.theme import Tone
from wizard.ui.widgets.checklist import CheckLine

if TYPE_CHECKING:
    from wizard.steps import Finding


def finding_line(finding: Finding) -> CheckLine:
    """Turn a finding into a line of a checklist."""
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
        "missing": ("ready", Tone.NEUTRAL, _("Not done yet")),
        "failed": ("error", Tone.ERROR, _("Failed")),
        "question": ("info", Tone.INFO, _("Your answer")),
        "unread": ("clock", Tone.NEUTRAL, _("Not read yet")),
        "unknown": ("info", Tone.NEUTRAL, _("Unknown")),
    }[verdict]


def outcome(status: str) -> tuple[str, Tone, str]:
    """Return icon, color and word for the provisioning service's status of one step or event."""
    return {
        "success": ("done", Tone.SUCCESS, _("Success")),
        "failure": ("error", Tone.ERROR, _("Failure")),
        "skipped": ("skipped", Tone.NEUTRAL, _("Skipped")),
        "warning": ("warning", Tone.WARNING, _("Warning")),
    }.get(status.lower(), ("info", Tone.NEUTRAL, status))
