"""What "Recover" shows."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.problem import Problem
from wizard.steps.base.quarantine import QuarantineView
from wizard.steps.base.stages import StageRow
from wizard.steps.recover.replay import Replay


@dataclass(frozen=True, slots=True)
class RecoverView:
    """Why the job is in quarantine, and the parts of the way out."""

    known: bool
    """Whether the job was read."""
    has_job: bool
    """Whether there is a job; False as long as it was not read."""
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
    replay: Replay | None
    """The request behind the quarantine, asked again; None: it was not."""
    busy: str
    problem: Problem | None
    no_job: str = ""
    """Why there is no job to recover; empty with one."""
