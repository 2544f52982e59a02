"""What the provisioning log has of each person since a time, and how far back it goes.

Microsoft keeps provisioning logs for 30 days with a premium license and for 7 days without (Entra docs,
"Analyze provisioning logs"); no API returns which. So a plan of the last 7 days is covered, one of more
than 30 days is not, and in between the log itself must contain an entry that is old enough.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from wizard.entra.graph import Graph
from wizard.entra.logs import LogEntry, entries_newest_first, log_entries
from wizard.problem import Problem, ProblemError

SHORT, LONG = timedelta(days=7), timedelta(days=30)
_MARGIN = timedelta(hours=1)  # entries are removed in steps, not to the second
_HAPPENED: Mapping[str, str] = {
    "create": "create",
    "update": "update",
    "disable": "deactivate",
    "delete": "deactivate",
    "stageddelete": "held_back",
    "other": "link",
}


@dataclass(slots=True)
class LogFinding:
    """Log entries of one person. `happened` first is an action, "held_back", "failed" or "nothing", with
    its time, the attributes it changed, and its cause.

    `last` is the newest action with an effect ("delete" apart from "deactivate"; empty without one), and
    `written` its values of target attributes, as JSON. `account` is the SCIM id.
    """

    happened: str
    at: datetime | None
    cause: str = ""
    changed: tuple[str, ...] = ()
    account: str = ""
    last: str = ""
    written: str = ""

    def earlier(self, entry: LogEntry) -> None:
        """Add an entry older than all before. The earliest event counts for the plan; later entries result
        from later changes. An entry without an effect counts only when there is no other.
        """
        happened, cause = _happened(entry)
        self.account = self.account or entry.target.id
        if not self.last:
            self._take_effect(entry, happened)
        if happened != "nothing" or self.happened == "nothing":
            self.happened, self.cause, self.at = happened, cause, entry.at
            self.changed = tuple(change.display_name for change in entry.changes)

    def _take_effect(self, entry: LogEntry, happened: str) -> None:
        if happened in ("nothing", "failed"):
            return
        self.last = "delete" if entry.action == "delete" else happened
        self.written = json.dumps({change.display_name: change.new_value for change in entry.changes})


@dataclass(slots=True)
class LogFindings:
    """The log since `since`, by person and by account. `whole`: it goes back to that time. Otherwise
    `reaches` is the time from which it is certainly complete (None: unknown), or `problem` why it cannot be
    read.
    """

    since: datetime
    people: dict[str, LogFinding] = field(default_factory=dict)
    accounts: dict[str, LogFinding] = field(default_factory=dict)
    whole: bool = True
    reaches: datetime | None = None
    problem: Problem | None = None

    def of(self, identifier: str) -> LogFinding | None:
        """Entries of a person, or of an account by its SCIM id."""
        return self.people.get(identifier) or self.accounts.get(identifier)

    def take(self, entry: LogEntry) -> None:
        """Add the next older entry."""
        finding = self.people.get(entry.source.id) if entry.source.id else None
        if finding is None:
            finding = LogFinding("nothing", entry.at)
            if entry.source.id:
                self.people[entry.source.id] = finding
        finding.earlier(entry)
        if entry.target.id:
            self.accounts[entry.target.id] = finding


async def read_findings(
    graph: Graph, application_id: str, since: datetime, counted: Callable[[int], None] | None = None
) -> LogFindings:
    """Read the application's log since `since`; `counted` is called with the number of entries read so far.

    A log that cannot be read, without a license or a role, is not an error: the findings say why.
    """
    found = LogFindings(since)
    oldest: datetime | None = None
    number = 0
    try:
        async for entry in entries_newest_first(graph, application_id, since=since):
            found.take(entry)
            oldest = entry.at or oldest
            number += 1
            if counted is not None and number % 500 == 0:
                counted(number)
        now = graph.service_time or datetime.now(UTC)
        found.whole, found.reaches = await log_reach(graph, application_id, since, oldest, now)
    except ProblemError as error:
        found.whole, found.problem = False, error.problem
    return found


async def log_reach(
    graph: Graph, application_id: str, since: datetime, oldest: datetime | None, now: datetime
) -> tuple[bool, datetime | None]:
    """Whether the log goes back to `since`; otherwise the time from which it is certainly complete."""
    age = now - since
    if age <= SHORT - _MARGIN:
        return True, None
    if age > LONG - _MARGIN:
        return False, now - (LONG if _older(oldest, now) else SHORT)
    if _older(oldest, now) or await log_entries(graph, application_id, before=since, limit=1):
        return True, None
    return False, now - SHORT


def _older(oldest: datetime | None, now: datetime) -> bool:
    """Whether the log has an entry that a log of seven days would no longer have."""
    return oldest is not None and now - oldest > SHORT + timedelta(days=1)


def _happened(entry: LogEntry) -> tuple[str, str]:
    cause = entry.cause or entry.error_code
    if entry.status == "failure":
        return "failed", cause
    if entry.status == "skipped":
        return "nothing", cause
    return _HAPPENED.get(entry.action, entry.action), ""
