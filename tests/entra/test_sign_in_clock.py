"""A wrong clock of this computer is named at sign-in, whether a certificate or a token looks outdated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.server import Seen, answer, serving
from wizard.entra.aadsts import refusal
from wizard.entra.cloud import Cloud
from wizard.entra.sign_in import SignIn, SignInError
from wizard.messages import explain
from wizard.network.clients import Network
from wizard.network.clock import ClockReading, reading

EXPIRED = "The provided authorization code or refresh token has expired."
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HOUR_AHEAD = ClockReading("login.example", NOW, NOW + timedelta(hours=1))
RIGHT = ClockReading("login.example", NOW, NOW + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("number", "text", "clock", "code"),
    [
        (500133, "Assertion is not within its valid time range.", HOUR_AHEAD, "signin_clock"),
        (500133, "Assertion is not within its valid time range.", RIGHT, "signin_clock"),
        (700024, "Client assertion is not within its valid time range.", HOUR_AHEAD, "signin_clock"),
        (70008, EXPIRED, HOUR_AHEAD, "signin_clock"),
        (70008, EXPIRED, RIGHT, "signin_interaction_needed"),
        (50126, "Error validating credentials.", HOUR_AHEAD, "signin_wrong_password"),
    ],
)  # fmt: skip
def test_refusals(number: int, text: str, clock: ClockReading | None, code: str) -> None:
    result = {
        "error": "invalid_grant",
        "error_codes": [number],
        "error_description": f"AADSTS{number}: {text}",
    }
    problem = refusal(result, tenant="t", clock=clock).problem
    assert problem.code == code
    if code == "signin_clock" and clock is HOUR_AHEAD:
        words = explain(problem)
        assert "2026-11-29 13:00 UTC" in words.why
        assert "2026-11-29 12:00 UTC according to login.example" in words.why
        assert "time zone" in words.do[0]


@pytest.mark.parametrize(("days", "code"), [(-10, "signin_clock"), (0, "signin_tls")])
async def test_a_certificate_that_only_looks_expired(tmp_path: Path, days: int, code: str) -> None:
    lab = Authority(tmp_path)

    def dated(_seen: Seen) -> bytes:
        when = format_datetime(datetime.now(UTC) + timedelta(days=days), usegmt=True)
        return answer(b"{}", headers=f"Date: {when}\r\n")

    async with serving(dated, lab.context(ends=timedelta(days=-2))) as running:
        base = f"https://localhost:{running.port}"
        network = Network(extra_ca=lab.root_file, allow_loopback=True)
        sign_in = SignIn(Cloud.practice(f"{base}/v1.0", f"{base}/tenant"), "client", network, None)
        with pytest.raises(SignInError) as caught:
            await sign_in.accounts()
        assert caught.value.problem.code == code
        assert all("authorization" not in seen.headers for seen in running.requests)


@pytest.mark.parametrize("text", ["", "yesterday", "Sun, 99 Nov 2026", None])
def test_a_date_that_cannot_be_read_is_no_reading(text: str) -> None:
    assert reading("login.example", text) is None
