"""The connection test over streams in memory, so that thousands of answers take seconds; and memory use."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from wizard.connection.tcp import Reached
from wizard.network.proxies import ProxySettings

_STATM = Path("/proc/self/statm")
Answerer = Callable[[bytes], bytes]


def resident_bytes() -> int | None:
    """Memory of this process in bytes, or None where the system does not report it."""
    if not _STATM.exists():
        return None
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class MemoryStream:
    """A connection whose other side answers each request with bytes, in pieces, and then closes."""

    def __init__(self, answerer: Answerer, piece: int) -> None:
        self._answerer = answerer
        self._piece = piece
        self._data = b""
        self._place = 0
        self._answered = False

    async def read(self) -> bytes:
        # A real connection lets other tasks run as well.
        await asyncio.sleep(0)
        data = self._data[self._place : self._place + self._piece]
        self._place += len(data)
        return data

    async def write(self, data: bytes) -> None:
        if self._answered:
            raise ConnectionResetError(104, "reset by peer")
        self._data, self._answered = self._answerer(data), True

    def abort(self) -> None:
        self._data = b""

    @property
    def has_ended(self) -> bool:
        """A client may notice the closing server before its next request, or not: here it does not."""
        return False


class MemoryRoute:
    """Replaces `wizard.connection.route.Route`: every connection ends in this process."""

    routed = ""
    proxy = None
    settings = ProxySettings()
    spare_count = 0

    def __init__(self, answerer: Answerer, piece: int) -> None:
        self._answerer = answerer
        self._piece = piece

    def prepare_tls(self) -> None:
        return

    async def find_proxy(self) -> None:
        return None

    async def resolve(self) -> list[str]:
        return ["127.0.0.1"]

    async def connect(self) -> Reached:
        stream = MemoryStream(self._answerer, self._piece)
        return Reached(stream, "127.0.0.1", 0.1, {"127.0.0.1": "ok"})  # type: ignore[arg-type]

    async def open_raw(self) -> MemoryStream:
        return MemoryStream(self._answerer, self._piece)

    open = open_raw

    def close(self) -> None:
        return
