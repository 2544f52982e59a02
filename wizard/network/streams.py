"""Streams of a client's connections: bounded in time as a whole, and with one kind of error.

httpcore bounds each piece that is read, so headers that come byte by byte would never end.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpcore


class _Limit(threading.local):
    until: float | None = None


_limit = _Limit()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Bound all that this thread sends and receives in the block with a blocking client.

    What takes longer raises `httpx.TimeoutException`. Limits may be nested; the earliest counts.
    """
    before = _limit.until
    until = time.monotonic() + seconds
    _limit.until = until if before is None else min(before, until)
    try:
        yield
    finally:
        _limit.until = before


def at_most(timeout: float | None) -> float | None:
    """This timeout, or what is left of the block's limit; at least a moment, so that it is not endless."""
    if _limit.until is None:
        return timeout
    left = max(0.001, _limit.until - time.monotonic())
    return left if timeout is None else min(timeout, left)


class BlockingStream(httpcore.NetworkStream):
    """A stream that keeps the limit of `within`."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read."""
        if _limit.until is not None and time.monotonic() > _limit.until:
            raise httpcore.ReadTimeout("the answer did not end")
        return self._inner.read(max_bytes, at_most(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._inner.write(buffer, at_most(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The stream inside TLS."""
        return BlockingStream(self._inner.start_tls(ssl_context, server_hostname, at_most(timeout)))

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks for."""
        return self._inner.get_extra_info(info)


class CheckedStream(httpcore.AsyncNetworkStream):
    """A stream on an event loop. What is no TLS any more raises `ssl.SSLError` below, and errors of
    httpcore here.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Read."""
        try:
            return await self._inner.read(max_bytes, timeout)
        except ssl.SSLError as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Write all of it."""
        try:
            await self._inner.write(buffer, timeout)
        except ssl.SSLError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> httpcore.AsyncNetworkStream:
        """The stream inside TLS."""
        return CheckedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks for."""
        return self._inner.get_extra_info(info)
