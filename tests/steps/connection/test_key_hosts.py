"""The key goes to a confirmed host only; a key that was pasted into the address is not kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.steps.another_administrator import settings_of
from tests.steps.conftest import enter
from wizard.problem import ProblemError
from wizard.steps import Assistant

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)

HOST = "acme.playvox.com.evil.example"
KEY = "dXNlcjRmMmE6cGxheXZveC1jYW5hcnktOWQ4ZTdmNmE1YjRj"


async def test_nothing_is_saved_or_read_before_the_host_is_confirmed(running: Assistant) -> None:
    before = await settings_of(running)
    step = running.connection
    await step.set_address(f"https://{HOST}/scim/v1")
    assert step.view.unconfirmed_host == HOST
    effect = await step.plan_save()
    assert any(HOST in line and "not a Playvox host" in line for line in effect.warnings)
    with pytest.raises(ProblemError) as caught:
        await step.save()
    assert caught.value.problem.code == "host_unconfirmed"
    with pytest.raises(ProblemError) as caught:
        running.context.playvox()
    assert caught.value.problem.code == "host_unconfirmed"
    assert await settings_of(running) == before
    await step.test(from_microsoft=True)
    assert step.view.report is not None
    assert step.view.report.check("entra").evidence["problem"] == "host_unconfirmed"


async def test_consent_is_kept_for_that_host_only(running: Assistant, make_assistant: object) -> None:
    step = running.connection
    await step.set_address(f"https://{HOST}/scim/v1")
    await step.confirm_host()
    assert step.view.unconfirmed_host == ""
    assert any("as you confirmed" in line for line in (await step.plan_save()).warnings)
    await step.save()
    assert (await settings_of(running)).tenant_url == f"https://{HOST}/scim/v1"
    await step.set_address("https://203.0.113.7/scim/v1")
    assert step.view.unconfirmed_host == "203.0.113.7"
    again = make_assistant()  # type: ignore[operator]
    await enter(again)
    assert again.context.confirmed_hosts == {HOST}
    await again.close()


async def test_a_key_in_the_address_is_never_kept(running: Assistant, tmp_path: Path) -> None:
    await running.connection.set_address(f"https://acme.playvox.com/scim/v1/{KEY}")
    assert running.connection.view.address_problem is not None
    assert running.connection.view.address_problem.facts["why"] == "key_inside"
    assert KEY not in running.connection.view.address_text
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if KEY.encode() in path.read_bytes()]
    profiles = [json.loads(path.read_text()) for path in (tmp_path / "data" / "profiles").glob("*.json")]
    assert {each["tenant_url"] for each in profiles} == {"https://acme.playvox.com/scim/v1"}
