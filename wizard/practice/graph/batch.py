"""JSON batching.

Source: Graph docs, "Combine multiple HTTP requests using JSON batching".
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import unquote

from wizard.practice.graph.call import RouteAnswer
from wizard.practice.graph.errors import bad_request

MOST = 20


class Answering(Protocol):
    """What answers one request of a batch: the Graph application itself."""

    async def answer(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: Any, base: str
    ) -> RouteAnswer:
        """The answer to one request, as if it had been sent alone."""


async def run_batch(graph: Answering, headers: Mapping[str, str], body: Any, base: str) -> RouteAnswer:
    """Run the requests one after the other; the responses are in no particular order."""
    requests = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(requests, list) or not requests:
        raise bad_request("Invalid batch payload format.")
    if len(requests) > MOST:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {MOST}.")
    answers: dict[str, dict[str, Any]] = {}
    for request in requests:
        identifier = str(request.get("id", "")) if isinstance(request, dict) else ""
        if not identifier or identifier in answers:
            raise bad_request("Every batch request needs a unique 'id'.")
        answers[identifier] = await _member(graph, request, headers, base, answers)
    shuffled = list(answers.values())
    random.shuffle(shuffled)
    return RouteAnswer(200, {"responses": shuffled})


async def _member(
    graph: Answering,
    request: dict[str, Any],
    headers: Mapping[str, str],
    base: str,
    done: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    identifier = str(request["id"])
    needed = [done.get(str(other), {"status": 424}) for other in request.get("dependsOn") or []]
    if any(int(answer["status"]) >= 400 for answer in needed):
        error = {"code": "FailedDependency", "message": "A request this one depends on has failed."}
        return {"id": identifier, "status": 424, "headers": {}, "body": {"error": error}}
    own = {str(name).lower(): str(value) for name, value in (request.get("headers") or {}).items()}
    if request.get("body") is not None and "content-type" not in own:
        raise bad_request("Batch requests with a body need a Content-Type header.")
    path, _, query = str(request.get("url", "")).partition("?")
    path = unquote("/" + path.lstrip("/"))
    merged = {"authorization": headers.get("authorization", ""), **own}
    method = str(request.get("method", "GET")).upper()
    answer = await graph.answer(method, path, query, merged, request.get("body"), base)
    return {
        "id": identifier,
        "status": answer.status,
        "headers": {"Content-Type": "application/json", **answer.headers},
        "body": answer.body,
    }
