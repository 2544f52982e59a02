"""MSAL's HTTP client: the program's own trust store, the system's proxies."""

from __future__ import annotations

import threading
import weakref
from typing import Any

import httpx

from wizard.network.clients import Network
from wizard.network.clock import ClockReading, reading
from wizard.network.packing import refuse_packed_twice
from wizard.network.streams import within

_MOST = 4 * 1024 * 1024  # bytes of an answer, decompressed; real ones have some kilobytes
_WHOLE = 60.0  # seconds for an answer
_OF_THE_TRANSFER = ("content-encoding", "content-length", "transfer-encoding")


class SignInHttp:
    """The two calls MSAL makes (its `http_client` interface), over httpx, on MSAL's thread.

    Redirects are not followed: tokens are sent only to the chosen authority.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._client: httpx.Client | None = None
        self._opening = threading.Lock()
        self.clock: ClockReading | None = None
        """The clock of the sign-in service, from its last answer."""

    def get(
        self, url: str, params: Any = None, headers: dict[str, str] | None = None, **_: Any
    ) -> httpx.Response:
        """GET as MSAL calls it."""
        return self._sent("GET", url, params=params or None, headers=headers)

    def post(
        self,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        **_: Any,
    ) -> httpx.Response:
        """POST as MSAL calls it: `data` is a dict to be form-encoded, or an encoded text."""
        body: dict[str, Any] = (
            {"content": data} if isinstance(data, str | bytes) else {"data": _texts(data)}
        )
        return self._sent("POST", url, params=params or None, headers=headers, **body)

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _sent(self, method: str, url: str, **options: Any) -> httpx.Response:
        return self._heard(bounded_answer(self._opened(), method, url, **options))

    def _heard(self, answer: httpx.Response) -> httpx.Response:
        self.clock = reading(answer.url.host, answer.headers.get("date", ""))
        return _alive(answer)

    def _opened(self) -> httpx.Client:
        with self._opening:
            if self._client is None:
                self._client = self._network.blocking_client()
                # MSAL never closes its client; its connections are closed with the sign-in that used them.
                weakref.finalize(self, self._client.close)
            return self._client


def bounded_answer(client: httpx.Client, method: str, url: str, **options: Any) -> httpx.Response:
    """The whole answer to a request, bounded in size and time.

    Raises `httpx.DecodingError` when it has more than `_MOST` bytes, and `httpx.ReadTimeout` when it comes
    byte by byte, also its headers.
    """
    with within(_WHOLE), client.stream(method, url, **options) as answer:
        content = bytearray()
        refuse_packed_twice(answer)
        for part in answer.iter_bytes():
            content += part
            if len(content) > _MOST:
                raise httpx.DecodingError(f"more than {_MOST} bytes", request=answer.request)
    headers = {
        name: value for name, value in answer.headers.items() if name.lower() not in _OF_THE_TRANSFER
    }
    return httpx.Response(
        answer.status_code, headers=headers, content=bytes(content), request=answer.request
    )


def _texts(data: Any) -> Any:
    """Form fields as texts: MSAL's client assertion is bytes, and httpx would send them as `b'…'`."""
    if not isinstance(data, dict):
        return data
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in data.items()}


def _alive(answer: httpx.Response) -> httpx.Response:
    """The response, unless it is a server error that MSAL would report as a wrong tenant.

    Raises `httpx.HTTPStatusError` for a 5xx without an OAuth error in it.
    """
    if answer.status_code >= 500 and "json" not in answer.headers.get("content-type", ""):
        answer.raise_for_status()
    return answer
