"""What "Recover" shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wizard.problem import Problem
from wizard.steps.base.quarantine import QuarantineView


class StageState(enum.StrEnum):
    """How far one part of the recovery is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StageRow:
    """One part of the recovery, and what it showed."""

    id: str
    title: str
    state: StageState
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class RecoverView:
    """Why the job is in quarantine, and the parts of the way out."""

    known: bool
    """Whether the job was read."""
    quarantine: QuarantineView | None
    possible: bool
    """Whether testing and restarting can end it; otherwise people have to be looked at first."""
    asks_key: bool
    """Whether a new key may be what is needed."""
    pending: str
    """Fingerprint of the pasted key; empty: none."""
    field_problem: Problem | None
    stages: tuple[StageRow, ...]
    recovered: bool
    """Whether this window ended the quarantine."""
    busy: str
    problem: Problem | None
