"""SCIM servers by other authors: a healthy one works, each added fault is reported with its cause."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.connection.lab.fault import KEY
from tests.connection.servers.running import django_scim, scim2_server, scimmy
from wizard.connection import (
    ConnectionReport,
    Target,
    Verdict,
    run,
)
from wizard.network.clients import Network

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
HERE = Network(allow_loopback=True)
WRONG = "c29tZWJvZHk6ZWxzZS0xMjM0NTY3ODk="


async def outcome(port: int, path: str = "/scim/v1", key: str = KEY, **more: object) -> ConnectionReport:
    return await run(Target(f"http://localhost:{port}{path}", SecretStr(key), **more), HERE)  # type: ignore[arg-type]


def causes(report: ConnectionReport) -> dict[str, str]:
    return {each.id: each.cause for each in report.checks if each.cause}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("", None),
        ("no-groups", "groups_missing"),
        ("forbidden", "key_not_permitted"),
        ("broken", "server_error"),
        ("sign-in-page", "not_scim_html"),
        ("plus-is-plus", "encoding_dependent"),
        ("filter-ignored", "filter_ignored"),
    ],
)
async def test_scim2_server(fault: str, expected: str | None) -> None:
    with scim2_server(KEY, fault) as port:
        report = await outcome(port, group_mapping=True)
        assert report.cause == expected, causes(report)
        if not fault:
            assert report.verdict is Verdict.WORKS
            assert (await outcome(port, key=WRONG)).cause == "key_rejected"
            assert (await outcome(port, "/nowhere")).check("scim").cause == "path_not_found"
            odd = await outcome(port, matching="no such attribute [")
            assert odd.cause == "filter_rejected", causes(odd)


async def test_stopped_server() -> None:
    with scim2_server(KEY) as port:
        pass
    assert (await outcome(port)).cause == "tcp_refused"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("", None),
        ("filter-ignored", "filter_ignored"),
        ("no-groups", "groups_missing"),
        ("needs-user-agent", "no_user_agent_blocked"),
        ("throttled", "throttled"),
        ("sign-in", "http_redirect_elsewhere"),
        ("plain-json", "content_type_unusual"),
    ],
)
async def test_scimmy(fault: str, expected: str | None) -> None:
    with scimmy(KEY, fault) as port:
        report = await outcome(port, group_mapping=True)
        assert report.cause == expected, causes(report)
        if not fault:
            assert report.verdict is Verdict.WORKS
            assert (await outcome(port, key=WRONG)).cause == "key_rejected"
            assert (await outcome(port, "/scim/v1/scim")).check("scim").cause == "path_not_found"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("", None),
        ("maintenance", "maintenance"),
        ("redirect", "http_redirect"),
        ("no-hits-404", "zero_hits_as_404"),
        ("other-host", "bad_request"),
    ],
)
async def test_django_scim2(fault: str, expected: str | None) -> None:
    with django_scim(KEY, fault) as port:
        report = await outcome(port, group_mapping=True)
        assert report.cause == expected, causes(report)
        if not fault:
            assert report.verdict is Verdict.WORKS
            assert (await outcome(port, key=WRONG)).cause == "key_rejected"
