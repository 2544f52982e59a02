"""Both vantage points: what fails only here, what only from Microsoft, and the likely reasons in order."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import Fault
from tests.connection.lab.faults import ALL, REFUSED, UNREACHED, WORKS
from wizard.connection import (
    CheckStatus,
    ConnectionReport,
    MicrosoftAnswer,
    run,
)
from wizard.problem import Problem, ProblemError

BY_NAME = {fault.name: fault for fault in ALL}


def both(name: str, answer: MicrosoftAnswer | Exception) -> Fault:
    return replace(BY_NAME[name], microsoft=answer)


async def outcome(fault: Fault, lab: Authority) -> ConnectionReport:
    return (await fault.tested(lab))[0]


def reasons(report: ConnectionReport) -> list[str]:
    return [each.code for each in report.reasons]


async def test_agreement_has_no_reasons(lab: Authority) -> None:
    report = await outcome(both("healthy", WORKS), lab)
    assert report.check("difference").status is CheckStatus.PASSED
    assert reasons(report) == []


async def test_microsoft_alone_cannot_connect(lab: Authority) -> None:
    report = await outcome(both("healthy", UNREACHED), lab)
    assert report.check("difference").cause == "entra_unreachable_only"
    assert reasons(report)[0] == "reason_allow_list"
    assert report.check("difference").evidence["here"][0] == "address: passed"


async def test_microsoft_is_blocked_by_a_page(lab: Authority) -> None:
    page = MicrosoftAnswer(
        ok=False, code="X", inner_status=403, message="Response Content: <html><title>Access denied</title>"
    )
    report = await outcome(both("healthy", page), lab)
    assert report.check("entra").cause == "entra_unreachable_only"
    assert "reason_no_user_agent" in reasons(report)[:2]


async def test_callers_without_user_agent_are_the_first_suspect(lab: Authority) -> None:
    page = MicrosoftAnswer(ok=False, inner_status=403, message="Response Content: <html>x")
    report = await outcome(both("callers without User-Agent blocked", page), lab)
    assert report.check("encoding").cause == "no_user_agent_blocked"


async def test_microsoft_got_401(lab: Authority) -> None:
    report = await outcome(both("healthy", REFUSED), lab)
    assert report.check("entra").cause == "entra_rejected"
    assert reasons(report)[0] == "reason_other_values"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("private authority", "reason_local_inspection"),
        ("no such name", "reason_local_dns"),
        ("proxy refuses", "reason_local_proxy"),
        ("port closed", "reason_local_firewall"),
        ("block page 403", "reason_local_address_blocked"),
        ("key rejected", "reason_other_values"),
    ],
)
async def test_only_here(name: str, reason: str, lab: Authority) -> None:
    report = await outcome(both(name, WORKS), lab)
    assert report.check("difference").cause == "here_unreachable_only"
    assert reasons(report)[0] == reason
    assert all(each.explanation.what for each in report.reasons)


async def test_both_fail(lab: Authority) -> None:
    report = await outcome(both("key rejected", REFUSED), lab)
    assert report.check("difference").status is CheckStatus.PASSED
    assert report.cause == "key_rejected"


async def test_microsoft_cannot_be_asked(lab: Authority) -> None:
    report = await outcome(both("healthy", ProblemError(Problem("application_first"))), lab)
    assert report.check("entra").status is CheckStatus.NOT_RUN
    assert report.check("entra").evidence["problem"] == "application_first"
    assert report.verdict.value == "works"


async def test_microsoft_takes_too_long(lab: Authority) -> None:
    async def never() -> MicrosoftAnswer:
        await asyncio.sleep(3600)
        raise AssertionError

    async with replace(BY_NAME["healthy"], seconds=0.5).standing(lab) as (_running, target, network):
        report = await run(target, network, None, never)
    assert report.check("entra").evidence["problem"] == "timeout"


async def test_microsoft_is_not_asked_with_a_bad_address_or_key(lab: Authority) -> None:
    for name in ("space in the address", "empty key"):
        report = await outcome(both(name, AssertionError("asked")), lab)
        assert report.check("entra").status is CheckStatus.SKIPPED
