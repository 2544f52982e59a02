"""Every Graph call of a setup fails once: the setup succeeds, or stops with advice to try again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.steps.killing import CONFIG, Script, change, is_write, set_up
from tests.steps.test_kill import final_truth, line_of
from tests.steps.test_kill_changes import outcome, running_set_up
from wizard.messages import explain
from wizard.network.clients import Network
from wizard.problem import ProblemError

if TYPE_CHECKING:
    from wizard.practice import Practice

TRIES = 12
_CAREFUL = ("instantiate", "jobs", "$batch")  # these must not happen twice
# Writing the secrets is the one change that may be sent twice, and only when its answer was lost. It is a
# PUT of a complete set, so the second one changes nothing; and it cannot be left out, because Entra shows
# the key as "*" only: reading back proves every other value, never that the key was saved.
_SENT_AGAIN = ("/secrets",)
# Of the later changes, a restart leaves no visible trace either; clearing state twice changes nothing more.
# Provisioning one person is never repeated automatically: here the administrator repeats it, as the
# problem advises, and the second time the account is already right.
_CHANGED_AGAIN = (*_SENT_AGAIN, "/restart", "/provisionOnDemand")
_CHANGE_FAULTS = ("503", "504 after it was done", "dropped before it was done", "stale read")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]+\.[0-9a-f]{32}\.[0-9a-f-]{36}|[^/]+@[^/]+")


def answered(status: int, code: str, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    """A Graph error instead of an answer."""

    def answer(request: httpx.Request) -> httpx.Response:
        error = {"code": code, "message": "Provoked by a test.", "innerError": {}}
        return httpx.Response(status, headers=headers, json={"error": error}, request=request)

    return answer


def dropped(request: httpx.Request) -> httpx.Response:
    """The connection ends before there is an answer."""
    raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)


FAULTS: dict[str, tuple[Callable[[httpx.Request], httpx.Response], bool]] = {
    # name: the answer, and whether the request took effect nevertheless
    "429": (answered(429, "TooManyRequests", **{"Retry-After": "0"}), False),
    "500": (answered(500, "InternalServerError"), False),
    "503": (answered(503, "ServiceUnavailable", **{"Retry-After": "0"}), False),
    "504 before it was done": (answered(504, "GatewayTimeout"), False),
    "504 after it was done": (answered(504, "GatewayTimeout"), True),
    "dropped before it was done": (dropped, False),
    "dropped after it was done": (dropped, True),
    "403 until a role is active": (answered(403, "Authorization_RequestDenied"), False),
    "401 expired": (answered(401, "InvalidAuthenticationToken"), False),
}


STALE = "stale read"


class Stale(httpx.AsyncBaseTransport):
    """Answers every distinct read once with the state before the last change: old, or not there yet."""

    def __init__(self, inner: httpx.AsyncBaseTransport, state: Staleness) -> None:
        self._inner = inner
        self._state = state

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        path = request.url.path
        if not path.startswith("/v1.0/") or path.endswith("$batch"):
            return response
        await response.aread()
        state, call = self._state, f"{request.method} {_ID.sub('{id}', path)}"
        if request.method != "GET":
            if is_write(request) and response.status_code < 300:
                state.done.append(call)
                state.made.update(_ID.findall(response.text))
            return response
        before = state.known.get(str(request.url))
        state.known[str(request.url)] = response
        if call in state.failed:
            return response
        if before is not None and before.content != response.content:
            state.failed.add(call)
            return httpx.Response(before.status_code, content=before.content, request=request)
        if before is None and any(each in path for each in state.made):
            state.failed.add(call)
            return answered(404, "Request_ResourceNotFound")(request)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


@dataclass
class Staleness:
    """Earlier reads, calls that got an old answer, changed objects, and ids that the changes created."""

    failed: set[str]
    done: list[str]
    known: dict[str, httpx.Response] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)


class Faulty(httpx.AsyncBaseTransport):
    """Makes every distinct Graph call fail once."""

    def __init__(
        self, inner: httpx.AsyncBaseTransport, fault: str, failed: set[str], done: list[str]
    ) -> None:
        self._inner = inner
        self._answer, self._effective = FAULTS[fault]
        self._failed = failed
        self._done = done

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if not path.startswith("/v1.0/"):
            return await self._inner.handle_async_request(request)
        call = f"{request.method} {_ID.sub('{id}', path)}"
        fails = call not in self._failed
        self._failed.add(call)
        if fails and not self._effective:
            return self._answer(request)
        response = await self._inner.handle_async_request(request)
        if is_write(request) and response.status_code < 300 and "$batch" not in path:
            self._done.append(call)
        if fails:
            await response.aread()
            await response.aclose()
            return self._answer(request)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


async def persistently(practice: Practice, folder: Path, script: Script = set_up) -> list[str]:
    """Run it, and again whenever a problem advises it; returns the problems' codes."""
    problems: list[str] = []
    for _try in range(TRIES):
        try:
            await script(line_of(practice), folder)
        except ProblemError as error:
            problem = error.problem
        else:
            return problems
        assert problem.retryable, problem.code
        words = explain(problem)
        assert words.what
        assert words.do, problem.code
        problems.append(problem.code)
    raise AssertionError(problems)


def break_calls(patched: pytest.MonkeyPatch, fault: str, failed: set[str], done: list[str]) -> None:
    """Make every distinct Graph call fail once from now on; `done` collects the changes that were made."""
    client, staleness = Network.client, Staleness(failed, done)

    def faulty(self: Network, **options: Any) -> httpx.AsyncClient:
        made = client(self, **options)
        if fault == STALE:
            made._transport = Stale(made._transport, staleness)
        else:
            made._transport = Faulty(made._transport, fault, failed, done)
        return made

    patched.setattr(Network, "client", faulty)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [*FAULTS, STALE])
async def test_every_call_fails_once(
    fault: str, start_practice: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: set[str] = set()
    done: list[str] = []
    async with start_practice(people=40) as practice:
        with monkeypatch.context() as patched:
            break_calls(patched, fault, failed, done)
            problems = await persistently(practice, tmp_path / "data")
        found = await final_truth(practice)
    assert len(failed) > (4 if fault == STALE else 12), failed
    assert found["made"] == 1
    assert found["jobs"] == [("Active", "Active")]
    assert len(found["assigned"]) == len(CONFIG.people.assign)
    assert found["masked"] is True
    again = sorted(call for call in set(done) if done.count(call) > 1)
    lost = fault in FAULTS and FAULTS[fault][1]
    assert [call for call in again if not (lost and call.endswith(_SENT_AGAIN))] == [], "an extra write"
    assert all(done.count(call) <= 2 for call in again)
    if fault.startswith(("429", "401")):
        assert problems == [], "this passes by itself"
    elif not fault.startswith("403"):
        # A change that may have happened stops the setup once, with advice to try again.
        assert len(problems) <= len(_CAREFUL), problems


@pytest.mark.slow
@pytest.mark.parametrize("fault", _CHANGE_FAULTS)
async def test_every_call_of_later_changes_fails_once(
    fault: str, start_practice: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: set[str] = set()
    done: list[str] = []
    async with start_practice(people=12, replication_lag=0.0) as practice:
        await running_set_up(practice, tmp_path)
        with monkeypatch.context() as patched:
            break_calls(patched, fault, failed, done)
            problems = await persistently(practice, tmp_path, change)
        found = await outcome(practice)
    assert len(failed) > (4 if fault == STALE else 20), failed
    assert found["flow"] == ["Add,Update"]
    assert ("Auditor", True) not in found["roles"]
    assert [state for state, _code in found["jobs"]] == ["Disabled"]
    assert found["secrets"]["SyncAll"] == "false"
    assert "operations@contoso.example" in found["secrets"]["SyncNotificationSettings"]
    assert found["key"] is True
    assert [name for name, _role in found["assigned"]] == ["Support"]
    # The application's roles are written three times: added, disabled, deleted. Settings twice:
    # alone, and with the scope.
    usual = {
        "PATCH /v1.0/applications/{id}": 3,
        "PUT /v1.0/servicePrincipals/{id}/synchronization/secrets": 2,
    }
    again = {call for call in done if done.count(call) > usual.get(call, 1)}
    lost = fault in FAULTS and FAULTS[fault][1]
    assert {call for call in again if not (lost and call.endswith(_CHANGED_AGAIN))} == set(), (
        "an extra write"
    )
    assert len(problems) <= len(_CAREFUL), problems
