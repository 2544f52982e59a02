"""Answers that show changes: `apply`, `drift`, `undo`, `export`, `check`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from wizard.cli.answers.envelope import Envelope, FileMistake, WarningMembers
from wizard.cli.answers.plans import PlanHeaderAnswer


class Change(TypedDict):
    """One change: its words, and its code and values in no language."""

    sign: Literal["+", "~", "-"]
    what: str
    detail: str
    code: str
    subject: str
    before: str | int | bool | None
    after: str | int | bool | None


class ChangesAnswer(WarningMembers, Envelope):
    """The changes, and whether they were made. `people` is the plan behind them, null where none is."""

    changes: list[Change]
    applied: bool
    people: PlanHeaderAnswer | None


class ChangeTarget(TypedDict):
    """Where the changes are made; ids are empty for what is still to be made."""

    tenant_id: str
    tenant_name: str
    cloud: str
    account: str
    application_name: str
    application_id: str
    app_id: str
    job_id: str
    tenant_url: str


class GroupAnswer(TypedDict):
    """A group that the file names; `people` null: not counted."""

    id: str
    name: str
    people: int | None


class Restart(TypedDict):
    """A restart that follows from the changes."""

    code: str


class ApplyAnswer(ChangesAnswer):
    """What `apply` changes where.

    `problems`: the first 100 of the file's `mistakes`.
    """

    target: ChangeTarget
    groups: list[GroupAnswer]
    restarts: list[Restart]
    problems: NotRequired[list[FileMistake]]
    mistakes: NotRequired[int]


class DriftAnswer(ChangesAnswer):
    """The differences between file and tenant; nothing is ever applied."""

    target: ChangeTarget
    problems: NotRequired[list[FileMistake]]
    mistakes: NotRequired[int]


class CheckAnswer(Envelope):
    """Whether the file is right. `problems`: the first 100 of its mistakes; `mistakes`: how many it has."""

    valid: bool
    problems: list[FileMistake]
    mistakes: int


class ExportAnswer(Envelope):
    """The configuration, as docs/configuration.schema.json describes it, and notes about what it lacks."""

    config: dict[str, Any]
    notes: list[str]
