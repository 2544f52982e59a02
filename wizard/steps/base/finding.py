"""One line of a checklist."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class FindingVerdict(enum.StrEnum):
    """How a checklist line stands."""

    UNKNOWN = "unknown"
    """Not looked at yet, or it cannot be found out from here."""
    GOOD = "good"
    WARNING = "warning"
    """Goes on, but something deserves a look."""
    FAILED = "failed"
    """Something later will not work."""
    QUESTION = "question"
    """Only the administrator can know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it stands, the evidence, and what to do about it."""

    id: str
    title: str
    verdict: FindingVerdict
    sentence: str = ""
    """What was seen."""
    remedy: str = ""
    """What to do; empty when there is nothing to do."""
    link: str = ""
    """An https page where the remedy can be done; empty when there is none."""
    answer: bool | None = None
    """The administrator's answer, for a question."""
