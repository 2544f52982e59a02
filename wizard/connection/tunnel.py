"""Open a tunnel through a proxy over a stream of the connection test."""

from __future__ import annotations

import asyncio

from wizard.connection.outcome import CheckFailed
from wizard.connection.streams import Stream
from wizard.network.proxies import Proxy
from wizard.network.proxy_failure import ProxyFailed
from wizard.network.tunnel import conversation

_PAGE_SECONDS = 0.5  # for the page of a refusal, which often follows its headers in a packet of its own


async def open_tunnel(stream: Stream, proxy: Proxy, host: str, port: int) -> None:
    """Ask the proxy for a tunnel; raises `CheckFailed`. The caller sets the time limit."""
    talk = conversation(proxy, host, port)
    try:
        send = next(talk)
        while True:
            if send:
                await stream.write(send)
            send = talk.send(await (stream.read() if send is not None else _soon(stream)))
    except StopIteration:
        return
    except ProxyFailed as failed:
        raise CheckFailed(failed.code, failed.facts) from None
    except OSError as error:
        facts = {"proxy": proxy.shown, "host": host, "why": "answer", "reason": str(error)}
        raise CheckFailed("proxy_unreachable", facts) from None


async def _soon(stream: Stream) -> bytes:
    """More data if it comes soon, otherwise b""."""
    try:
        async with asyncio.timeout(_PAGE_SECONDS):
            return await stream.read()
    except (TimeoutError, OSError):
        return b""
