"""A set-up in a process of its own that dies at a chosen moment of a chosen write, without clean-up."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from wizard import network
from wizard.cli.config import Config
from wizard.cli.setting_up import SettingUp
from wizard.steps import Assistant, PracticeLine, Services

KILLED = 137
PHASES = ("before", "unanswered", "answered")
# Every write of a set-up by its path; the journal of an undisturbed run proves that none is missing.
WRITES = {
    "instantiate": r"/instantiate$",
    "assign": r"/(\$batch|appRoleAssignedTo)$",
    "job": r"/synchronization/jobs$",
    "secrets": r"/synchronization/secrets$",
    "start": r"/start$",
}
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
        return b'"POST"' in request.content
    return request.method != "GET" and not request.url.path.endswith("/validateCredentials")


class Deadly(httpx.AsyncBaseTransport):
    """Passes requests on and ends the process at one of them."""

    def __init__(self, inner: httpx.AsyncBaseTransport, path: str, phase: str) -> None:
        self._inner = inner
        self._path = path
        self._phase = phase

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        chosen = is_write(request) and re.search(self._path, request.url.path)
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
    """An answer's body after which the process ends."""

    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:
            yield chunk

    async def aclose(self) -> None:
        # The answer was read: let the program take it in for one turn of the loop, then die.
        asyncio.get_running_loop().call_later(0.002, os._exit, KILLED)
        await self._inner.aclose()


async def set_up(line: PracticeLine, folder: Path) -> Assistant:
    """What `apply --yes` does; returns the closed assistant."""

    async def launch() -> PracticeLine:
        return line

    # The practice tenant of these tests catches up within half a second.
    assistant = Assistant(Services(folder, launch, lost_answer_patience=4.0))
    try:
        await assistant.before.choose_practice()
        await assistant.before.sign_in()
        await assistant.key.use_for_session(line.key.get_secret_value())
        setting_up = SettingUp(assistant, CONFIG)
        if not (await setting_up.plan(test=False)).empty:
            await setting_up.apply()
        return assistant
    finally:
        await assistant.close()


def main() -> None:
    """`python -m tests.steps.killing LINE FOLDER WRITE PHASE`; the line comes from a file."""
    file, folder, write, phase = sys.argv[1:5]
    line = PracticeLine.model_validate_json(Path(file).read_text())
    client = network.Network.client

    def deadly(self: network.Network, **options: object) -> httpx.AsyncClient:
        made = client(self, **options)
        made._transport = Deadly(made._transport, WRITES[write], phase)
        return made

    network.Network.client = deadly  # type: ignore[method-assign]
    asyncio.run(set_up(line, Path(folder)))


if __name__ == "__main__":
    main()
