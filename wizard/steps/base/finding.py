"""One line of a checklist."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class FindingVerdict(enum.StrEnum):
    """The verdict of a checklist line."""

    UNKNOWN = "unknown"
    """Not checked yet, or it cannot be determined by this program."""
    UNREAD = "unread"
    """Not read yet: it may be there or not."""
    GOOD = "good"
    WARNING = "warning"
    """Works, but needs attention."""
    MISSING = "missing"
    """Was read and is not there; something later will not work."""
    FAILED = "failed"
    """Was tried or checked, and does not work."""
    QUESTION = "question"
    """Only the administrator can know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its verdict, the evidence, and what to do about it."""

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
