"""Answers about the setup: `status`, `watch`, `report`, `history`, `journal`, `bundle`."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from wizard.cli.answers.envelope import Envelope
from wizard.reports.setup_report import ReportContent
from wizard.steps.logs.lines import LogLine
from wizard.steps.overview.alerts import AlertCode


class Identity(TypedDict):
    """The account that is signed in."""

    account: str
    tenant: str
    tenant_id: str
    cloud: str
    role: str
    may_write: bool | None
    practice: bool


class StatusApplication(TypedDict):
    """The application in use."""

    id: str
    app_id: str
    name: str


class StatusConnection(TypedDict):
    """The saved settings; `deletion_threshold` null: the guard is off."""

    tenant_url: str
    key_saved: bool
    notification_email: str
    deletion_threshold: int | None
    scope: str


class StatusJob(TypedDict):
    """The provisioning job. `code` is the service's own; `quarantine` its cause."""

    id: str
    on: bool
    code: str
    last_run: str | None
    quarantine: str | None


class StatusStep(TypedDict):
    """One step of the assistant."""

    id: str
    title: str
    state: Literal["locked", "unread", "ready", "working", "attention", "done", "failed"]
    evidence: str


ReasonCode = Literal["nobody_assigned", "nobody_in_scope", "provisioning_off", "step"]


class StatusReason(TypedDict):
    """Why the exit code is 1."""

    code: ReasonCode
    step: str
    sentence: str


class StatusQuarantine(TypedDict):
    """Why the job is in quarantine, since when, and when it is tried again or disabled."""

    cause: str
    sentence: str
    since: str | None
    next_attempt: str | None
    disabled_on: str | None


class StatusUnknown(TypedDict):
    """A part that could not be read, so nothing is known about it, and why."""

    part: Literal[
        "tenant", "role", "license", "quarantine", "key", "connection", "job", "cycles", "people", "logs"
    ]
    because: str


class StatusAnswer(Envelope):
    """How the setup stands; parts that do not exist yet are null. `reasons`: what needs attention."""

    identity: Identity | None
    application: StatusApplication | None
    connection: StatusConnection | None
    job: StatusJob | None
    health: Literal["ok", "attention", "broken"]
    summary: str
    quarantine: StatusQuarantine | None
    missing: int | None
    missing_is: Literal["exact", "at_least"] | None
    people_in_scope: int | None
    people_estimate: int | None
    unknown: list[StatusUnknown]
    steps: list[StatusStep]
    reasons: list[StatusReason]


class WatchQuarantine(TypedDict):
    """Why the job is in quarantine, since when, and when it is tried again."""

    cause: str
    since: str | None
    next_attempt: str | None


class WatchAlert(TypedDict):
    """One thing that is not as it should be; `broken`: changes in Entra do not reach Playvox."""

    code: AlertCode
    broken: bool
    sentence: str
    since: str | None


class WatchAnswer(Envelope):
    """One look. `health` follows from `alerts`; `missing` null: unknown."""

    checked: str
    health: Literal["ok", "attention", "broken"]
    quarantine: WatchQuarantine | None
    missing: int | None
    alerts: list[WatchAlert]
    unknown: list[StatusUnknown]


class ReportAnswer(Envelope, ReportContent):
    """The report on the setup. People have pseudonyms unless `names` is true."""


class ShownChange(TypedDict):
    """One line of a recorded change."""

    sign: Literal["+", "~", "-"]
    what: str
    detail: str


class HistoryChange(TypedDict):
    """One change that this program made. `id` is the number that `undo` takes."""

    setup: str
    id: int
    when: str
    account: str
    kind: str
    title: str
    state: str
    changes: list[ShownChange]
    can_undo: bool
    why_not: str


class HistoryAnswer(Envelope):
    """All changes, newest first."""

    changes: list[HistoryChange]


class JournalOperation(TypedDict):
    """One recorded operation; `old`, `new` and `outcome` hold values by their names."""

    setup: str
    id: int
    kind: str
    subject: str
    account: str
    began: str
    ended: str | None
    state: str
    old: dict[str, Any]
    new: dict[str, Any]
    outcome: dict[str, Any]


class JournalAnswer(Envelope):
    """The journals of all setups on this computer."""

    operations: list[JournalOperation]


class BundleFileAnswer(TypedDict):
    """One file of the support bundle."""

    name: str
    about: str
    text: str


class BundleAnswer(Envelope):
    """The support bundle; `saved` is the file, null when it was only shown."""

    saved: str | None
    files: list[BundleFileAnswer]


class LogsAnswer(Envelope):
    """Entries of the provisioning log, and how far back it goes. `read` counts all of the range,
    `read_at` is when Entra's log was last read to its end.
    """

    entries: list[LogLine]
    read: int
    since: str | None
    oldest: str | None
    whole: bool
    complete_since: str | None
    limited: bool
    offline: bool
    read_at: str | None
