"""Send requests to Playvox over open connections, a limited number at a time and in total."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from wizard.connection.http import (
    Exchange,
    ExchangeFailed,
    ResponseProgress,
    exchange,
)
from wizard.connection.outcome import CheckFailed
from wizard.connection.requests import (
    MAX_REQUESTS,
    ProbeRequest,
)
from wizard.connection.route import Route
from wizard.connection.streams import Stream
from wizard.connection.tls_alerts import plain_reason
from wizard.network.key_hosts import KeyForHost
from wizard.playvox.address import TenantUrl
from wizard.playvox.answer import (
    Judgment,
    ScimResponse,
    judge,
)
from wizard.task_groups import task_group


@dataclass(frozen=True, slots=True)
class RequestResult:
    """One request and its result: an answer with its judgment, or a cause and a reason."""

    request: ProbeRequest
    elapsed_ms: float
    answer: ScimResponse | None
    judgment: Judgment
    reason: str = ""
    status: int | None = None
    received: int = 0
    excess: bool = False

    @property
    def cause(self) -> str | None:
        """Why this is not a ListResponse, or None."""
        return self.judgment.cause

    @property
    def found(self) -> int:
        """The number of resources that the answer reports or holds."""
        listing = self.judgment.listing
        return max(listing.total, len(listing.resources)) if listing else 0

    @property
    def is_empty_list(self) -> bool:
        """Whether this is the answer with which Microsoft's test passes."""
        return self.cause is None and self.found == 0


class RequestSender:
    """Sends the requests of one run. The key goes to the confirmed host only, never to a redirect."""

    def __init__(self, path: Route, url: TenantUrl, key: KeyForHost | None, seconds: float) -> None:
        self._path = path
        self._url = url
        self._key = key
        self._seconds = seconds
        self._idle: list[Stream] = []
        self.count = 0

    def add(self, stream: Stream) -> None:
        """Add a connection that is ready for requests."""
        self._idle.append(stream)

    async def send_all(
        self, requests: Sequence[ProbeRequest], more: Sequence[asyncio.Task[bool]] = ()
    ) -> dict[str, RequestResult]:
        """Send all requests on the idle connection, and on more once their tasks say that they are free."""
        waiting = list(requests)
        asked: dict[str, RequestResult] = {}

        async def work(wait_for: asyncio.Task[bool] | None) -> None:
            if wait_for is not None and not await asyncio.shield(wait_for):
                return
            while waiting:
                request = waiting.pop(0)
                asked[request.name] = await self.send(request)

        async with task_group() as group:
            group.create_task(work(None))
            for each in more:
                group.create_task(work(each))
        return asked

    async def send(self, request: ProbeRequest) -> RequestResult:
        """Send one request; never raises for a server's behavior."""
        started = perf_counter()
        self._drop_ended()
        reused = bool(self._idle)
        progress = ResponseProgress()
        stream: Stream | None = None
        try:
            async with asyncio.timeout(self._seconds):
                stream = self._idle.pop() if self._idle else await self._path.open()
                result = await self._send(stream, request, progress)
        except TimeoutError:
            cause = "http_timeout" if progress.phase == "head" else "body_too_slow"
            failed = ExchangeFailed(cause, f"{self._seconds:g} s", progress.status, progress.received)
        except ExchangeFailed as error:
            failed = error
        except CheckFailed as error:
            cause = error.cause if error.cause.startswith("proxy_") else "http_closed"
            failed = ExchangeFailed(cause, str(error.evidence.get("reason", "")))
        except OSError as error:
            failed = ExchangeFailed("http_closed", plain_reason(error))
        else:
            if result.reusable:
                self._idle.append(stream)
            else:
                stream.abort()
            return self._answered(request, result, progress, started)
        if stream is not None:
            stream.abort()
        if (
            failed.cause == "http_closed"
            and reused
            and progress.received == 0
            and self.count < MAX_REQUESTS
        ):
            return await self.send(request)  # the server may have closed the kept connection: try once more
        elapsed = (perf_counter() - started) * 1000
        return RequestResult(
            request, elapsed, None, Judgment(failed.cause), failed.reason, failed.status, failed.received
        )

    def _drop_ended(self) -> None:
        """Drop kept connections that the server has closed."""
        for stream in [each for each in self._idle if each.has_ended]:
            self._idle.remove(stream)
            stream.abort()

    async def _send(self, stream: Stream, request: ProbeRequest, progress: ResponseProgress) -> Exchange:
        if self.count >= MAX_REQUESTS:
            raise ExchangeFailed("http_closed", "too many requests in one test")
        self.count += 1
        headers = request.headers(self._url, self._key)
        return await exchange(stream, request.target(self._url), headers, progress)

    @staticmethod
    def _answered(
        request: ProbeRequest, result: Exchange, progress: ResponseProgress, started: float
    ) -> RequestResult:
        judgment = judge(result.answer)
        if result.excess and judgment.cause in ("not_json", "not_list_response", "empty_body"):
            # Bytes after the announced end: the length is wrong, so the answer is truncated.
            judgment = Judgment("http_malformed")
        elapsed = (perf_counter() - started) * 1000
        return RequestResult(
            request,
            elapsed,
            result.answer,
            judgment,
            status=result.answer.status,
            received=progress.received,
            excess=result.excess,
        )
