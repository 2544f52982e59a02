"""Microsoft's own client completes the setup on the practice tenant, and the tenant's state confirms it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.entra.graph_sdk.environment import python
from tests.practice.desk import Desk
from wizard.practice import truth

if TYPE_CHECKING:
    from tests.fixtures.practice import StartPractice

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
SCRIPT = Path(__file__).with_name("journey.py")


async def travel(line: dict[str, Any]) -> dict[str, Any]:
    """Results of the run. The key is passed through stdin, never on a command line."""
    program = await asyncio.to_thread(python)
    process = await asyncio.create_subprocess_exec(
        str(program),
        str(SCRIPT),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, errors = await asyncio.wait_for(process.communicate(json.dumps(line).encode()), 240)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, errors.decode()[-4000:]
    seen: dict[str, Any] = json.loads(out)
    return seen


async def test_microsofts_client_completes_the_journey(start_practice: StartPractice) -> None:
    async with start_practice(people=120, clock_speed=600) as practice, practice.network.client() as client:
        desk = Desk(practice, client)
        await desk.sign_in()
        name = "O'Hare Team"
        (group,) = (await desk.get("/groups?$filter=displayName eq 'O''Hare Team'"))["value"]
        inside = {each["id"] for each in await desk.pages(f"/groups/{group['id']}/members")}
        everybody = await desk.pages("/users?$select=id,userPrincipalName,accountEnabled,mail")
        person = next(
            each
            for each in everybody
            if each["id"] not in inside and each["mail"] and each["accountEnabled"]
        )
        line = practice.line.model_dump(mode="json")
        seen = await travel({**line, "group": name, "person": person["userPrincipalName"]})

        assert seen["me"] == practice.line.account
        assert seen["device_codes"] == 1
        assert seen["people"] == len(everybody)
        assert seen["assigned"] == seen["wanted"]
        assert (seen["state_before"], seen["state_on"], seen["state_after"]) == (
            "Disabled",
            "Active",
            "Disabled",
        )
        assert seen["patch"] == 404
        assert seen["wrong_key"]
        assert "name.formatted" not in seen["mapped"]
        assert seen["mapped_after"] == seen["mapped"]
        assert len(seen["mapped"]) == seen["mapped_before"] - 1
        assert "success" in seen["outcomes"]
        assert seen["steps"]

        really = truth.describe(practice.tenant)
        (application,) = [each for each in really["applications"] if each["created_by_wizard"]]
        assert (application["id"], application["displayName"]) == (seen["application"], "Playvox by SDK")
        (job,) = [each for each in really["jobs"] if each["servicePrincipalId"] == seen["principal"]]
        assert (job["id"], job["state"], job["code"]) == (seen["job"], "Disabled", "Paused")
        assert {row["principalId"] for row in really["assigned"]} == set(seen["wanted"])
        assert really["secret_masked"]
        provisioned = {*seen["create"], *seen["update"]}
        assert seen["create"]
        assert person["id"] in provisioned
        assert provisioned <= inside | {person["id"]}
        names = {  # for a guest, Entra takes the address behind the name
            each["id"]: each["mail"] if "#EXT#" in each["userPrincipalName"] else each["userPrincipalName"]
            for each in everybody
        }
        assert {names[each] for each in provisioned} == set(really["in_scope"])
        accounts = {user["userName"]: user for user in really["playvox_users"]}
        assert {names[each] for each in seen["create"]} <= set(accounts)
        assert not any(accounts[names[each]].get("name", {}).get("formatted") for each in seen["create"])
        assert practice.tenant.secrets(seen["principal"])["SecretToken"] == line["key"]
