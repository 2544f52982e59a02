"""What is retried, what never is, and what an error says: over real HTTPS."""

from __future__ import annotations

import base64
import json

import pytest

from tests.entra.wire import Reply, WireGraph, error, in_turn
from wizard.entra import transport
from wizard.entra.graph import Graph, GraphError, Repeat, Write
from wizard.entra.transport import MAX_ANSWER
from wizard.messages import explain
from wizard.network.clients import Network
from wizard.problem import ProblemError
from wizard.security import redactor

OK = Reply(body={"id": "1"})
DROP = Reply(drop=True)
CUT = Reply(body={"id": "1", "more": "x" * 500}, cut=True)


@pytest.mark.parametrize(
    "trouble",
    [
        error(429, "TooManyRequests", retry_after="2"),
        error(500, "InternalServerError"),
        error(502, "BadGateway"),
        error(503, "ServiceUnavailable"),
        error(504, "GatewayTimeout"),
        DROP,
        CUT,
    ],
    ids=["429", "500", "502", "503", "504", "drop", "cut"],
)
async def test_a_read_survives_one_passing_fault(wire: WireGraph, trouble: Reply) -> None:
    wire.script = in_turn(trouble, OK)
    assert await wire.graph.get("/me") == {"id": "1"}
    assert len(wire.requests) == 2
    assert len(wire.slept) == 1


@pytest.mark.parametrize(
    "trouble", [error(500, "E"), error(502, "E"), error(503, "E"), error(504, "E"), DROP, CUT]
)
async def test_a_change_with_a_lost_answer_is_not_repeated(wire: WireGraph, trouble: Reply) -> None:
    wire.script = in_turn(trouble, OK)
    with pytest.raises(GraphError) as caught:
        await wire.graph.post("/things", {"a": 1})
    assert len(wire.requests) == 1
    assert caught.value.maybe_done
    assert caught.value.problem.code == "graph_lost_answer"
    assert caught.value.problem.retryable


@pytest.mark.parametrize("repeat", [Repeat.IF_REJECTED, Repeat.IF_THROTTLED])
async def test_a_throttled_change_waits_as_long_as_asked(wire: WireGraph, repeat: Repeat) -> None:
    wire.script = in_turn(error(429, "TooManyRequests", retry_after="7"), OK)
    assert await wire.graph.post("/things", {}, repeat=repeat) == {"id": "1"}
    assert 7.0 <= wire.slept[0] <= 8.0


async def test_503_with_retry_after_was_not_processed(wire: WireGraph) -> None:
    wire.script = in_turn(error(503, "ServiceUnavailable", retry_after="1"), OK)
    assert await wire.graph.post("/things", {}) == {"id": "1"}


async def test_where_twice_would_be_worst_503_is_not_repeated(wire: WireGraph) -> None:
    wire.script = in_turn(error(503, "ServiceUnavailable", retry_after="1"), OK)
    with pytest.raises(GraphError) as caught:
        await wire.graph.post("/things", {}, repeat=Repeat.IF_THROTTLED)
    assert caught.value.maybe_done
    assert len(wire.requests) == 1


async def test_a_put_is_repeated_and_a_delete_lost_then_gone_is_done(wire: WireGraph) -> None:
    wire.script = in_turn(DROP, Reply(204))
    await wire.graph.put("/things/1", {"value": []})
    assert [request.body for request in wire.requests] == [{"value": []}] * 2
    wire.script = in_turn(DROP, error(404, "Request_ResourceNotFound"))
    await wire.graph.delete("/things/1")


async def test_a_delete_of_something_unknown_says_so(wire: WireGraph) -> None:
    wire.script = in_turn(error(404, "Request_ResourceNotFound"))
    with pytest.raises(GraphError) as caught:
        await wire.graph.delete("/things/1")
    assert caught.value.problem.code == "graph_not_found"
    assert not caught.value.maybe_done


async def test_waiting_has_an_end(wire: WireGraph) -> None:
    wire.script = in_turn(error(429, "TooManyRequests", retry_after="3600"))
    with pytest.raises(GraphError) as caught:
        await wire.graph.get("/me")
    assert caught.value.problem.code == "graph_busy"
    assert wire.slept == []


async def test_nothing_listening_is_tried_again_also_for_changes(wire: WireGraph) -> None:
    await wire.__aexit__(None, None, None)
    graph = wire.graph
    with pytest.raises(GraphError) as caught:
        await graph.post("/things", {})
    assert caught.value.problem.code == "graph_unreachable"
    assert not caught.value.maybe_done
    assert len(wire.slept) == 5


async def test_an_untrusted_certificate_is_named(wire: WireGraph) -> None:
    graph = Graph(Network(allow_loopback=True), wire.graph.cloud, wire.token, waits=wire.graph.waits)
    with pytest.raises(GraphError) as caught:
        await graph.get("/me")
    await graph.aclose()
    assert caught.value.problem.code == "graph_tls"
    assert wire.requests == []


async def test_an_expired_token_is_renewed_once_even_for_a_change(wire: WireGraph) -> None:
    wire.tokens = ["old-access-token", "new-access-token"]
    wire.script = in_turn(error(401, "InvalidAuthenticationToken"), OK)
    await wire.graph.post("/things", {})
    sent = [request.headers["authorization"] for request in wire.requests]
    assert sent == ["Bearer old-access-token", "Bearer new-access-token"]
    wire.script = in_turn(error(401, "InvalidAuthenticationToken"))
    with pytest.raises(GraphError) as caught:
        await wire.graph.get("/me")
    assert caught.value.problem.code == "graph_signin_expired"


async def test_a_claims_challenge_reaches_the_sign_in(wire: WireGraph) -> None:
    claims = json.dumps({"access_token": {"acrs": {"essential": True, "value": "c1"}}})
    encoded = base64.b64encode(claims.encode()).decode()
    header = f'Bearer realm="", error="insufficient_claims", claims="{encoded}"'
    wire.script = in_turn(error(403, "Forbidden", www_authenticate=header))
    with pytest.raises(GraphError) as caught:
        await wire.graph.get("/me")
    assert caught.value.claims == claims
    assert caught.value.problem.code == "graph_claims_challenge"
    assert wire.asked[-1] == (claims, True)


@pytest.mark.parametrize(
    ("scopes", "code"),
    [
        (frozenset(), "graph_forbidden"),
        (frozenset({"User.Read"}), "graph_scope_missing"),
        (frozenset({"Synchronization.ReadWrite.All"}), "graph_role_missing"),
    ],
)
async def test_403_tells_a_missing_permission_from_a_missing_role(
    wire: WireGraph, scopes: frozenset[str], code: str
) -> None:
    wire.scopes = scopes
    wire.script = in_turn(error(403, "Authorization_RequestDenied", "Insufficient privileges"))
    with pytest.raises(GraphError) as caught:
        await wire.graph.get("/servicePrincipals/1/synchronization/jobs")
    assert caught.value.problem.code == code
    assert explain(caught.value.problem).do


async def test_too_large_an_answer_is_not_read(wire: WireGraph) -> None:
    wire.script = in_turn(Reply(body=b" " * (MAX_ANSWER + 1)))
    with pytest.raises(ProblemError) as caught:
        await wire.graph.get("/me")
    assert caught.value.problem.code == "graph_answer_too_large"


async def test_an_answer_that_does_not_end_is_not_waited_for(
    wire: WireGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_WHOLE", 0.015)
    wire.script = in_turn(Reply(body={"id": "1"}, slow=20.0))
    with pytest.raises(GraphError) as caught:
        await wire.graph.get("/me")
    assert caught.value.problem.code == "graph_timeout"
    assert len(wire.requests) == 1


async def test_silence_is_met_with_one_more_attempt_and_then_with_little_patience(
    wire: WireGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six attempts of a minute for each of several readings would be half an hour."""
    monkeypatch.setattr(transport, "_SILENT", 0.05)
    wire.script = in_turn(*[Reply(body={"id": "1"}, slow=20.0)] * 9)
    for sent, patience in ((2, 0.4), (2, 20.0)):
        before = len(wire.requests)
        with pytest.raises(GraphError) as caught:
            await wire.graph.post("/look", {}, changes=False, patience=patience)
        assert caught.value.problem.code == "graph_timeout"
        assert len(wire.requests) - before <= sent
    wire.script = in_turn(OK)
    await wire.graph.get("/me")  # it answers again, and is waited for as before
    wire.script = in_turn(Reply(body={"id": "1"}, slow=0.3))
    assert await wire.graph.get("/me")


async def test_what_is_no_json_is_a_problem_not_a_crash(wire: WireGraph) -> None:
    wire.script = in_turn(Reply(body=b"<html>proxy</html>", headers={"content-type": "text/html"}))
    with pytest.raises(GraphError) as caught:
        await wire.graph.get("/me")
    assert caught.value.problem.retryable


async def test_the_log_shows_requests_but_no_secret(wire: WireGraph) -> None:
    wire.script = in_turn(error(500, "E"), OK)
    await wire.graph.get("/users", {"$filter": "mail eq 'ana@contoso.example'"})
    first, second = wire.graph.log
    assert (first.status, second.status) == (500, 200)
    assert (
        first.client_request_id == second.client_request_id == wire.requests[0].headers["client-request-id"]
    )
    assert second.attempt == 2
    text = repr(wire.graph.log)
    assert "contoso" not in text
    assert "first-access-token" not in text


async def test_the_token_is_hidden_in_errors(wire: WireGraph) -> None:
    wire.script = in_turn(error(400, "Request_BadRequest", "got Bearer first-access-token"))
    with pytest.raises(GraphError) as caught:
        await wire.graph.get("/me")
    problem = caught.value.problem
    assert "first-access-token" not in f"{problem} {caught.value.message}"
    assert redactor.HIDDEN in problem.raw


class Watch:
    """Records what the journal would get."""

    def __init__(self) -> None:
        self.seen: list[object] = []

    async def before(self, write: Write) -> object:
        self.seen.append(("before", write.method, write.path))
        return len(self.seen)

    async def after(self, ticket: object, write: Write, status: int | None, maybe_done: bool) -> None:
        self.seen.append(("after", ticket, status, maybe_done))


async def test_the_journal_sees_each_change_before_and_after(wire: WireGraph) -> None:
    watch = wire.graph.watch = Watch()
    wire.script = in_turn(OK)
    await wire.graph.get("/me")
    await wire.graph.post("/look", {}, changes=False)
    assert watch.seen == []
    await wire.graph.put("/things", {})
    assert watch.seen == [("before", "PUT", "/things"), ("after", 1, 200, False)]
    wire.script = in_turn(DROP)
    with pytest.raises(GraphError):
        await wire.graph.post("/things", {})
    assert watch.seen[-1] == ("after", 3, None, True)


async def test_read_only_sends_no_change(wire: WireGraph) -> None:
    wire.graph.read_only = True
    for change in (
        wire.graph.post("/things", {}),
        wire.graph.put("/things", {}),
        wire.graph.patch("/things", {}),
        wire.graph.delete("/things"),
    ):
        with pytest.raises(GraphError) as caught:
            await change
        assert caught.value.problem.code == "graph_read_only"
    assert wire.requests == []
    await wire.graph.post("/validateCredentials", {}, changes=False)
    assert len(wire.requests) == 1


async def test_half_a_letter_is_replaced_and_whole_letters_stay(wire: WireGraph) -> None:
    names = ["a\ud800b", "\udfff", "😀", "\\ud800", "İ"]
    wire.script = lambda _request: Reply(body={"value": [{"displayName": name} for name in names]})
    answer = await wire.graph.get("/things")
    assert [each["displayName"] for each in answer["value"]] == ["a�b", "�", "😀", "\\ud800", "İ"]
