"""A wrong key is refused at most twice in one test, whatever the refusal looks like."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.connection.lab.authority import Authority
from tests.connection.lab.server import Seen, answer, serving
from wizard.connection import Target, run, runner
from wizard.network.clients import Network

WRONG = "c29tZWJvZHk6ZWxzZS0xMjM0NTY3ODk="
REFUSALS = {
    "401": (answer(b'{"detail":"wrong key"}', "401 Unauthorized"), "key_rejected"),
    "403 that names the key": (answer(b'{"detail":"Invalid API key"}', "403 Forbidden"), "key_rejected"),
    "400 that names the key": (answer(b'{"error":"invalid_token"}', "400 Bad Request"), "key_rejected"),
}


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_server_that_locks_after_three_failures_is_not_locked(
    lab: Authority, monkeypatch: pytest.MonkeyPatch, refusal: str, near: bool
) -> None:
    refused, cause = REFUSALS[refusal]
    failures = 0

    def locking(_seen: Seen) -> bytes:
        nonlocal failures
        failures += 1
        return refused if failures < 3 else answer(b'{"detail":"locked"}', "423 Locked")

    if not near:
        monkeypatch.setattr(runner, "NEAR_MS", 0.0)
    async with serving(locking, lab.context()) as running:
        target = Target(f"https://localhost:{running.port}/scim/v1", SecretStr(WRONG))
        report = await run(target, Network(extra_ca=lab.root_file, allow_loopback=True))
    assert report.cause == cause
    assert failures <= 2
