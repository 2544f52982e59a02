"""Query Playvox's accounts. Read-only: nothing in this module can change an account."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, quote_plus

import httpx
from pydantic import ValidationError

from wizard.mapping.paths import parse_path
from wizard.mapping.values import as_text
from wizard.network.clients import Network
from wizard.network.key_hosts import KeyForHost
from wizard.network.proxy_failure import ProxyFailed
from wizard.network.retry_after import retry_after
from wizard.playvox.address import TenantUrl
from wizard.playvox.answer import (
    ScimResponse,
    found_resource,
    judge,
    lower_headers,
)
from wizard.playvox.body import LARGEST_BODY, BodyError, unpacked
from wizard.playvox.models import (
    ListResponse,
    ScimUser,
)
from wizard.problem import Problem, ProblemError, SeveralFoundError
from wizard.security.redactor import (
    redact,
)

_WHOLE = 60.0
"""Seconds for an answer, however it comes; when so much was spent on attempts, there is no other one."""
PAGE = 100
DecodeElsewhere = Callable[[Callable[[ScimResponse], ListResponse], ScimResponse], Awaitable[ListResponse]]
"""Calls the function with the answer, for example on another thread."""
_ATTEMPTS = 8
_LONGEST_WAIT = 120.0  # seconds, for one page


@dataclass(frozen=True, slots=True)
class ScimAccount:
    """One Playvox account from SCIM; `raw` is the resource as received."""

    id: str
    user_name: str
    active: bool
    display_name: str = ""
    formatted_name: str = ""
    email: str = ""
    external_id: str = ""
    raw: dict[str, Any] = field(default_factory=dict, repr=False)


def filter_query(attribute: str, value: str, *, space: str = "+") -> str:
    """`filter=attribute eq "value"`, encoded as Entra does.

    Spaces become `+`, other characters percent sequences in lower case (Microsoft's SCIM library uses
    .NET's HttpUtility.UrlEncode). `space` can be `%20`, the other encoding.
    """
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    encoded = quote_plus(f'{attribute} eq "{quoted}"', safe="()!*")
    head, *sequences = encoded.split("%")
    lowered = "%".join((head, *(part[:2].lower() + part[2:] for part in sequences)))
    return "filter=" + lowered.replace("+", space)


class Playvox:
    """A read-only client for one customer's Playvox. Use with `async with`."""

    def __init__(self, network: Network, tenant_url: TenantUrl, key: KeyForHost) -> None:
        self._url = tenant_url
        self._key = key
        self._client = network.client()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def find_account(self, attribute: str, value: str) -> ScimAccount | None:
        """The account that has this value in a SCIM attribute, active or not, or None.

        Raises `ProblemError`: `duplicate_accounts` when there are several, `account_without_id` when it has
        no id, else a connection cause.
        """
        listing = await self._query(filter_query(attribute, value))
        if not listing.resources:
            return None
        path, wanted = parse_path(attribute), value.casefold()
        found = [account for each in listing.resources if (account := read_account(each)) is not None]
        if len(found) < len(listing.resources):
            raise ProblemError(Problem("account_without_id", {"user": value}))
        exact = [each for each in found if (as_text(path.read(each.raw)) or "").casefold() == wanted]
        if found and not exact:
            raise ProblemError(Problem("filter_ignored", {"count": str(listing.total)}))
        if len(exact) > 1:
            raise SeveralFoundError(
                Problem("duplicate_accounts", {"user": value, "count": str(len(exact))})
            )
        return exact[0] if exact else None

    async def answer_to(self, query: str) -> ScimResponse:
        """The answer to a query of accounts as it came; raises where none came."""
        return await self._get(self.users_address(query))

    def users_address(self, query: str) -> str:
        """The address that `answer_to` reads."""
        return f"{self._url.base}/Users?{query}"

    async def search(self, attribute: str, value: str) -> list[dict[str, Any]]:
        """What Playvox finds by any attribute, asked patiently; as `resources`."""
        return (await self._patiently(filter_query(attribute, value))).resources

    async def resource(self, account_id: str) -> dict[str, Any] | None:
        """The account with this SCIM id as it came, None when there is none; raises as `resources`."""
        answer = await self._get(f"{self._url.base}/Users/{quote(account_id, safe='')}")
        found = found_resource(answer)
        if found is None and answer.status != 404:
            _listing(answer)  # raises what this answer means
            raise ProblemError(Problem("not_list_response", {"status": str(answer.status)}))
        return found

    async def search_groups(self, name: str) -> list[dict[str, Any]]:
        """Groups with this display name, with the request Entra tests with; raises as `resources`."""
        query = f"excludedAttributes=members&{filter_query('displayName', name)}"
        return (await self._patiently(query, kind="Groups")).resources

    async def resources(
        self, start: int, count: int, decode: DecodeElsewhere | None = None
    ) -> tuple[list[dict[str, Any]], int]:
        """Accounts from the 1-based position `start` as they came, and how many there are in all.

        An account that is no object, and so cannot be read, is empty.

        What passes (too many requests, a busy or unreachable server) is tried again, after as long as
        Playvox asks for. `decode` takes the decoding of a page off the event loop. Raises `ProblemError`,
        with the HTTP status in its facts where there was one.
        """
        listing = await self._patiently(f"startIndex={start}&count={count}", decode)
        return listing.resources, listing.total

    async def _patiently(
        self, query: str, decode: DecodeElsewhere | None = None, kind: str = "Users"
    ) -> ListResponse:
        waited = spent = 0.0
        for attempt in range(1, _ATTEMPTS + 1):
            asked, began = None, time.monotonic()
            try:
                answer = await self._get(f"{self._url.base}/{kind}?{query}")
                asked = retry_after(answer.header("retry-after"))
                return _listing(answer) if decode is None else await decode(_listing, answer)
            except ProblemError as error:
                pause = _pause(attempt) if asked is None else asked
                spent += time.monotonic() - began
                hopeless = not error.problem.retryable or attempt == _ATTEMPTS or spent > _WHOLE
                if hopeless or waited + pause > _LONGEST_WAIT:
                    raise
            waited += pause
            await asyncio.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _query(self, query: str) -> ListResponse:
        return _listing(await self._get(f"{self._url.base}/Users?{query}"))

    async def _get(self, url: str) -> ScimResponse:
        # `httpx.URL` would re-encode the query; a raw path is sent exactly as Entra sends it.
        target = httpx.URL(url.partition("?")[0])
        if "?" in url:
            target = target.copy_with(raw_path=target.raw_path + b"?" + url.partition("?")[2].encode())
        headers = {
            "Authorization": self._key.authorization(self._url.host),
            "Accept": "application/scim+json, application/json",
        }
        try:
            async with (
                asyncio.timeout(_WHOLE),
                self._client.stream("GET", target, headers=headers) as response,
            ):
                plain = await _body(response)
                return ScimResponse(response.status_code, lower_headers(response.headers.raw), plain)
        except BodyError as error:
            raise ProblemError(Problem(error.cause, {"reason": error.reason})) from None
        except ProxyFailed as error:
            raise ProblemError(error.problem) from None
        except TimeoutError:  # it comes byte by byte
            raise ProblemError(_transport_problem(httpx.ReadTimeout("the answer did not end"))) from None
        except httpx.HTTPError as error:
            raise ProblemError(_transport_problem(error)) from None


def _listing(answer: ScimResponse) -> ListResponse:
    judgment = judge(answer, row_by_row=True)
    if judgment.listing is None or judgment.cause is not None:
        facts = {"status": str(answer.status), "detail": redact(judgment.detail)[:300]}
        # 501 says that Playvox does not offer this at all (RFC 7644 3.12): asking again changes nothing.
        retryable = answer.status == 429 or (answer.status >= 500 and answer.status != 501)
        raise ProblemError(Problem(judgment.cause or "not_list_response", facts, retryable=retryable))
    return judgment.listing


def _pause(attempt: int) -> float:
    """Seconds before the next attempt, when Playvox does not say."""
    return min(15.0, 0.5 * 2.0 ** (attempt - 1)) * (0.5 + random.random() / 2)  # noqa: S311 - no secret


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw(65536):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BodyError("body_too_large", "over 1 MiB")
    return unpacked(bytes(body), response.headers.get("content-encoding", ""))


def read_account(resource: dict[str, Any]) -> ScimAccount | None:
    """An account from a SCIM resource; None when the resource has no id."""
    try:
        user = ScimUser.model_validate(resource)
    except ValidationError:
        return None
    work = [each.value for each in user.emails if each.type == "work"] or [
        each.value for each in user.emails
    ]
    return ScimAccount(
        user.id,
        user.user_name,
        user.active,
        user.display_name,
        user.name.formatted,
        work[0] if work else "",
        user.external_id,
        resource,
    )


def _transport_problem(error: httpx.HTTPError) -> Problem:
    text = redact(str(error))[:300]
    if isinstance(error, httpx.TimeoutException):
        code = "tcp_timeout" if isinstance(error, httpx.ConnectTimeout) else "http_timeout"
    elif isinstance(error, httpx.ConnectError):
        code = "tls_untrusted" if "CERTIFICATE" in text.upper() else "playvox_unreachable"
    elif isinstance(error, (httpx.RemoteProtocolError, httpx.DecodingError)):
        code = "http_closed" if "disconnect" in text else "http_malformed"
    else:
        code = "http_closed"
    return Problem(code, {"detail": text}, raw=text, retryable=True)
