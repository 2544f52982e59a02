"""Waits for Entra have a deadline from the creation time, report progress, and end at once for deleted
objects.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from tests.entra.wire import Reply, Request, WireGraph, error, in_turn
from tests.fixtures.lapse import START, Lapse
from wizard.entra import gallery, jobs, transport
from wizard.entra.consistency import (
    Bounds,
    CreatedObjects,
    Creation,
    Deadline,
    Gone,
    NotYetVisible,
    Seen,
    existence,
    find_existence,
    look_until,
    wait_until,
)
from wizard.entra.errors import GraphError
from wizard.entra.gallery import Added
from wizard.problem import ProblemError

PRINCIPAL = "8a7f0c1e-2f6b-4b8e-9a51-6f6c6f1d0001"
NOT_FOUND = error(404, "Request_ResourceNotFound")


async def nothing() -> None:
    return None


async def test_a_wait_ends_at_its_deadline_and_is_never_silent_for_ten_seconds() -> None:
    lapse = Lapse()
    with pytest.raises(ProblemError) as late:
        await wait_until("job", nothing, deadline=Deadline.after(lapse.clock, 300.0), progress=lapse.tell)
    assert late.value.problem.code == "graph_replication_slow"
    assert late.value.problem.facts == {"what": "job", "seconds": "300"}
    assert lapse.passed == pytest.approx(300.0)
    assert lapse.longest_silence <= 10.0
    assert {each.what for each in lapse.told} == {"job"}
    assert all(each.seconds + (each.left or 0.0) == pytest.approx(300.0) for each in lapse.told)


async def test_the_bound_counts_from_when_the_object_was_made() -> None:
    lapse = Lapse()
    made = START - timedelta(seconds=590)
    deadline = Deadline.since(lapse.clock, made, 600.0)
    assert await look_until("application", nothing, deadline=deadline, progress=lapse.tell) is None
    assert lapse.passed == pytest.approx(10.0)


async def test_an_expired_deadline_still_allows_one_read() -> None:
    lapse = Lapse()
    looks: list[float] = []

    async def look() -> str | None:
        looks.append(lapse.passed)
        return "there"

    long_ago = Deadline.since(lapse.clock, START - timedelta(days=1), 600.0)
    assert await look_until("job", look, deadline=long_ago, progress=lapse.tell) == "there"
    assert await look_until("job", nothing, deadline=long_ago, progress=lapse.tell) is None
    assert (looks, lapse.passed, lapse.told) == ([0.0], 0.0, [])


def test_a_clock_that_was_set_back_makes_no_wait_longer() -> None:
    lapse = Lapse()
    tomorrow = START + timedelta(days=1)
    assert Deadline.since(lapse.clock, tomorrow, 600.0).left == pytest.approx(600.0)
    found = existence(None, Creation(tomorrow, 600.0), START)
    assert found == NotYetVisible(START + timedelta(seconds=600))


@pytest.mark.parametrize(
    ("creation", "after", "expected"),
    [
        (None, 0, Gone()),
        (Creation(START, 600.0), 0, NotYetVisible(START + timedelta(seconds=600))),
        (Creation(START, 600.0), 599, NotYetVisible(START + timedelta(seconds=600))),
        (Creation(START, 600.0), 600, Gone()),
        (Creation(START, 600.0, seen=True), 0, Gone()),
    ],
)
def test_a_missing_object_is_gone_unless_created_here_and_never_seen(
    creation: Creation | None, after: float, expected: object
) -> None:
    assert existence(None, creation, START + timedelta(seconds=after)) == expected
    assert existence("it", creation, START + timedelta(seconds=after)) == Seen("it")


async def test_a_new_object_that_was_seen_is_read_again_before_it_is_gone() -> None:
    lapse, looks = Lapse(), 0

    async def look() -> str | None:
        nonlocal looks
        looks += 1
        return "it" if looks == 3 else None

    creation = Creation(START, 600.0, seen=True)
    assert await find_existence(look, creation, lapse.clock) == Seen("it")
    assert lapse.passed <= 2.0
    looks = 10
    assert await find_existence(look, creation, lapse.clock) == Gone()
    assert lapse.passed <= 4.0
    looks, before = 10, lapse.passed
    old = replace(creation, made=START - timedelta(days=1))
    assert await find_existence(look, old, lapse.clock) == Gone()
    assert (looks, lapse.passed) == (11, before)


def test_created_objects_are_found_in_paths_while_they_may_be_missing() -> None:
    lapse = Lapse()
    created = CreatedObjects(lapse.policy(Bounds(application=60.0)))
    created.add("")
    assert created.in_path("/servicePrincipals/other/synchronization/jobs") is None
    created.add(PRINCIPAL)
    path = f"/servicePrincipals/{PRINCIPAL}/synchronization/jobs"
    found = created.in_path(path)
    assert found is not None
    assert found.seen is False
    created.saw(PRINCIPAL)
    assert (seen := created.in_path(path)) is not None
    assert seen.seen
    lapse.passed = 61.0
    assert created.in_path(path) is None


def lapsing(wire: WireGraph, bounds: Bounds | None = None) -> Lapse:
    """Make the wire's Graph client wait by a clock of its own."""
    lapse = Lapse()
    wire.graph.waits = lapse.policy(bounds)
    wire.graph.created = CreatedObjects(wire.graph.waits)
    return lapse


async def listed(wire: WireGraph) -> int:
    return len([row async for row in wire.graph.items(f"/servicePrincipals/{PRINCIPAL}/appRoleAssignedTo")])


async def test_a_list_of_a_new_object_is_waited_for_with_a_deadline(wire: WireGraph) -> None:
    lapse = lapsing(wire)
    wire.graph.created.add(PRINCIPAL)
    wire.script = lambda _request: NOT_FOUND
    with pytest.raises(ProblemError) as slow:
        await listed(wire)
    assert slow.value.problem.code == "graph_replication_slow"
    assert slow.value.problem.retryable
    assert lapse.passed == pytest.approx(Bounds().reading)
    assert lapse.longest_silence <= 10.0
    wire.script = in_turn(NOT_FOUND, NOT_FOUND, Reply(200, {"value": [{"id": "1"}]}))
    assert await listed(wire) == 1


async def test_a_list_of_a_deleted_object_is_refused_at_once(wire: WireGraph) -> None:
    lapse = lapsing(wire)
    wire.graph.created.add(PRINCIPAL, seen=True)
    wire.script = lambda _request: NOT_FOUND
    with pytest.raises(GraphError) as missing:
        await listed(wire)
    assert missing.value.status == 404
    assert lapse.passed <= 2.0
    lapse.passed, wire.requests[:] = Bounds().application + 1, []
    with pytest.raises(GraphError):
        await listed(wire)
    assert len(wire.requests) == 1, "old: one answer is enough"


async def test_an_application_counts_as_seen_after_a_successful_wait(wire: WireGraph) -> None:
    lapse = lapsing(wire)
    wire.graph.created.add(PRINCIPAL)
    wire.script = in_turn(NOT_FOUND, NOT_FOUND, Reply(200, {"id": PRINCIPAL}))
    await gallery.until_known(wire.graph, Added("", "", PRINCIPAL, "Playvox"))
    found = wire.graph.created.creation(PRINCIPAL)
    assert found is not None
    assert found.seen
    assert 0 < lapse.passed < 3


async def test_the_wait_counts_from_the_creation_of_the_application(wire: WireGraph) -> None:
    lapse = lapsing(wire)
    wire.graph.created.add(PRINCIPAL, START - timedelta(seconds=570))
    wire.script = lambda _request: NOT_FOUND
    with pytest.raises(ProblemError) as slow:
        await gallery.until_known(wire.graph, Added("", "", PRINCIPAL, "Playvox"))
    assert slow.value.problem.code == "graph_replication_slow"
    assert lapse.passed == pytest.approx(30.0)


@pytest.mark.parametrize("known", [False, True])
async def test_no_job_is_waited_for_on_an_application_that_is_gone(wire: WireGraph, known: bool) -> None:
    lapse = lapsing(wire)
    if known:
        wire.graph.created.add(PRINCIPAL, seen=True)
    wire.script = lambda _request: NOT_FOUND
    with pytest.raises(GraphError) as missing:
        await jobs.ensure_job(wire.graph, PRINCIPAL, "playvox", none_seen=True)
    assert missing.value.status == 404
    assert lapse.passed <= 4.0


async def test_a_job_is_made_once_a_new_application_is_known_everywhere(wire: WireGraph) -> None:
    lapse = lapsing(wire)
    wire.graph.created.add(PRINCIPAL, seen=True)
    posts = 0

    def answer(request: Request) -> Reply:
        nonlocal posts
        if request.path == f"/servicePrincipals/{PRINCIPAL}":
            return Reply(200, {"id": PRINCIPAL})
        if request.method == "POST":
            posts += 1
            return NOT_FOUND if posts < 4 else Reply(201, {"id": "job"})
        return Reply(200, {"id": "job"} if request.path.endswith("/job") else {"value": []})

    wire.script = answer
    made = await jobs.ensure_job(wire.graph, PRINCIPAL, "playvox", none_seen=True)
    assert (made.id, posts) == ("job", 4)
    assert lapse.longest_silence <= 10.0


async def test_a_long_pause_requested_by_graph_is_reported(wire: WireGraph) -> None:
    lapse = lapsing(wire)
    wire.graph._transport._waits = wire.graph.waits
    wire.script = in_turn(error(429, "TooManyRequests", Retry_After="45"), Reply(200, {"value": []}))
    assert await listed(wire) == 0
    assert lapse.passed >= 45.0
    assert lapse.longest_silence <= 10.0
    assert {each.what for each in lapse.told} == {"answer"}


async def test_a_slow_answer_is_reported(wire: WireGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    lapse = lapsing(wire)
    wire.graph._transport._waits = wire.graph.waits
    monkeypatch.setattr(transport, "_SLOW", 0.05)
    real = wire.graph._transport._opened

    async def slowly() -> httpx.AsyncClient:
        client = await real()
        hooks = client.event_hooks

        async def rest(_response: httpx.Response) -> None:
            await asyncio.sleep(0.3)

        client.event_hooks = {**hooks, "response": [rest]}
        return client

    monkeypatch.setattr(wire.graph._transport, "_opened", slowly)
    assert await wire.graph.get("/me") == {"id": "1"}
    assert [(each.what, each.left) for each in lapse.told] == [("answer", None)]
