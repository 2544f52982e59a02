"""Killed at every write of later changes, one after the other, a setup ends like an undisturbed one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.steps.conftest import control, truth
from tests.steps.killing import (
    CHANGES,
    CONFIG,
    KILLED,
    PHASES,
    assistant_on,
    change,
    set_up,
    to_default,
    which,
)
from tests.steps.test_kill import essence, killed, line_of
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from wizard.practice import Practice

EVERYBODY = CONFIG.model_copy(
    update={"people": CONFIG.people.model_copy(update={"scope": ScopeChoice.ALL.value})}
)
PEOPLE = 12


async def running_set_up(practice: Practice, folder: Path) -> None:
    """A setup whose scope is everybody and whose first cycle has run."""
    await set_up(line_of(practice), folder, EVERYBODY)
    await control(practice, "POST", "cycle")
    while (await truth(practice))["jobs"][0]["code"] != "Active":  # noqa: ASYNC110 - on a server
        await asyncio.sleep(0.05)


async def outcome(practice: Practice) -> dict[str, Any]:
    """Result of the changes, without ids and without what a cycle does meanwhile."""
    from wizard.practice.store import ObjectKind

    found = essence(await truth(practice))
    store = practice.tenant.store
    application = (await truth(practice))["jobs"][0]["servicePrincipalId"]
    principal = store.get(ObjectKind.SERVICE_PRINCIPAL, application) or {}
    [schema] = store.find(ObjectKind.SCHEMA)
    rules = [rule["objectMappings"][0] for rule in schema["synchronizationRules"]]
    return {
        **found,
        "accounts": sorted(name for name, _active in found["accounts"]),
        "roles": sorted((role["displayName"], role["isEnabled"]) for role in principal["appRoles"]),
        "secrets": practice.tenant.secrets(application) | {"SecretToken": "the key of that tenant"},
        "key": practice.tenant.secrets(application)["SecretToken"] == practice.line.key.get_secret_value(),
        "flow": [rule["flowTypes"] for rule in rules],
    }


def writes(practice: Practice) -> list[str]:
    """The Graph writes of this tenant in order, named by their paths."""
    return [
        f"{row.method} {row.path}"
        for row in practice.tenant.requests
        if row.server == "graph" and row.method != "GET" and row.status < 300
    ]


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, Any]:
    """Filled by the first test that needs it."""
    return {}


async def reference(undisturbed: dict[str, Any], start_practice: Any, folder: Path) -> dict[str, Any]:
    if not undisturbed:
        async with start_practice(people=PEOPLE, replication_lag=0.0) as practice:
            await running_set_up(practice, folder)
            await change(line_of(practice), folder)
            undisturbed.update(await outcome(practice))
    return undisturbed


async def test_every_change_has_its_kill_points(
    start_practice: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, Any]
) -> None:
    seen: list[str] = []
    send = httpx.AsyncHTTPTransport.handle_async_request

    async def noticing(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/v1.0/") and (name := which(request)):
            seen.append(name)
        return await send(self, request)

    async with start_practice(people=PEOPLE, replication_lag=0.0) as practice:
        await running_set_up(practice, tmp_path)
        with monkeypatch.context() as patched:
            patched.setattr(httpx.AsyncHTTPTransport, "handle_async_request", noticing)
            await change(line_of(practice), tmp_path)
            assert tuple(seen) == CHANGES
            await change(line_of(practice), tmp_path)
            assert tuple(seen) == CHANGES, "changed again, nothing is written"
        undisturbed.update(await outcome(practice))


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
async def test_killed_at_every_change_and_started_again(
    phase: str, undisturbed: dict[str, Any], start_practice: Any, tmp_path: Path
) -> None:
    wanted = await reference(undisturbed, start_practice, tmp_path / "reference")
    folder = tmp_path / "data"
    # Replication lags where the program continues right after an answer; elsewhere that would prove nothing
    # more.
    lag = 0.05 if phase == "answered" else 0.0
    async with start_practice(people=PEOPLE, replication_lag=lag) as practice:
        await running_set_up(practice, folder)
        for write in CHANGES:
            assert await killed(practice, folder, write, phase, "change") == KILLED, write
        await change(line_of(practice), folder)
        assert await outcome(practice) == wanted
        sent = writes(practice)
    narrowed = max(i for i, row in enumerate(sent) if row.endswith("/secrets"))
    assert any("/restart" in row for row in sent[narrowed:]), "the narrower scope was never put into effect"


async def flows(practice: Practice) -> list[str]:
    """The object actions that Entra's mappings allow."""
    from wizard.practice.store import ObjectKind

    [schema] = practice.tenant.store.find(ObjectKind.SCHEMA)
    return [rule["objectMappings"][0]["flowTypes"] for rule in schema["synchronizationRules"]]


@pytest.mark.slow
async def test_killed_on_the_way_back_to_the_default_mappings(start_practice: Any, tmp_path: Path) -> None:
    async with start_practice(people=PEOPLE, replication_lag=0.0) as practice:
        await running_set_up(practice, tmp_path)
        usual = await flows(practice)
        for number, phase in enumerate(PHASES, start=1):
            await changed_mappings(practice, tmp_path)
            assert await flows(practice) != usual
            assert await killed(practice, tmp_path, "mappings reset", phase, "to_default") == KILLED
            await to_default(line_of(practice), tmp_path)
            assert await flows(practice) == usual
            resets = sum(row.startswith("DELETE") and row.endswith("/schema") for row in writes(practice))
            assert resets == number, "done once, whatever became of the answer"


async def changed_mappings(practice: Practice, folder: Path) -> None:
    """Remove an allowed action from the mappings, as another administrator did earlier."""
    assistant = assistant_on(line_of(practice), folder)
    await assistant.before.choose_practice()
    await assistant.before.sign_in()
    await assistant.refresh()
    await assistant.mappings.allow("Delete", False)
    await assistant.mappings.save_mappings()
    await assistant.close()
