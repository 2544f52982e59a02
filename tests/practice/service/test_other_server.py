"""The provisioning service against scim2-server, a SCIM server by other authors."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.practice.workshop import add_job, status, unassign
from wizard.practice.directory import DOMAIN
from wizard.practice.service import CredentialsError, ProvisioningService
from wizard.practice.tenant import Tenant

TOKEN = "an-other-servers-token"
ANA, KIM = f"ana@{DOMAIN}", f"Kim.Lee@{DOMAIN}"


@pytest.fixture
async def other() -> AsyncIterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "scim2_server.testserver.cli", "--port", str(port), "--bearer-token", TOKEN),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await answers(port)
        yield f"http://127.0.0.1:{port}/v2"
    finally:
        process.terminate()
        await process.wait()


async def answers(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def users(address: str) -> dict[str, dict[str, Any]]:
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False) as client:
        answer = await client.get(f"{address}/Users")
    return {user["userName"]: user for user in answer.json().get("Resources", [])}


@pytest.mark.parametrize("flag", ["", "?aadOptscim062020"])
async def test_accounts_appear_change_and_are_disabled(
    tenant: Tenant, service: ProvisioningService, other: str, flag: str
) -> None:
    job = add_job(tenant, "Support", ANA, KIM, url=other + flag, token=TOKEN)
    await service.run_cycle(job)
    assert status(tenant, job)["lastExecution"]["state"] == "Succeeded"
    found = await users(other)
    assert set(found) == set(service.in_scope(job))
    assert all(user["active"] for user in found.values())
    assert found[ANA]["name"] == {"formatted": "Ana Souza", "familyName": "Souza", "givenName": "Ana"}
    assert found[ANA]["emails"] == [{"value": ANA, "type": "work", "primary": True}]

    tenant.store.put_user(
        {**(tenant.store.user(KIM) or {}), "displayName": "K. L.", "surname": "L.", "mail": f"kl@{DOMAIN}"}
    )
    unassign(tenant, job, "Support")
    await service.run_cycle(job)
    changed = await users(other)
    assert changed[KIM]["displayName"] == "K. L."
    assert changed[KIM]["name"]["familyName"] == "L."
    assert changed[KIM]["emails"][0]["value"] == f"kl@{DOMAIN}"
    assert {name for name, user in changed.items() if user["active"]} == {ANA, KIM}
    assert set(changed) == set(found)


async def test_its_refusal_is_understood(service: ProvisioningService, other: str) -> None:
    await service.validate_credentials(other, TOKEN)
    with pytest.raises(CredentialsError) as caught:
        await service.validate_credentials(other, "wrong")
    assert caught.value.code.endswith("CredentialValidationFailure")
