"""Answers of `test`, `evaluate`, `preview`, `updates` and `practice serve`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from wizard.cli.answers.envelope import Envelope


class TestedCheck(TypedDict):
    """One check of the connection test; causes and evidence: docs/connection-laboratory.md."""

    id: str
    status: Literal["passed", "warning", "failed", "skipped", "not_run"]
    elapsed_ms: float
    cause: str | None
    evidence: dict[str, Any]


class Reason(TypedDict):
    """A likely reason why this computer and Microsoft's service see different things."""

    code: str
    text: str


class TestAnswer(Envelope):
    """The report of the connection test. The last members are there when they apply."""

    target: str
    verdict: Literal["works", "warnings", "fails", "cancelled"]
    cause: str | None
    headline: str
    remedy: list[str]
    checks: list[TestedCheck]
    requests: int
    elapsed_ms: float
    started: str
    reasons: NotRequired[list[Reason]]
    ca_file: NotRequired[str]
    allow_loopback: NotRequired[bool]
    practice: NotRequired[bool]
    credentials: NotRequired[Literal["saved"]]


class ExpressionFault(TypedDict):
    """What is wrong with an expression, and where it begins. `reasons`: of an uncertain value."""

    code: str
    message: str
    position: int | None
    reasons: NotRequired[list[str]]


class EvaluateAnswer(Envelope):
    """The value of an expression. `id`: of the line, with `--batch`; `likely`: of an uncertain value."""

    id: NotRequired[Any]
    ok: bool
    value: Any
    type: str
    error: ExpressionFault | None
    likely: NotRequired[Any]


class PreviewReason(TypedDict):
    """Why this request would be sent."""

    code: str
    message: str


class Match(TypedDict):
    """One search for the account; `found` null: not made, because one before it finds the account."""

    attribute: str
    value: str
    filter: str
    certain: bool
    found: bool | None
    account: str | None


class TraceStep(TypedDict):
    """One part of an expression and its value."""

    text: str
    value: Any


class TracedAttribute(TypedDict):
    """How one attribute got its value."""

    target: str
    type: str
    expression: str
    sources: dict[str, Any]
    steps: list[TraceStep]
    value: Any
    before: Any
    fate: str
    uncertain: list[str]
    problem: str | None


class PreviewAnswer(Envelope):
    """The request that Entra's provisioning service would send for one person.

    `value`, `type` and `error` are there when the input cannot be read.
    """

    value: NotRequired[None]
    type: NotRequired[Literal["error"]]
    error: NotRequired[ExpressionFault]
    ok: bool
    action: str
    why: PreviewReason
    match: str
    matches: list[Match]
    method: str | None
    path: str
    body: dict[str, Any] | None
    trace: list[TracedAttribute]


class PracticeServeAnswer(Envelope):
    """A running practice tenant: addresses on this computer, and its made-up credentials."""

    graph: str
    authority: str
    tenant_id: str
    client_id: str
    account: str
    scim: str
    key: str
    next_key: str
    ca_file: str
    control: str


class PracticePersonAnswer(TypedDict):
    """One person in the practice tenant's Entra; empty texts: not set. `groups`: direct memberships."""

    id: str
    name: str
    user_name: str
    given_name: str
    surname: str
    department: str
    enabled: bool
    deleted: bool
    groups: list[str]


class PracticePeopleAnswer(Envelope):
    """People of the practice tenant, the first 50 by name."""

    people: list[PracticePersonAnswer]


class PracticeChangeAnswer(Envelope):
    """What was done to a person, and the person afterwards; after `purge`, the person before."""

    action: Literal["rename", "move", "disable", "enable", "delete", "restore", "purge"]
    person: PracticePersonAnswer


class PracticeCycleAnswer(Envelope):
    """The ids of the jobs whose cycle was run."""

    ran: list[str]


class PublishedVersion(TypedDict):
    """The newest published version; `notes` is an https address."""

    version: str
    date: str
    notes: str


class UpdatesAnswer(Envelope):
    """What is known about newer versions. `reason`: why nothing was checked; `on`: looked up once a day."""

    installed: str
    state: Literal["not_checked", "current", "newer"]
    reason: Literal["no_address", "off", "never", "old"] | None
    on: bool
    checked: str | None
    newest: PublishedVersion | None
