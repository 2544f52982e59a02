"""Bounds on what a practice server reads."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 4 * 1024 * 1024


class TooLargeError(Exception):
    """The request body is larger than the server reads."""


async def read_body(receive: Receive, limit: int = MAX_BODY) -> bytes:
    """The whole request body. Raises TooLargeError."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(chunks)
        size += len(message.get("body", b""))
        if size > limit:
            raise TooLargeError
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(chunks)


class Limited:
    """Answers 413 to bodies above the limit; the application sees the body in one piece."""

    def __init__(self, app: ASGIApp, limit: int = 256 * 1024) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive, self._limit)
        except TooLargeError:
            await PlainTextResponse("Request body too large", 413)(scope, receive, send)
            return
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)
