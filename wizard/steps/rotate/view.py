"""What "Replace key" shows; never a key itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wizard.problem import Problem
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.saved_keys import SavedKey
from wizard.steps.base.stages import StageRow


@dataclass(frozen=True, slots=True)
class UnfinishedRotation:
    """A change of the key that was interrupted. Entra has the old key or the new one."""

    mark: str
    """Fingerprint of the new key."""
    old_mark: str
    """Fingerprint of the key before it; empty: unknown."""
    began: datetime
    account: str
    new_known: bool
    """Whether the new key is on this computer, so that it need not be pasted again."""
    old_known: bool
    """Whether the old key is on this computer, so that it can be put back."""


@dataclass(frozen=True, slots=True)
class RotateView:
    """The key in use, the one that replaces it, and the parts of the change."""

    saved_mark: str
    """Fingerprint of the key that was last saved in Entra from this computer; empty: none was."""
    saved: SavedKey | None
    """How it got there; None: not from this computer, so its age is unknown."""
    age: int | None
    """Whole days since then."""
    keys: tuple[SavedKey, ...]
    """Every key that was saved from this computer, newest first."""
    pending: str
    """Fingerprint of the pasted key; empty: none."""
    field_problem: Problem | None
    person: PersonRow | None
    """Who is provisioned with the new key to verify it; None: nobody."""
    unfinished: UnfinishedRotation | None
    stages: tuple[StageRow, ...]
    finished: bool
    """Whether this window replaced the key."""
    practice_key: bool
    """A second key of the practice tenant can be used with one click."""
    busy: str
    problem: Problem | None
