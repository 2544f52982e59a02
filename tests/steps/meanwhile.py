"""Another administrator deletes something between two requests of a change.

`python -m tests.steps.meanwhile 60` tries 60 moments that a new seed chooses.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.steps.hostile_world import Outcome, set_up, signed_in
from tests.steps.random_moments import try_some
from wizard.messages import explain
from wizard.messages.explanation import known_codes
from wizard.network import clients
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from wizard.practice import Practice

BOUND = 180.0
ANA = "ana@contoso.example"


def _store(practice: Practice) -> Any:
    return practice.tenant.store


def _each(practice: Practice, name: str) -> list[str]:
    from wizard.practice.store import ObjectKind

    return [str(each["id"]) for each in _store(practice).each(ObjectKind(name))]


def _gone(name: str) -> Callable[[Practice], None]:
    def delete(practice: Practice) -> None:
        from wizard.practice.store import ObjectKind

        for each in _each(practice, name):
            _store(practice).delete(ObjectKind(name), each)

    return delete


def _application(practice: Practice) -> None:
    """With all that belongs to it, as Entra does."""
    for name in ("appRoleAssignment", "job", "servicePrincipal", "application"):
        _gone(name)(practice)


def _person(practice: Practice) -> None:
    user = _store(practice).user(ANA)
    if user is not None:
        _store(practice).delete_user(user["id"])


def _group(practice: Practice) -> None:
    rows = _store(practice).query("SELECT id, body FROM groups WHERE deleted = 0")
    for identifier, body in rows:
        if json.loads(body)["displayName"] == "Support":
            _store(practice).query("UPDATE groups SET deleted = 1 WHERE id = ?", (identifier,))


def _roles(practice: Practice) -> None:
    """Every role of the application, in both of its objects."""
    from wizard.practice.store import ObjectKind

    for kind in (ObjectKind.APPLICATION, ObjectKind.SERVICE_PRINCIPAL):
        for each in list(_store(practice).each(kind)):
            _store(practice).put(kind, each["id"], {**each, "appRoles": []}, key=each["appId"])


def _settings(practice: Practice) -> None:
    from wizard.practice.store import ObjectKind

    for each in _each(practice, "servicePrincipal"):
        _store(practice).delete(ObjectKind.SECRETS, each)


DELETED: dict[str, Callable[[Practice], None]] = {
    "application": _application,
    "service principal": _gone("servicePrincipal"),
    "job": _gone("job"),
    "assignments": _gone("appRoleAssignment"),
    "settings": _settings,
    "roles": _roles,
    "person": _person,
    "group": _group,
}


class _Counting(httpx.AsyncBaseTransport):
    def __init__(self, inner: httpx.AsyncBaseTransport, reach: Callable[[], None]) -> None:
        self._inner = inner
        self._reach = reach

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/v1.0/" in str(request.url):
            self._reach()
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


@contextmanager
def before_each_request(reach: Callable[[], None]) -> Iterator[None]:
    """Call `reach` before each request to Graph of every client that is made inside."""
    real: Callable[..., httpx.AsyncClient] = clients.Network.client

    def client(self: clients.Network, **options: Any) -> httpx.AsyncClient:
        made = real(self, **options)
        made._transport = _Counting(made._transport, reach)
        return made

    clients.Network.client = client  # type: ignore[method-assign]
    try:
        yield
    finally:
        clients.Network.client = real  # type: ignore[method-assign]


async def _change(assistant: Assistant) -> None:
    """The changes of the window, each of them planned and made."""
    people, connection, turn_on = assistant.people, assistant.connection, assistant.turn_on
    await assistant.refresh()
    if not (await people.plan_add_role("Auditor")).empty:
        await people.add_role("Auditor")
    await connection.set_threshold(30)
    if not (await connection.plan_save()).empty:
        await connection.save()
    await assistant.mappings.allow("Delete", False)
    if not (await assistant.mappings.plan_save_mappings()).empty:
        await assistant.mappings.save_mappings()
    await turn_on.set_scope(ScopeChoice.ALL)
    if not (await turn_on.plan_save_scope()).empty:
        await turn_on.save_scope()
    ids = await people.resolve([ANA])
    await turn_on.provision_one(ids[ANA])
    theirs = [row.id for row in people.view.assigned if row.principal_id == ids[ANA]]
    if not (await people.plan_unassign(theirs)).empty:
        await people.unassign(theirs)
    if not (await assistant.monitor.plan_pause()).empty:
        await assistant.monitor.pause()


async def _rotate(assistant: Assistant) -> None:
    await assistant.refresh()
    await assistant.rotate.refresh()
    await assistant.rotate.use_practice_key()
    await assistant.rotate.choose_person(ANA)
    await assistant.rotate.plan_rotate()
    await assistant.rotate.rotate()


async def _relink(assistant: Assistant) -> None:
    await assistant.refresh()
    await assistant.relink.relink(ANA)


CHANGES: dict[str, Callable[[Assistant], Awaitable[None]]] = {
    "change": _change,
    "rotate": _rotate,
    "relink": _relink,
}
ACTS = ("set up", *CHANGES)


async def act(practice: Practice, folder: Path, what: str) -> Outcome:
    """Do this; raises what is no problem with words, and `TimeoutError` after `BOUND`."""
    if what == "set up":
        return await set_up(practice, folder)
    problem = None
    async with asyncio.timeout(BOUND):
        try:
            async with signed_in(practice, folder) as assistant:
                await CHANGES[what](assistant)
        except ProblemError as error:
            problem = error.problem
            assert problem.code in known_codes(), problem.code
            assert explain(problem).what
    return Outcome(problem, 0.0)


async def try_moment(practice: Practice, folder: Path, what: str, deleted: str, moment: int) -> str:
    """Delete before request number `moment` of the act; how the act and a later setting up ended."""
    if what != "set up":
        first = await set_up(practice, folder)
        assert first.problem is None, first.problem
    count = 0

    def reach() -> None:
        nonlocal count
        count += 1
        if count == moment:
            DELETED[deleted](practice)

    with before_each_request(reach):
        outcome = await act(practice, folder, what)
    again = await set_up(practice, folder)
    if again.problem is not None and again.problem.partly:
        again = await set_up(practice, folder)
    names_who_is_gone = deleted in ("person", "group", "roles")
    assert again.problem is None or names_who_is_gone, again.problem
    if again.problem is None:
        assert (await set_up(practice, folder)).problem is None, "nothing is left to do"
    told = [each.problem.code if each.problem else "done" for each in (outcome, again)]
    return f"{count} requests: {', then '.join(told)}"


async def _try_many(count: int, seed: int) -> int:
    from wizard import practice as practices

    chance, bad = random.Random(seed), 0
    for _each_time in range(count):
        what, deleted = chance.choice(ACTS), chance.choice(list(DELETED))
        moment = chance.randrange(1, 60)
        options = practices.PracticeOptions(people=12, replication_lag=0.0)
        with tempfile.TemporaryDirectory() as folder:
            async with practices.start(options) as practice:
                story = f"{what}, {deleted} before request {moment}:"
                with suppress(KeyboardInterrupt):
                    try:
                        print("ok ", story, await try_moment(practice, Path(folder), what, deleted, moment))
                    except Exception as error:
                        bad += 1
                        print("BAD", story, type(error).__name__, str(error)[:500])
                sys.stdout.flush()
    return bad


if __name__ == "__main__":
    sys.exit(try_some(_try_many))
