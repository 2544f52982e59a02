"""Provisioning logs: what happened to whom, and why."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field
from pydantic.dataclasses import dataclass

from wizard.entra.graph import Graph
from wizard.entra.values import CONFIG, Details, Instant, Text


@dataclass(frozen=True, slots=True, config=CONFIG)
class Identity:
    """Who, in one system."""

    id: Text = ""
    display_name: Text = ""
    identity_type: Text = ""
    details: Details = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=CONFIG)
class LogStep:
    """One step of an entry."""

    name: Text = ""
    type: Text = ""  # lower case: import, scoping, matching, processing, referenceresolution, export
    status: Text = ""
    description: Text = ""
    details: Details = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=CONFIG)
class ModifiedProperty:
    """An attribute change."""

    display_name: Text = ""
    old_value: Text = ""
    new_value: Text = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change of one person. `action` and `status` are lower case: create, update, disable, delete,
    stageddelete, other / success, failure, skipped, warning, or newer words.

    `cause` is a code of `causes` below for what to tell the administrator; "" when there is none.
    """

    id: str
    at: Instant
    action: str
    status: str
    source: Identity
    target: Identity
    job_id: str = ""
    cycle_id: str = ""
    change_id: str = ""
    error_code: str = ""
    reason: str = ""
    recommended_action: str = ""
    milliseconds: int = 0
    steps: tuple[LogStep, ...] = ()
    changes: tuple[ModifiedProperty, ...] = ()
    cause: str = ""


async def entries(
    graph: Graph,
    service_principal_id: str,
    *,
    job_id: str | None = None,
    since: datetime | None = None,
    person_id: str | None = None,
    limit: int = 200,
) -> tuple[LogEntry, ...]:
    """The newest entries of the application, newest first (5 requests per 10 s).

    Raises "logs_need_licence" or "logs_need_role" where Graph says so.
    """
    raise NotImplementedError
