"""Earlier runs: the stored part of each, and the changes between two.

The setup decides where they are stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from wizard.connection.result import ConnectionReport
from wizard.messages import (
    _,
    explain,
)
from wizard.messages.connection_labels import (
    check_title,
    status_word,
)
from wizard.problem import Problem

KEPT = 50
_NOT_LOOKED = frozenset({"skipped", "not_run"})


class KeptCheck(BaseModel):
    """State and cause of one check."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(max_length=40)
    status: str = Field(max_length=20)
    cause: str | None = Field(default=None, max_length=60)


class KeptRun(BaseModel):
    """One earlier run without its evidence; `fingerprint` shows whether the key is the same."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    started: datetime
    target: str = Field(max_length=2200)
    fingerprint: str = Field(default="", max_length=20)
    verdict: str = Field(max_length=20)
    cause: str | None = Field(default=None, max_length=60)
    checks: tuple[KeptCheck, ...] = Field(default=(), max_length=40)


class RunStore(Protocol):
    """Storage of runs; `load` returns the oldest first."""

    def load(self) -> Sequence[KeptRun]:
        """All stored runs."""

    def add(self, run: KeptRun, most: int) -> None:
        """Store a run, and delete the oldest beyond `most`."""


@dataclass(frozen=True, slots=True)
class RunChange:
    """One difference between two runs, in words."""

    text: str


def kept(report: ConnectionReport) -> KeptRun:
    """The stored part of a run."""
    return KeptRun(
        started=report.started,
        target=report.target,
        fingerprint=report.fingerprint,
        verdict=report.verdict.value,
        cause=report.cause,
        checks=tuple(
            KeptCheck(id=each.id, status=each.status.value, cause=each.cause) for each in report.checks
        ),
    )


def remember(store: RunStore, report: ConnectionReport) -> tuple[KeptRun, ...]:
    """Store a run, delete the oldest beyond `KEPT`, and return all."""
    store.add(kept(report), KEPT)
    return tuple(store.load())


def changes(before: KeptRun, after: KeptRun) -> tuple[RunChange, ...]:
    """The differences, most important first; empty when both runs found the same."""
    found = []
    if before.target != after.target:
        found.append(
            _("The Tenant URL was {before} and is {after}.").format(
                before=before.target, after=after.target
            )
        )
    if before.fingerprint != after.fingerprint:
        found.append(_("Another key was used."))
    earlier = {each.id: each for each in before.checks}
    for check in after.checks:
        old = earlier.get(check.id)
        if old is None or (old.status, old.cause) == (check.status, check.cause):
            continue
        if {old.status, check.status} & _NOT_LOOKED:
            continue  # a consequence of another check, which is in the list
        text = _("{check}: was {before}, is {after}.")
        found.append(text.format(check=check_title(check.id), before=_state(old), after=_state(check)))
    return tuple(RunChange(each) for each in found)


def _state(check: KeptCheck) -> str:
    word = status_word(check.status)
    return f"{word} ({explain(Problem(check.cause)).what.rstrip('.')})" if check.cause else word
