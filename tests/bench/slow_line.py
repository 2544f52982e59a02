"""A slow connection: data takes additional time in each direction."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

_CHUNK = 65536


@contextlib.asynccontextmanager
async def slow_line(port: int, round_trip: float) -> AsyncIterator[int]:
    """Open a loopback port that forwards to `port`, with `round_trip` seconds added to each exchange.

    Connecting itself is not delayed, because the operating system does it; the caller must count it.
    """
    tasks: set[asyncio.Task[None]] = set()

    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, out = await asyncio.open_connection("127.0.0.1", port)
        try:
            await asyncio.gather(_carry(reader, out, round_trip / 2), _carry(there, writer, round_trip / 2))
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            out.transport.abort()
            writer.transport.abort()

    def start(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(lead(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(start, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay: float) -> None:
    """Forward everything from `source` to `target`, each piece `delay` seconds after it arrived."""
    while data := await source.read(_CHUNK):
        # More data waits in the socket: nobody here sends a second piece before an answer.
        await asyncio.sleep(delay)
        target.write(data)
        await target.drain()
