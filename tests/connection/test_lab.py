"""Every fault of the laboratory is reported with its cause, at the right check, within the limits."""

from __future__ import annotations

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import Fault
from tests.connection.lab.faults import ALL
from tests.connection.lab.words import read, shown
from wizard.connection import (
    CAUSES,
    CHECKS,
    CheckStatus,
    Verdict,
)

WORDS = read()
ENDED = (
    CheckStatus.PASSED,
    CheckStatus.WARNING,
    CheckStatus.FAILED,
    CheckStatus.SKIPPED,
    CheckStatus.NOT_RUN,
)


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
async def test_fault_gets_its_cause(fault: Fault, lab: Authority, log_guard) -> None:
    if fault.cause == "unexpected":
        log_guard.expect("defect")
    report, running = await fault.tested(lab)
    found = {each.id: (each.status, each.cause) for each in report.checks if each.cause}
    assert (report.deciding.id if report.deciding else None, report.cause) == (fault.check, fault.cause), (
        found
    )
    if fault.cause is None:
        assert report.verdict is Verdict.WORKS, found
    else:
        assert report.verdict is (Verdict.WARNINGS if fault.warning else Verdict.FAILS)
        assert report.cause in CAUSES
    assert [each.id for each in report.checks] == list(CHECKS)
    assert all(each.status in ENDED for each in report.checks)
    assert report.requests <= 12
    assert shown(report) == WORDS.get(fault.name), "run python -m tests.connection.lab.words"
    assert {seen.method for seen in running.requests} <= {"GET"}


def test_names_are_unique() -> None:
    names = [fault.name for fault in ALL]
    assert len(set(names)) == len(names)
