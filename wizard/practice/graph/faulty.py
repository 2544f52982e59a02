"""Graph's faults around an answer."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from wizard.practice.faults import Faults
from wizard.practice.graph.call import RouteAnswer
from wizard.practice.graph.errors import GraphRefusalError
from wizard.practice.net.listener import hang_up

SLOW_SECONDS = 3.0
NEW_MEMBER = "practiceValueOfTomorrow"


async def before(faults: Faults) -> None:
    """Faults that keep a request from being handled. Raises GraphError."""
    if faults.take("graph-slow"):
        await asyncio.sleep(SLOW_SECONDS)
    if faults.take("graph-unavailable"):
        raise GraphRefusalError(
            503, "serviceNotAvailable", "The service is temporarily unavailable.", {"Retry-After": "1"}
        )
    if faults.take("graph-internal-error"):
        raise GraphRefusalError(500, "InternalServerError", "An unexpected error occurred.")


async def deliver(
    faults: Faults, method: str, response: Response, scope: Scope, receive: Receive, send: Send
) -> None:
    """Send the response, or the faulty one a fault asks for."""
    if faults.take("graph-bad-gateway"):
        response = Response(
            "<html><body><h1>502 Bad Gateway</h1></body></html>", 502, media_type="text/html"
        )
    if method != "GET" and response.status_code < 400 and faults.take("graph-lost-answer"):
        await hang_up(send)
        return
    if response.body and faults.take("graph-cut-answer"):
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers}
        )
        half = bytes(response.body)[: len(response.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await asyncio.sleep(0.05)  # let the first half be sent
        await hang_up(send)
        return
    await response(scope, receive, send)


def disguise(faults: Faults, answer: RouteAnswer) -> RouteAnswer:
    """Responses of other shapes and with undocumented members."""
    if not isinstance(answer.body, dict):
        return answer
    if faults.is_on("unknown-enum"):
        return RouteAnswer(answer.status, _renamed(copy.deepcopy(answer.body)), answer.headers)
    return answer


_ENUMS = {"provisioningAction", "provisioningStepType", "initiatorType", "errorCategory"}


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if isinstance(value, dict):
        names = _ENUMS | ({"reason"} if "seriesCount" in value else set())  # of a quarantine
        return {
            name: NEW_MEMBER if name in names and isinstance(item, str) else _renamed(item)
            for name, item in value.items()
        }
    return value
