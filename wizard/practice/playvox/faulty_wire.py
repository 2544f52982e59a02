"""Faults of time and transport: slow, endless, cut off, never answered."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from wizard.practice.faults import Faults
from wizard.practice.net.listener import hang_up

_SLOW = 40.0  # seconds
_HUGE = 50_000_000  # bytes
_PIECE = b" " * 65_536


async def wait_if_slow(receive: Receive, faults: Faults) -> bool:
    """Wait when Playvox is slow; False when the client went away. The body must have been read."""
    if not faults.take("playvox-slow"):
        return True
    gone = asyncio.ensure_future(_gone(receive))
    done, _ = await asyncio.wait({gone}, timeout=_SLOW)
    gone.cancel()
    return not done


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_answer(
    request: Request, response: Response, faults: Faults, scope: Scope, receive: Receive, send: Send
) -> None:
    """Send the response as the faults that are on change it."""
    body = bytes(response.body)
    if request.method != "GET" and faults.take("playvox-lost-answer"):
        await hang_up(send)
        return
    if len(body) > 1 and faults.take("playvox-cut-answer"):
        await _start(response, len(body), send)
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        await hang_up(send)
        return
    if body and faults.take("playvox-trickle"):
        await _start(response, len(body), send)
        await _trickle(body, receive, send)
        return
    if request.method == "GET" and faults.take("playvox-huge-answer"):
        await _start(response, _HUGE, send)
        await _flood(body, receive, send)
        return
    await response(scope, receive, send)


async def _start(response: Response, length: int, send: Send) -> None:
    headers = [pair for pair in response.raw_headers if pair[0] != b"content-length"]
    headers.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})


async def _trickle(body: bytes, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(_gone(receive))
    for position in range(len(body)):
        await asyncio.wait({gone}, timeout=1.0)
        if gone.done():
            break
        more = position < len(body) - 1
        await send({"type": "http.response.body", "body": body[position : position + 1], "more_body": more})
    gone.cancel()


async def _flood(body: bytes, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(_gone(receive))
    left = _HUGE - len(body)
    await send({"type": "http.response.body", "body": body[:-1], "more_body": True})
    left += 1
    while left > 1 and not gone.done():
        piece = _PIECE[: left - 1]
        left -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(0)
    if not gone.done():
        await send({"type": "http.response.body", "body": body[-1:], "more_body": False})
    gone.cancel()
