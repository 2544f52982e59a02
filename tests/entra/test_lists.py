"""Pages, batches and client-side limits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.entra.wire import Reply, Request, WireGraph, in_turn
from wizard.entra.graph import Part
from wizard.entra.limits import RequestLimits
from wizard.problem import ProblemError


async def test_pages_are_followed_with_the_consistency_header_and_empty_ones_skipped(
    wire: WireGraph,
) -> None:
    def script(request: Request) -> Reply:
        page = request.query.get("$skiptoken")
        following = {None: "a", "a": "b"}.get(page)
        body: dict[str, Any] = {"value": [] if page == "a" else [{"id": page or "first"}]}
        if following:
            body["@odata.nextLink"] = f"{wire.base}/v1.0/users?$skiptoken={following}"
        return Reply(body=body)

    wire.script = script
    rows = [
        row["id"] async for row in wire.graph.items("/users", {"$search": '"displayName:a"'}, eventual=True)
    ]
    assert rows == ["first", "b"]
    assert {request.headers["consistencylevel"] for request in wire.requests} == {"eventual"}


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/users",
        "http://localhost:{port}/v1.0/users",
        "https://localhost:1/v1.0/users",
        "https://localhost.evil.example:{port}/v1.0/users",
        "https://user:pass@localhost:{port}/v1.0/users",
        "https://localhost:{port}/beta/users",
        "/v1.0/users",
        "https://[",
        "https://localhost:{port}/v1.0/users?a=\x00",
        "https://localhost:{port}/v1.0/users?a=\x1b[2J\r\nHost: x",
        "https://localhost:{port}/v1.0/users?a=\ud800",
        "https://localhost:{port}/v1.0/users?a=\u202e",
        "https://localhost:{port}/v1.0/users?" + "a" * 65_536,
        17,
    ],
)
async def test_the_token_follows_no_link_elsewhere(wire: WireGraph, link: object) -> None:
    where = link.format(port=wire.port) if isinstance(link, str) else link
    wire.script = in_turn(Reply(body={"value": [{"id": "1"}], "@odata.nextLink": where}))
    with pytest.raises(ProblemError) as caught:
        _ = [row async for row in wire.graph.items("/users")]
    assert caught.value.problem.code == "graph_foreign_link"
    assert len(wire.requests) == 1


async def test_pages_in_a_circle_end(wire: WireGraph) -> None:
    link = f"{wire.base}/v1.0/users?$skiptoken=x"
    wire.script = in_turn(Reply(body={"value": [], "@odata.nextLink": link}))
    with pytest.raises(ProblemError) as caught:
        _ = [row async for row in wire.graph.items("/users")]
    assert caught.value.problem.code == "graph_endless_pages"
    assert len(wire.requests) == 2


async def test_a_limit_stops_asking(wire: WireGraph) -> None:
    link = f"{wire.base}/v1.0/users?$skiptoken=x"
    wire.script = in_turn(Reply(body={"value": [{"id": "1"}, {"id": "2"}], "@odata.nextLink": link}))
    assert len([row async for row in wire.graph.items("/users", limit=2)]) == 2
    assert len(wire.requests) == 1


async def test_a_count_is_plain_text(wire: WireGraph) -> None:
    wire.script = in_turn(Reply(body="\ufeff1234".encode()))
    assert await wire.graph.count("/groups/1/transitiveMembers") == 1234
    assert wire.requests[0].path == "/groups/1/transitiveMembers/$count"
    assert wire.requests[0].headers["consistencylevel"] == "eventual"


def _echo(request: Request) -> Reply:
    rows = [
        {"id": part["id"], "status": 201, "body": {"sent": part["body"]["n"]}}
        for part in reversed(request.body["requests"])
    ]
    return Reply(body={"responses": rows})


async def test_a_batch_holds_twenty_and_answers_come_back_in_order(wire: WireGraph) -> None:
    wire.script = _echo
    done: list[int] = []
    parts = [Part("POST", "/things", {"n": number}) for number in range(45)]
    answers = await wire.graph.batch(parts, progress=done.append)
    assert [answer.body["sent"] for answer in answers] == list(range(45))
    assert [len(request.body["requests"]) for request in wire.requests] == [20, 20, 5]
    assert done == [20, 40, 45]
    first = wire.requests[0].body["requests"][0]
    assert first == {
        "id": "0",
        "method": "POST",
        "url": "/things",
        "body": {"n": 0},
        "headers": {"Content-Type": "application/json"},
    }


async def test_only_throttled_parts_are_sent_again(wire: WireGraph) -> None:
    throttled = {"status": 429, "headers": {"Retry-After": "3"}, "body": {"error": {"code": "TooMany"}}}

    def script(request: Request) -> Reply:
        ids = [part["id"] for part in request.body["requests"]]
        first = len(wire.requests) == 1
        rows = [
            {"id": one, **(throttled if first and one == "1" else {"status": 201, "body": {}})}
            for one in ids
        ]
        return Reply(body={"responses": rows})

    wire.script = script
    answers = await wire.graph.batch([Part("POST", "/things", {"n": number}) for number in range(3)])
    assert [answer.status for answer in answers] == [201, 201, 201]
    assert [part["id"] for part in wire.requests[1].body["requests"]] == ["1"]
    assert wire.slept == [3.0]


async def test_a_refused_part_is_a_result_and_a_missing_one_may_be_done(wire: WireGraph) -> None:
    refused = {"error": {"code": "Request_BadRequest", "message": "no"}}
    wire.script = in_turn(Reply(body={"responses": [{"id": "0", "status": 400, "body": refused}]}))
    first, second = await wire.graph.batch([Part("POST", "/a", {}), Part("POST", "/b", {})])
    assert first.error is not None
    assert first.error.problem.code == "graph_refused"
    assert second.error is not None
    assert second.error.maybe_done


async def test_a_lost_batch_of_changes_is_not_repeated(wire: WireGraph) -> None:
    wire.script = in_turn(Reply(drop=True), Reply(body={"responses": []}))
    (answer,) = await wire.graph.batch([Part("POST", "/a", {})])
    assert len(wire.requests) == 1
    assert answer.error is not None
    assert answer.error.maybe_done


async def test_a_lost_batch_of_reads_is_repeated_also_when_read_only(wire: WireGraph) -> None:
    wire.graph.read_only = True
    good = Reply(body={"responses": [{"id": "0", "status": 200, "body": {"id": "x"}}]})
    wire.script = in_turn(Reply(drop=True), good)
    (answer,) = await wire.graph.batch([Part("GET", "/users/x")])
    assert answer.body == {"id": "x"}


async def test_five_in_ten_seconds_and_no_more() -> None:
    clock = [100.0]
    sent: list[float] = []

    async def sleep(seconds: float) -> None:
        clock[0] += seconds

    limits = RequestLimits(sleep)
    for _ in range(23):
        await limits.wait("/auditLogs/provisioning", lambda: clock[0])
        sent.append(clock[0])
        clock[0] += 0.1
    for start in sent:
        assert sum(start <= moment < start + 10.0 for moment in sent) <= 5


async def test_other_paths_do_not_wait() -> None:
    async def sleep(seconds: float) -> None:
        raise AssertionError(seconds)

    limits = RequestLimits(sleep)
    for _ in range(50):
        await limits.wait("/users")


def _batch(*rows: object) -> Reply:
    return Reply(body={"responses": list(rows)})


GOOD = {"status": 200, "body": {"id": "x"}}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [None, 7, "x", [], {}],
        [{"id": "²", **GOOD}],
        [{"id": "9" * 5000, **GOOD}],
        [{"id": "7", **GOOD}],
        [{"id": -1, **GOOD}, {"id": [], **GOOD}, {"id": None, **GOOD}],
        [{"id": "0", **GOOD}, {"id": "0", "status": 404, "body": {}}],
        [{"id": "0", "status": True, "body": {}}],
        [{"id": "0", "status": "200", "body": {}}],
        [{"id": "0", "status": 0, "body": {}}],
        [{"id": "0", "status": 999, "body": {}}],
        [{"id": "0", "status": 10**30, "body": {}}],
        [{"id": "0", "status": 302, "body": {"id": "x"}, "headers": {"Location": "https://evil.example"}}],
        [{"id": "0", "status": 200}],
        [{"id": "0", "status": 204}],
        [{"id": "0", "status": 200, "body": None}],
        [{"id": "0", "status": 200, "body": {}}],
        [{"id": "0", "status": 200, "body": []}],
        [{"id": "0", "status": 200, "body": "x"}],
        [{"id": "0", "status": 404, "body": "<html>" * 9, "headers": []}],
        [{"id": "0", "status": 500, "body": json.loads('{"error":' * 900 + "1" + "}" * 900)}],
    ],
    ids=str,
)
async def test_a_part_that_was_not_answered_was_not_read(wire: WireGraph, rows: list[object]) -> None:
    wire.script = in_turn(_batch(*rows))
    (answer,) = await wire.graph.batch([Part("GET", "/users/x")])
    assert answer.error is not None
    assert answer.body == {}
    assert (answer.status == 404) is (len(rows) == 1 and "404" in str(rows))


@pytest.mark.parametrize("responses", [None, {}, "x", 5])
async def test_a_batch_without_answers_may_have_changed_something(
    wire: WireGraph, responses: object
) -> None:
    wire.script = in_turn(Reply(body={"responses": responses}))
    (answer,) = await wire.graph.batch([Part("POST", "/a", {})])
    assert answer.error is not None
    assert answer.error.maybe_done
    (read,) = await wire.graph.batch([Part("GET", "/a")])
    assert read.error is not None
    assert not read.error.maybe_done


@pytest.mark.parametrize("text", ["²", "٣", " ", "-1", "1.0", "9" * 5000, "<html>", "1 2"])
async def test_what_is_no_count_is_not_counted(wire: WireGraph, text: str) -> None:
    wire.script = in_turn(Reply(body=text.encode(), headers={"content-type": "text/plain"}))
    with pytest.raises(ProblemError) as caught:
        await wire.graph.count("/users")
    assert caught.value.problem.code == "graph_unexpected_answer"


async def test_a_list_that_begins_in_a_batch_is_read_to_its_end(wire: WireGraph) -> None:
    link = f"{wire.base}/v1.0/users?$skiptoken=x"
    wire.script = in_turn(Reply(body={"value": [{"id": "2"}]}))
    page = {"value": [{"id": "1"}], "@odata.nextLink": link}
    assert await wire.graph.whole_list("/users", page) == [{"id": "1"}, {"id": "2"}]
    for odd in (
        {},
        {"value": {}},
        {"value": [None]},
        {"value": [{}]},
        {"value": [], "@odata.nextLink": "x"},
    ):
        with pytest.raises(ProblemError):
            await wire.graph.whole_list("/users", odd)
