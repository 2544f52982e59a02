"""Closes the connection of a request that is canceled while TLS is negotiated.

httpcore 1.0.9 closes it after errors only: `AsyncNetworkStream.start_tls` of its anyio backend catches
`Exception`, which a cancellation is not. The socket stayed open until garbage collection, with the
server waiting for the rest of the handshake. The `trace` extension is httpcore's public hook for
both: https://www.encode.io/httpcore/extensions/#trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from httpcore import AsyncNetworkStream


async def close_when_canceled(request: httpx.Request) -> None:
    """An event hook for requests of `httpx.AsyncClient`; ignores requests that are traced already."""
    if "trace" not in request.extensions:
        request.extensions = {**request.extensions, "trace": _HandshakeWatch().hear}


class _HandshakeWatch:
    def __init__(self) -> None:
        self._opened: AsyncNetworkStream | None = None

    async def hear(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpcore: `event` is "connection.start_tls.failed" and the like."""
        if event.endswith("connect_tcp.complete"):
            self._opened = info["return_value"]
        elif event.endswith("start_tls.complete"):
            self._opened = None
        elif event.endswith("start_tls.failed") and self._opened is not None:
            await self._opened.aclose()
