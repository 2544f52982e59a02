"""Result of each row: as planned, differently, not yet, unknown; rows unknown in the plan are separate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wizard.entra.logs import LogEntry, LoggedIdentity, ModifiedProperty
from wizard.plan.document import DocumentRow
from wizard.plan.log_findings import LogFindings
from wizard.plan.outcome import Circumstances, judge
from wizard.plan.outcome_store import PlanOutcome
from wizard.plan.present import PresentState

NOW = datetime(2026, 11, 3, tzinfo=UTC)
ENDED = Circumstances(cycle_ended=True, log_whole=True)
RUNNING = Circumstances(cycle_ended=False, log_whole=True)
LOST = Circumstances(cycle_ended=True, log_whole=False)
HELD = Circumstances(cycle_ended=True, log_whole=True, held_back=True)
ACTIVE, INACTIVE = PresentState("active", "t", agrees=True), PresentState("inactive", "t")
NONE, UNREAD = PresentState("none"), None
DIFFERS = PresentState("active", "t", agrees=False, differing=("title",), action="update", reason="differs")


def row(action: str, reason: str = "x", identifier: str = "p", account: str = "") -> DocumentRow:
    return DocumentRow.model_validate(
        {"id": identifier, "name": "Ana", "user_name": "ana@x", "action": action, "reason": reason}
        | {"account": account}
    )


def entry(action: str, status: str = "success", cause: str = "", **written: str) -> LogEntry:
    changes = tuple(ModifiedProperty(name, new_value=value) for name, value in written.items())
    source, target = LoggedIdentity("p"), LoggedIdentity("t")
    return LogEntry("1", NOW, action, status, source, target, cause=cause, changes=changes)


def findings(*newest_first: LogEntry) -> LogFindings:
    found = LogFindings(NOW - timedelta(hours=1))
    for each in newest_first:
        found.take(each)
    return found


@pytest.mark.parametrize(
    ("planned", "log", "around", "present", "verdict", "happened"),
    [
        # The log alone, Playvox not read.
        (row("create"), [], RUNNING, UNREAD, "not_yet", ""),
        (row("create"), [], ENDED, UNREAD, "differently", "nothing"),
        (row("skip"), [], RUNNING, UNREAD, "not_yet", ""),
        (row("skip"), [], ENDED, UNREAD, "as_planned", "nothing"),
        (row("link"), [entry("other", "skipped")], ENDED, UNREAD, "as_planned", "nothing"),
        (row("create"), [entry("create")], RUNNING, UNREAD, "as_planned", "create"),
        (
            row("create"),
            [entry("create", "failure", "log_conflict")],
            ENDED,
            UNREAD,
            "differently",
            "failed",
        ),
        (row("deactivate"), [entry("disable")], ENDED, UNREAD, "as_planned", "deactivate"),
        (row("deactivate"), [entry("delete")], ENDED, UNREAD, "as_planned", "deactivate"),
        (row("skip"), [entry("disable")], ENDED, UNREAD, "differently", "deactivate"),
        (
            row("skip", "duplicate_accounts"),
            [entry("create", "failure")],
            ENDED,
            UNREAD,
            "as_planned",
            "failed",
        ),
        (row("unknown"), [entry("disable")], ENDED, UNREAD, "was_unknown", "deactivate"),
        (row("unknown"), [], RUNNING, UNREAD, "not_yet", ""),
        # What happened first answers the plan; later entries answer later changes.
        (row("create"), [entry("update"), entry("create")], ENDED, UNREAD, "as_planned", "create"),
        (
            row("create"),
            [entry("create"), entry("create", "skipped")],
            ENDED,
            UNREAD,
            "as_planned",
            "create",
        ),
        # Held back by the deletion threshold: as planned only where the plan said so.
        (row("deactivate"), [entry("stagedDelete".lower())], HELD, ACTIVE, "as_planned", "held_back"),
        (row("deactivate"), [entry("stageddelete")], ENDED, ACTIVE, "differently", "held_back"),
        (row("deactivate"), [entry("disable")], HELD, INACTIVE, "differently", "deactivate"),
        # Playvox has to show what the log says was done last.
        (row("create"), [entry("create")], ENDED, ACTIVE, "as_planned", "create"),
        (row("create"), [entry("create")], ENDED, NONE, "differently", "create"),
        (row("create"), [entry("disable"), entry("create")], ENDED, INACTIVE, "as_planned", "create"),
        (row("deactivate"), [entry("disable")], ENDED, ACTIVE, "differently", "deactivate"),
        (row("update"), [entry("update", title="Boss")], ENDED, DIFFERS, "differently", "update"),
        # The person has changed in Entra since: Playvox has what was written.
        (row("update"), [entry("update", title="clerk")], ENDED, DIFFERS, "as_planned", "update"),
        # No entry after a whole cycle: Playvox decides.
        (row("create"), [], ENDED, ACTIVE, "as_planned", "create"),
        (row("create"), [], ENDED, NONE, "differently", "nothing"),
        (row("create"), [], RUNNING, ACTIVE, "not_yet", ""),
        # The log does not reach back to the plan: unknown unless Playvox shows it.
        (row("create"), [], LOST, UNREAD, "unknown", ""),
        (row("create"), [], LOST, NONE, "unknown", ""),
        (row("create"), [], LOST, ACTIVE, "as_planned", "create"),
        (row("deactivate", account="t"), [], LOST, INACTIVE, "as_planned", "deactivate"),
        (row("deactivate", account="t"), [], LOST, ACTIVE, "unknown", ""),
        (row("update", account="t"), [], LOST, ACTIVE, "as_planned", "update"),
        (row("skip", "inactive_already", account="t"), [], LOST, INACTIVE, "as_planned", "nothing"),
        (row("skip", "updates_off", account="t"), [], LOST, ACTIVE, "unknown", ""),
        (row("skip", "unassigned_not_linked"), [], LOST, NONE, "as_planned", "nothing"),
        (row("create"), [entry("update")], LOST, ACTIVE, "as_planned", "create"),
        (row("create"), [entry("update")], LOST, UNREAD, "unknown", "update"),
    ],
)
def test_each_row_is_judged(
    planned: DocumentRow,
    log: list[LogEntry],
    around: Circumstances,
    present: PresentState | None,
    verdict: str,
    happened: str,
) -> None:
    found = judge(planned, around, findings(*log).of("p"), present, {"title": "clerk"})
    assert (found.verdict, found.happened) == (verdict, happened)


def test_the_reasons_of_a_difference_are_the_logs_playvoxs_and_todays() -> None:
    present = PresentState("none", reason="disabled_not_linked", action="skip")
    found = judge(row("create", "no_account"), ENDED, None, present)
    assert (found.verdict, found.log, found.playvox) == ("differently", "log_no_entry", "playvox_none")
    assert found.now == "disabled_not_linked"
    lost = judge(row("update", "differs"), ENDED, findings(entry("update", title="Boss")).of("p"), DIFFERS)
    assert (lost.playvox, lost.changed) == ("playvox_differs", ("title",))


def test_the_share_counts_known_ends_only(tmp_path: Path) -> None:
    log = findings(entry("create"))
    with PlanOutcome(tmp_path) as outcome:
        rows = [row("create"), row("create", identifier="q")]
        outcome.take(judge(each, RUNNING, log.of(each.id), None) for each in rows)
        assert {verdict: n for verdict, n in outcome.counts.items() if n} == {"as_planned": 1, "not_yet": 1}
        assert outcome.share == 1.0
        assert [each.row.id for each in outcome.rows()] == ["q", "p"]  # most important first
        assert outcome.rows(verdict="as_planned")[0].at == NOW
        assert outcome.count(text="ANA") == 2
        assert outcome.count(text="nobody") == 0
    with PlanOutcome(tmp_path) as nothing:
        nothing.take(judge(each, RUNNING, None, None) for each in rows)
        assert nothing.share is None
        assert nothing.count() == 2
