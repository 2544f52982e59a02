"""A server that is not what the program thinks it is, in a thread of its own."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.connection.lab.server import Answering, Raw, Running, serving


@contextmanager
def stranger(
    tls: ssl.SSLContext | None, answering: Answering | None = None, raw: Raw | None = None
) -> Iterator[Running]:
    """Serve on loopback: `answering` returns the bytes for each request, or `raw` has the connection."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    ended = asyncio.Event()
    found: list[Running] = []

    async def serve() -> None:
        async with serving(answering, tls, raw) as running:
            found.append(running)
            ready.set()
            await ended.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, name="stranger", daemon=True)
    thread.start()
    try:
        assert ready.wait(30)
        yield found[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(30)
