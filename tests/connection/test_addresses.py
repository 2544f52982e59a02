"""A name with several addresses: one that does not answer is a warning with words of its own."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY
from tests.connection.lab.server import healthy, serving
from wizard.connection import CheckStatus, Target, Verdict, run, tcp
from wizard.connection.report_text import as_text
from wizard.network.clients import Network

DEAD = "2001:db8::7"


async def _tested(monkeypatch: pytest.MonkeyPatch, lab: Authority, states: dict[str, str]):
    reach = tcp.reach

    async def with_others(addresses, port, seconds):
        reached = await reach(addresses, port, seconds)
        return tcp.Reached(
            reached.stream, reached.address, reached.elapsed_ms, {**reached.states, **states}
        )

    monkeypatch.setattr(tcp, "reach", with_others)
    async with serving(healthy, lab.context(names=("acme.playvox.com",))) as running:
        routes = {"acme.playvox.com": ("127.0.0.1", running.port)}
        network = Network(extra_ca=lab.root_file, routes=routes)
        return await run(Target("https://acme.playvox.com/scim/v1", SecretStr(KEY)), network)


@pytest.mark.parametrize("state", ["tcp_refused", "tcp_timeout"])
async def test_one_dead_address_is_named(
    monkeypatch: pytest.MonkeyPatch, lab: Authority, state: str
) -> None:
    report = await _tested(monkeypatch, lab, {DEAD: state})
    assert (report.verdict, report.cause) == (Verdict.WARNINGS, "address_partly_dead")
    assert report.check("tcp").status is CheckStatus.WARNING
    assert report.check("tcp").evidence["dead"] == [DEAD]
    assert report.explanation.what.startswith("The connection works")
    assert DEAD in report.explanation.why
    assert "refuses connections" not in as_text(report)


@pytest.mark.parametrize(
    "others", [{DEAD: "network_unreachable"}, {"::1": "tcp_refused"}, {DEAD: "pending"}]
)
async def test_what_is_normal_is_no_warning(
    monkeypatch: pytest.MonkeyPatch, lab: Authority, others: dict[str, str]
) -> None:
    report = await _tested(monkeypatch, lab, others)
    assert report.verdict is Verdict.WORKS
