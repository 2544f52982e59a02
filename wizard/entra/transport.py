"""Sends one request to Graph: token, limits, retries, bounded response, log."""

from __future__ import annotations

import asyncio
import functools
import json
import re
import ssl
import time
import uuid
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import httpx

from wizard.entra.account import (
    AccessToken,
    TokenSource,
)
from wizard.entra.consistency import Waiting, WaitPolicy
from wizard.entra.errors import GraphError, refused, unreachable
from wizard.entra.limits import RequestLimits
from wizard.entra.retry import Repeat, RetryPolicy, may_have_happened, may_repeat
from wizard.network.authorization import bearer, json_body
from wizard.network.clients import Network
from wizard.network.http_date import http_date
from wizard.network.packing import refuse_packed_twice
from wizard.network.proxy_failure import ProxyFailed
from wizard.network.retry_after import retry_after
from wizard.problem import AnswerTooLargeError, Problem, ProblemError
from wizard.security.redactor import remember

MAX_ANSWER = 32 * 1024 * 1024  # bytes; whole schemas with directories are the largest
_SETTLING = 4  # attempts
_LOG = 500
_WHOLE = 3.0  # times its patience, for an answer that comes byte by byte
_SPENT = 1.5  # times its patience: after so much time in attempts there is no other one
_SILENT = 30.0  # seconds for a reading as long as nothing has answered since an attempt ended in silence
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")  # of surrogate pairs, whole pairs among them
_SLOW = 3.0  # seconds after which waiting for a response is reported
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One sent request: no query values, no bodies, no secrets. `status` 0: no answer."""

    at: datetime
    method: str
    path: str
    status: int
    milliseconds: int
    client_request_id: str
    request_id: str = ""
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """What to send. `url` is absolute; `path` is what logs and errors show."""

    method: str
    url: str
    path: str
    body: object | None = None
    eventual: bool = False
    repeat: Repeat = Repeat.ALWAYS
    patience: float = 60.0  # seconds without a byte
    client_request_id: str = ""
    changes: bool = False  # only then can a change have happened despite a lost response
    young: bool = False  # about a recently created object


@dataclass(frozen=True, slots=True)
class GraphResponse:
    """A successful response: JSON, or text."""

    status: int
    body: Any


class Transport:
    """Sends calls over one connection pool; see `wizard.entra.retry` for what is retried."""

    def __init__(
        self,
        network: Network,
        token: TokenSource,
        policy: RetryPolicy,
        waits: WaitPolicy,
    ) -> None:
        self._network = network
        self._token = token
        self._policy = policy
        self._waits = waits
        self._limits = RequestLimits(functools.partial(waits.pause, "answer"))
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self.log: deque[LoggedRequest] = deque(maxlen=_LOG)
        self.service_time: datetime | None = None
        self.sent_token: AccessToken | None = None
        """The token of the newest request."""
        self._silent = False

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def send(self, call: GraphRequest) -> GraphResponse:
        """The response to a request, after as many attempts as are safe. Raises `GraphError`."""
        waited = spent = 0.0
        attempt = 0
        if self._silent and not call.changes:
            call = replace(call, patience=min(call.patience, _SILENT))
        lost = False
        renewed = False
        token = await self._token()
        while True:
            attempt += 1
            await self._limits.wait(call.path)
            began = time.monotonic()
            outcome = await self._once(call, token, attempt)
            spent += time.monotonic() - began
            if isinstance(outcome, GraphResponse):
                return outcome
            lost = lost or outcome.sent_in_vain
            if call.method == "DELETE" and lost and outcome.status == 404:
                return GraphResponse(204, {})  # the attempt whose response was lost did it
            claims = outcome.error.claims
            if outcome.status in {401, 403} and not renewed and (outcome.status == 401 or claims):
                renewed = True
                token = await self._renewed(outcome.error)
                continue
            delay = self._policy.delay(attempt, outcome.retry_after)
            # Right after an application was added, reading it may return a conflict or be forbidden.
            settling = (
                call.method == "GET"
                and attempt < _SETTLING
                and (outcome.status == 409 or (call.young and outcome.status == 403))
            )
            if (
                not (outcome.repeatable or settling)
                or attempt >= self._policy.attempts
                or spent > _SPENT * call.patience
                or waited + delay > self._policy.budget
            ):
                raise outcome.error
            waited += delay
            await self._waits.pause("answer", delay)

    async def _renewed(self, error: GraphError) -> AccessToken:
        try:
            return await self._token(claims=error.claims, fresh=True)
        except ProblemError as refusal:
            # An interactive sign-in is needed: raise Graph's requirement, with the claims for the sign-in.
            raise error from refusal

    async def _once(self, call: GraphRequest, token: AccessToken, attempt: int) -> GraphResponse | _Failed:
        remember(token.value)
        self.sent_token = token
        client = await self._opened()
        began = time.monotonic()
        status, request_id = 0, ""
        slow = asyncio.get_running_loop().call_later(_SLOW, self._tell_slow, call, attempt)
        try:
            async with (
                asyncio.timeout(_WHOLE * call.patience),
                client.stream(
                    call.method,
                    call.url,
                    content=None if call.body is None else json_body(call.body),
                    headers=self._headers(call, token),
                    timeout=httpx.Timeout(call.patience, connect=10.0),
                ) as response,
            ):
                status, self._silent = response.status_code, False
                request_id = response.headers.get("request-id", "")
                self.service_time = http_date(response.headers.get("date")) or self.service_time
                content = await _bounded(response)
        except _NOT_SENT as error:
            return self._no_answer(call, error, sent=False)
        except httpx.HTTPError as error:
            return self._no_answer(call, error, sent=True)
        except TimeoutError:  # it comes byte by byte; another one would too
            endless = httpx.ReadTimeout("the answer did not end")
            return replace(self._no_answer(call, endless, sent=True), repeatable=False)
        finally:
            slow.cancel()
            self.log.append(
                LoggedRequest(
                    datetime.now(UTC),
                    call.method,
                    call.path,
                    status,
                    round((time.monotonic() - began) * 1000),
                    call.client_request_id,
                    request_id,
                    attempt,
                )
            )
        body = _decoded(response, content)
        if status < 300:
            if body is None:
                return self._no_answer(call, ValueError("the answer is not JSON"), sent=True)
            return GraphResponse(status, body)
        asked = retry_after(response.headers.get("retry-after"))
        maybe = call.changes and may_have_happened(status, sent=True)
        repeatable = may_repeat(call.repeat, status, sent=True, retry_after=asked)
        headers = {name.lower(): value for name, value in response.headers.items()}
        refusal = refused(
            call.method,
            call.path,
            status,
            headers,
            body if body is not None else content[:2000].decode(errors="replace"),
            granted=token.scopes,
            app_only=token.app_only,
            maybe_done=maybe and not (repeatable and asked is not None),
        )
        return _Failed(refusal, status, repeatable, asked, sent_in_vain=status >= 500)

    def _tell_slow(self, call: GraphRequest, attempt: int) -> None:
        self._waits.progress(Waiting("answer", attempt, _SLOW, None))

    def _no_answer(self, call: GraphRequest, error: Exception, *, sent: bool) -> _Failed:
        if isinstance(error, ProxyFailed):
            passes = error.code == "proxy_unreachable"
            return _Failed(GraphError(error.problem), None, passes, None, sent_in_vain=False)
        maybe = call.changes and may_have_happened(None, sent=sent)
        tls = isinstance(error.__cause__ or error.__context__, ssl.SSLError) or "CERTIFICATE" in str(error)
        code = "graph_tls" if tls else "graph_unreachable"
        if isinstance(error, httpx.TimeoutException):
            code, self._silent = "graph_timeout", True
        repeatable = may_repeat(call.repeat, None, sent=sent, retry_after=None) and not tls
        problem = unreachable(call.method, call.path, error, code, maybe_done=maybe)
        return _Failed(problem, None, repeatable, None, sent_in_vain=sent)

    def _headers(self, call: GraphRequest, token: AccessToken) -> dict[str, str]:
        headers = {
            "Authorization": bearer(token.value),
            "Accept": "application/json",
            "client-request-id": call.client_request_id,
            "return-client-request-id": "true",
        }
        if call.body is not None:
            headers["Content-Type"] = "application/json"
        if call.eventual:
            headers["ConsistencyLevel"] = "eventual"
        return headers

    async def _opened(self) -> httpx.AsyncClient:
        async with self._opening:
            if self._client is None:
                # Reading the trust store takes a moment and accesses the disk.
                self._client = await asyncio.to_thread(self._network.client)
            return self._client


@dataclass(frozen=True, slots=True)
class _Failed:
    error: GraphError
    status: int | None
    repeatable: bool
    retry_after: float | None
    sent_in_vain: bool  # possibly processed, response lost


async def _bounded(response: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    refuse_packed_twice(response)
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MAX_ANSWER:
            raise AnswerTooLargeError(Problem("graph_answer_too_large", {"limit": str(MAX_ANSWER)}))
        parts.append(part)
    return b"".join(parts)


def _decoded(response: httpx.Response, content: bytes) -> Any:
    if not content.strip():
        return {}
    if response.headers.get("content-type", "").startswith("text/plain"):
        return content.decode(errors="replace")
    try:
        found = json.loads(content)
        if _HALVES.search(content):
            found = json.loads(_without_halves(json.dumps(found, ensure_ascii=False)))
    except (ValueError, RecursionError):
        return None
    return found


def _without_halves(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair that stands alone, as .NET reads it."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def new_request_id() -> str:
    """A client-request-id, by which Microsoft support finds the request."""
    return str(uuid.uuid4())
