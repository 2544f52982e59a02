"""`apply` takes little longer than the requests that must wait for each other.

Every request to the practice tenant takes 120 ms more. CHAIN is the longest sequence of requests in which
each needs the one before; its duration is measured in the same run, with requests sent one after the other.
The test checks that the run really sent each of them after the answer to the one before.
"""

from __future__ import annotations

import json
import re
import time
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.practice.desk import Desk
from wizard.cli import apply
from wizard.practice import harness

if TYPE_CHECKING:
    from tests.fixtures.practice import StartPractice

DELAY = 0.120  # seconds
MOST = 1.5  # times as long as the chain
TRIES = 3  # other work of the machine only makes a run longer
SP = r"/v1\.0/servicePrincipals/[^/]+"
JOB = rf"{SP}/synchronization/jobs/[^/]+"
CHAIN = (
    ("GET", r".*/openid-configuration", "where to sign in"),
    ("GET", r".*/authorize", "the sign-in page"),
    ("POST", r".*/authorize", "the person's answer, which needs the page"),
    ("POST", r".*/token", "redeems that answer; all of Graph needs the token"),
    ("GET", r"/scim/v1/Users", "whether Playvox takes the key; the applications are looked for meanwhile"),
    ("GET", r"/scim/v1/Users", "only then: whether it finds people as Microsoft's service asks for them"),
    ("POST", r"/v1\.0/\$batch", "what the file's groups are, for the plan of people"),
    ("GET", r"/v1\.0/groups/[^/]+/members/.*", "who is in them"),
    ("GET", r"/v1\.0/users", "these people's attributes; now the plan of people can be shown"),
    ("GET", r".*/authorize", "only after the plan is permission to change asked for"),
    ("POST", r".*/authorize", "the person's answer"),
    ("POST", r".*/token", "redeems it; every change needs this token"),
    ("GET", r"/v1\.0/servicePrincipals", "looked for once more before it is made: once, ever"),
    ("POST", r"/v1\.0/applicationTemplates/[^/]+/instantiate", "makes the application"),
    ("GET", SP, "Entra knows it"),
    ("GET", SP, "and a second answer in a row says so"),
    ("GET", rf"{SP}/synchronization/templates", "what its job is made from"),
    ("POST", rf"{SP}/synchronization/jobs", "makes the job"),
    ("GET", JOB, "Entra knows it"),
    ("GET", rf"{SP}/synchronization/secrets", "whether somebody else saved settings meanwhile"),
    ("PUT", rf"{SP}/synchronization/secrets", "saves address and key"),
    ("GET", rf"{SP}/synchronization/secrets", "reads back what was kept"),
    ("GET", rf"{SP}/synchronization/jobs", "whether it runs by now, before it is started"),
    ("POST", rf"{JOB}/start", "starts provisioning, with the saved key"),
    ("GET", JOB, "whether it is on"),
)
CONFIG = """
[playvox]
tenant_url = "https://acme.playvox.com/scim/v1"
[people]
assign = ["ana@contoso.example", "group:Quality"]
role = "User"
[provisioning]
notification_email = "it@contoso.example"
deletion_threshold = 50
enabled = true
"""


@dataclass(frozen=True)
class Sent:
    """One request as the server saw it."""

    method: str
    path: str
    began: float
    ended: float


class FarAway:
    """Delays requests to an ASGI application, also those from Microsoft's service to Playvox."""

    def __init__(self, app: Any, log: list[Sent]) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        began = time.monotonic()
        await harness.asyncio.sleep(DELAY)
        await self._app(scope, receive, send)
        self._log.append(Sent(scope["method"], scope["path"], began, time.monotonic()))


def follow(chain: tuple[tuple[str, str, str], ...], log: list[Sent]) -> list[Sent]:
    """Find the requests of the chain, each started after the one before had ended."""
    row: list[Sent] = []
    for method, pattern, why in chain:
        after = row[-1].ended if row else 0.0
        fitting = [
            one
            for one in log
            if one.method == method and re.fullmatch(pattern, one.path) and one.began >= after
        ]
        assert fitting, f"not sent after the one before: {method} {pattern} ({why})"
        row.append(min(fitting, key=lambda one: one.ended))
    return row


async def one_run(
    start_practice: StartPractice, folder: Path, log: list[Sent]
) -> tuple[float, float, list[Sent]]:
    """Return seconds of `apply`, seconds of the chain's requests one after the other, and the chain as
    sent.
    """
    async with start_practice(people=60, replication_lag=0) as practice:
        config, file = folder / "setup.toml", folder / "practice.json"
        config.write_text(CONFIG)
        file.write_text(practice.line.model_dump_json())
        # Common flags as `apply --practice FILE --config FILE --yes --json` would set them.
        args = Namespace(
            config=config,
            practice=file,
            data_folder=folder / "data",
            yes=True,
            json=True,
            dry_run=False,
            key_stdin=False,
            plan=None,
            max_deactivations=None,
            tenant="",
            cloud="",
            account="",
            client_id="",
            device_code=False,
            sign_in=True,
            output=None,
            send_key_to=[],
            job="",
            quiet=False,
            verbose=False,
        )
        log.clear()
        began = time.monotonic()
        assert await apply.run(args) == 0
        took = time.monotonic() - began
        row = follow(CHAIN, log)
        async with practice.network.client() as client:
            desk = Desk(practice, client)
            await desk.sign_in()
            began = time.monotonic()
            for _request in CHAIN:
                await desk.get("/organization?$select=id")
            return took, time.monotonic() - began, row


@pytest.mark.bench
async def test_a_setup_takes_hardly_longer_than_its_longest_chain_of_requests(
    start_practice: StartPractice,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    log: list[Sent] = []
    for name in ("create_front", "create_playvox"):
        make = getattr(harness, name)
        monkeypatch.setattr(harness, name, lambda tenant, make=make: FarAway(make(tenant), log))
    ratios: list[float] = []
    while len(ratios) < TRIES and min(ratios, default=MOST + 1) > MOST:
        folder = tmp_path / str(len(ratios))
        folder.mkdir()
        took, chain, _row = await one_run(start_practice, folder, log)
        assert json.loads(capsys.readouterr().out)["applied"] is True
        ratios.append(took / chain)
        sent = len(log) - len(CHAIN)
        with capsys.disabled():
            print(
                f"\napply {took:.2f} s, its chain of {len(CHAIN)} requests {chain:.2f} s, {sent} requests"
            )
    ratio = min(ratios)
    with capsys.disabled():
        print(f"apply takes × {ratio:.2f} of its longest chain of dependent requests (at most {MOST})")
    assert ratio <= MOST
