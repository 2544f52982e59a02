"""Work in a separate process that exits at a chosen moment of a chosen write, without cleanup."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx

from wizard.cli.config import Config
from wizard.cli.setting_up import SettingUp
from wizard.entra.consistency import Bounds
from wizard.network import clients
from wizard.setup import OperationState
from wizard.steps import Assistant, PracticeLine, Services
from wizard.steps.turn_on.view import ScopeChoice

KILLED = 137
PHASES = ("before", "unanswered", "answered")
# Every write of a setup by its path; the journal of an undisturbed run proves that none is missing.
WRITES = {
    "instantiate": r"/instantiate$",
    "assign": r"/(\$batch|appRoleAssignedTo)$",
    "job": r"/synchronization/jobs$",
    "secrets": r"/synchronization/secrets$",
    "start": r"/start$",
}
# Every write of changing a setup later, in the order of `change`.
CHANGES = (
    "role added",
    "role disabled",
    "role removed",
    "settings",
    "mappings",
    "scope",
    "restart",
    "one person",
    "unassign",
    "pause",
)
NEW_ROLE = "Auditor"
CONFIG = Config.model_validate(
    {
        "playvox": {"tenant_url": "https://acme.playvox.com/scim/v1"},
        "people": {"assign": ["ana@contoso.example", "group:Support"], "role": "User"},
        "provisioning": {
            "notification_email": "it@contoso.example",
            "deletion_threshold": 50,
            "enabled": True,
        },
    }
)


def is_write(request: httpx.Request) -> bool:
    """Whether the request changes the tenant; a batch does when one of its parts does."""
    if request.url.path.endswith("$batch"):
        return b'"POST"' in request.content or b'"DELETE"' in request.content
    return request.method != "GET" and not request.url.path.endswith("/validateCredentials")


def which(request: httpx.Request) -> str:
    """The name of a write in `WRITES` or `CHANGES`; empty for requests that only read."""
    if not is_write(request):
        return ""
    path = request.url.path
    if path.endswith("$batch") and b'"DELETE"' in request.content:
        return "unassign"
    if request.method == "PATCH" and "/applications/" in path:
        return _role_change(json.loads(request.content)["appRoles"])
    if path.endswith("/secrets") and request.method == "PUT":
        return _settings_change(json.loads(request.content)["value"])
    if path.endswith("/schema") and request.method == "DELETE":
        return "mappings reset"
    ends = {
        "/schema": "mappings",
        "/restart": "restart",
        "/provisionOnDemand": "one person",
        "/pause": "pause",
    }
    found = next((name for end, name in ends.items() if path.endswith(end)), "")
    return found or next((name for name, pattern in WRITES.items() if re.search(pattern, path)), path)


def _role_change(rows: list[dict[str, Any]]) -> str:
    role = next((row for row in rows if row["displayName"] == NEW_ROLE), None)
    if role is None:
        return "role removed"
    return "role added" if role["isEnabled"] else "role disabled"


def _settings_change(pairs: list[dict[str, str]]) -> str:
    values = {pair["key"]: pair["value"] for pair in pairs}
    if "operations@" not in values["SyncNotificationSettings"]:
        return "secrets"
    return "settings" if values["SyncAll"] == "true" else "scope"


class Deadly(httpx.AsyncBaseTransport):
    """Forwards requests and ends the process at one of them."""

    def __init__(self, inner: httpx.AsyncBaseTransport, write: str, phase: str) -> None:
        self._inner = inner
        self._write = write
        self._phase = phase

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        chosen = which(request) == self._write
        if chosen and self._phase == "before":
            os._exit(KILLED)
        response = await self._inner.handle_async_request(request)
        if chosen and self._phase == "unanswered":
            os._exit(KILLED)
        if chosen:
            assert isinstance(response.stream, httpx.AsyncByteStream)
            response.stream = LastWords(response.stream)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class LastWords(httpx.AsyncByteStream):
    """The body of an answer after which the process ends."""

    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:
            yield chunk

    async def aclose(self) -> None:
        # The answer was read: let the program process it for one iteration of the loop, then exit.
        asyncio.get_running_loop().call_later(0.002, os._exit, KILLED)
        await self._inner.aclose()


def assistant_on(line: PracticeLine, folder: Path) -> Assistant:
    """An assistant that keeps its profile and journal in this folder."""

    async def launch() -> PracticeLine:
        return line

    # The practice tenant of these tests replicates within half a second.
    return Assistant(Services(folder, launch, bounds=Bounds(lost_answer=4.0, interrupted=4.0)))


async def set_up(line: PracticeLine, folder: Path, config: Config = CONFIG) -> Assistant:
    """Do what `apply --yes` does; returns the closed assistant."""
    assistant = assistant_on(line, folder)
    try:
        await _enter(assistant, line)
        setting_up = SettingUp(assistant, config)
        if not (await setting_up.plan(test=False)).empty:
            await setting_up.apply()
        return assistant
    finally:
        await assistant.close()


async def _enter(assistant: Assistant, line: PracticeLine) -> None:
    await assistant.before.choose_practice()
    await assistant.before.sign_in()
    await assistant.key.use_for_session(line.key)


async def change(line: PracticeLine, folder: Path) -> Assistant:
    """Change a running setup as an administrator, each change only when its plan is not empty."""
    assistant = assistant_on(line, folder)
    people, connection, turn_on = assistant.people, assistant.connection, assistant.turn_on
    try:
        await _enter(assistant, line)
        await assistant.refresh()
        if "role.remove" not in _done(assistant):
            if not (await people.plan_add_role(NEW_ROLE)).empty:
                await people.add_role(NEW_ROLE)
            await _take_role_back(assistant)
        await connection.set_notification("operations@contoso.example")
        await connection.set_threshold(30)
        if not (await connection.plan_save()).empty:
            await connection.save()
        await assistant.mappings.allow("Delete", False)
        if not (await assistant.mappings.plan_save_mappings()).empty:
            await assistant.mappings.save_mappings()
        await turn_on.set_scope(ScopeChoice.ASSIGNED)
        if not (await turn_on.plan_save_scope()).empty:
            await turn_on.save_scope()
        ids = await people.resolve(["ana@contoso.example"])
        if "person.provision" not in _done(assistant):
            await turn_on.provision_one(ids["ana@contoso.example"])
        theirs = [row.id for row in people.view.assigned if row.principal_id == ids["ana@contoso.example"]]
        if not (await people.plan_unassign(theirs)).empty:
            await people.unassign(theirs)
        if not (await assistant.monitor.plan_pause()).empty:
            await assistant.monitor.pause()
        return assistant
    finally:
        await assistant.close()


async def to_default(line: PracticeLine, folder: Path) -> Assistant:
    """Reset to the gallery's mappings, when they differ."""
    assistant = assistant_on(line, folder)
    try:
        await _enter(assistant, line)
        await assistant.refresh()
        if not (await assistant.mappings.plan_default()).empty:
            await assistant.mappings.back_to_default()
        return assistant
    finally:
        await assistant.close()


async def _take_role_back(assistant: Assistant) -> None:
    history = assistant.history
    await history.refresh()
    added = next(row.id for row in history.view.rows if row.kind == "role.add" and not row.why_not)
    if not (await history.plan_undo(added)).empty:
        await history.undo(added)


def _done(assistant: Assistant) -> set[str]:
    journal = assistant.context.store.journal
    return {row.kind for row in journal.operations() if row.state is OperationState.DONE}


Script = Callable[[PracticeLine, Path], Awaitable[Assistant]]
SCRIPTS: dict[str, Script] = {"set_up": set_up, "change": change, "to_default": to_default}


def run_and_die(script: str, text: str, folder: Path, write: str, phase: str) -> None:
    """Entry point of such a process: run the script on this line's practice tenant, and exit at
    that write.
    """
    line = PracticeLine.model_validate_json(text)
    client = clients.Network.client

    def deadly(self: clients.Network, **options: object) -> httpx.AsyncClient:
        made = client(self, **options)
        made._transport = Deadly(made._transport, write, phase)
        return made

    clients.Network.client = deadly  # type: ignore[method-assign]
    asyncio.run(SCRIPTS[script](line, folder))


def run_for(seconds: float, text: str, folder: Path) -> None:
    """Entry point of a process that sets up and exits at the moment that comes, whatever it is doing."""
    line = PracticeLine.model_validate_json(text)
    threading.Timer(seconds, os._exit, (KILLED,)).start()
    asyncio.run(set_up(line, folder))
    os._exit(0)


def process_for(seconds: float, text: str, folder: Path) -> multiprocessing.Process:
    """The same as a separate process."""
    return _context().Process(target=run_for, args=(seconds, text, folder))  # type: ignore[no-any-return]


def _context() -> Any:
    """Where the system can fork, a process need not import everything again."""
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload([__name__])
    return context


def process(script: str, text: str, folder: Path, write: str, phase: str) -> multiprocessing.Process:
    """A separate process."""
    return _context().Process(target=run_and_die, args=(script, text, folder, write, phase))  # type: ignore[no-any-return]
