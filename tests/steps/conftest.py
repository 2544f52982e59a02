"""An assistant on a running practice tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from wizard.network.clients import Network
from wizard.steps import Assistant, PracticeLine, Services
from wizard.steps.base.step import Step

if TYPE_CHECKING:
    from wizard.practice import Practice

MakeAssistant = Callable[..., Assistant]

ANA = "ana@contoso.example"


@pytest.fixture
def make_assistant(practice: Practice, tmp_path: Path) -> MakeAssistant:
    """Assistants on the same data folder, as if the program were started again and again."""

    def make(folder: Path | None = None, **options: Any) -> Assistant:
        async def launch() -> PracticeLine:
            return PracticeLine.model_validate(practice.line, from_attributes=True)

        return Assistant(Services(folder or tmp_path / "data", launch, Network(), **options))

    return make


@pytest.fixture
async def assistant(make_assistant: MakeAssistant) -> AsyncIterator[Assistant]:
    """Signed in to the practice tenant, with its key."""
    made = make_assistant()
    await enter(made)
    yield made
    await made.close()


@pytest.fixture
async def running(practice: Practice, make_assistant: MakeAssistant) -> AsyncIterator[Assistant]:
    """A setup with one person assigned, saved and started."""
    made = make_assistant()
    await enter(made)
    await made.application.refresh()
    await made.application.add("Playvox")
    await made.people.refresh()
    await made.people.assign(list((await made.people.resolve([ANA])).values()))
    await made.connection.refresh()
    await made.connection.set_address("acme")
    await made.connection.set_notification("it@contoso.example")
    await made.connection.set_threshold(50)
    await made.connection.save()
    await made.turn_on.refresh()
    await made.turn_on.start()
    yield made
    await made.close()


async def enter(assistant: Assistant) -> None:
    """Choose practice, sign in, use the practice key."""
    await assistant.before.choose_practice()
    await assistant.before.sign_in()
    await assistant.key.use_practice_key()
    await assistant.key.save()


def set_bounds(one: Assistant | Step[Any], **seconds: float) -> None:
    """Limit waits for Entra to these bounds from now on."""
    graph = one.context.session.graph
    graph.waits = replace(graph.waits, bounds=replace(graph.waits.bounds, **seconds))


async def truth(practice: Practice) -> dict[str, Any]:
    """True state of the practice servers."""
    async with practice.network.client() as client:
        answer: httpx.Response = await client.get(f"{practice.line.control}/truth")
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


async def control(practice: Practice, method: str, path: str, body: Any = None) -> Any:
    """Send a request to the practice tenant's control API."""
    async with practice.network.client() as client:
        answer = await client.request(method, f"{practice.line.control}/{path}", json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None
