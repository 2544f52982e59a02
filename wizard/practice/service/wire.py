"""The provisioning service's SCIM client, with the documented peculiarities of Entra ID.

Spaces in filters are sent as `+` and quotes as `%22`, in lower-case hexadecimal, without escaping quotes
inside a value (AzureAD/SCIMReferenceCode: Filter.cs). There is no User-Agent; ADSCIMVersion names the
client.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote_plus, unquote_plus

import httpx

from wizard.network.authorization import bearer
from wizard.network.clients import Network
from wizard.practice.service.failure import (
    INCOMPATIBLE,
    CredentialsError,
    EntryError,
    code_of,
    export_reason,
)
from wizard.practice.service.settings import Settings

MEDIA_TYPE = "application/scim+json"
MAX_BODY = 2 << 20  # bytes
# Source: entra-docs, use-scim-to-provision-users-and-groups.md, by their OpenSSL names.
_SUITES = ":".join(
    f"ECDHE-{key}-{cipher}"
    for cipher in ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA384")
    for key in ("ECDSA", "RSA")
)
_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the endpoint, body as text."""

    url: str
    status: int
    headers: str  # as one line
    text: str

    def json(self) -> dict[str, Any]:
        """The body's JSON object. Raises EntryError (service incompatible) for anything else."""
        try:
            value = json.loads(self.text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise EntryError(INCOMPATIBLE, f"The response is not a SCIM resource: {self.text[:2000]}")
        return value

    def resources(self) -> list[dict[str, Any]]:
        """The resources of a ListResponse. Raises EntryError when it is none."""
        body = self.json()
        total, found = body.get("totalResults"), body.get("Resources")
        schemas = body.get("schemas")
        listed = isinstance(schemas, list) and any(str(name).lower() == _LIST.lower() for name in schemas)
        if found is None and total == 0:  # RFC 7644 section 3.4.2 lets an empty list be left out
            found = []
        if (
            not listed
            or not isinstance(total, int)
            or isinstance(total, bool)
            or not isinstance(found, list)
        ):
            raise EntryError(INCOMPATIBLE, f"The response is not a SCIM list: {self.text[:2000]}")
        return [resource for resource in found if isinstance(resource, dict)]


class UnreachableError(EntryError):
    """No answer: name, network, TLS, a broken connection, or an endless body."""

    def __init__(self) -> None:
        super().__init__("WebExceptionProtocolError", "The connection broke.")


class TooSlowError(UnreachableError):
    """No answer in time."""

    def __init__(self) -> None:
        EntryError.__init__(self, "Timeout", "The application took too long to answer.")


class Wire:
    """A session with one SCIM endpoint. Close it, or use it as a context."""

    def __init__(self, network: Network, settings: Settings, *, timeout: float, in_flight: int) -> None:
        self._settings = settings
        self._timeout = timeout
        limits = httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight)
        headers = {
            b"Authorization": bearer(settings.token).encode(),
            b"ADSCIMVersion": b"5.0",
            b"Accept": MEDIA_TYPE.encode(),
        }
        self._client = network.client(headers=headers, timeout=timeout, limits=limits, verify=_tls(network))
        del self._client.headers["User-Agent"]
        self._gate = asyncio.Semaphore(in_flight)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def search(self, endpoint: str, attribute: str, value: str, *, groups: bool = False) -> Reply:
        """GET the resources whose `attribute` equals `value`."""
        query = f"filter={_encode(attribute)}+eq+%22{_encode(value)}%22"
        if groups:
            query = f"excludedAttributes=members&{query}"
        return await self.send("GET", endpoint, query=query)

    async def send(
        self, method: str, path: str, *, query: str = "", body: dict[str, Any] | None = None
    ) -> Reply:
        """Send one request and read the whole answer, redirects too. Raises UnreachableError."""
        url = self._settings.address.resource(path, query)
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {} if body is None else {"Content-Type": MEDIA_TYPE}
        async with self._gate:
            try:
                async with asyncio.timeout(self._timeout):
                    return await self._exchange(method, url, content, headers)
            except (TimeoutError, httpx.TimeoutException):
                raise TooSlowError from None
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError):
                raise UnreachableError from None

    async def _exchange(
        self, method: str, url: str, content: bytes | None, headers: dict[str, str]
    ) -> Reply:
        async with self._client.stream(method, url, content=content, headers=headers) as response:
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > MAX_BODY:
                    raise UnreachableError
        text = bytes(body).decode(errors="replace")
        shown = ", ".join(f"{name}: {value}" for name, value in response.headers.items())
        return Reply(unquote_plus(url.replace("+", "%2B")), response.status_code, shown, text)


def accept(reply: Reply, *statuses: int) -> None:
    """Raise unless the status is one of these: CredentialsError on 401, else EntryError."""
    if reply.status in statuses:
        return
    if reply.status == 401:
        raise CredentialsError.rejected(reply.url, reply.status, reply.headers, reply.text)
    code = code_of(reply.status)
    if reply.status == 404 and reply.url.partition("?")[0].endswith(
        "/Users"
    ):  # the account is missing, not the endpoint
        code = INCOMPATIBLE
    raise EntryError(code, export_reason(reply.status, reply.text[:2000]))


def _tls(network: Network) -> ssl.SSLContext:
    """TLS 1.2 with the eight suites Entra ID's documentation allows, and nothing else."""
    context = network.ssl_context()
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_SUITES)
    return context


def _encode(text: str) -> str:
    """URL-encode as .NET does: lower-case hexadecimal, `+` for spaces, `!*()` unchanged."""
    encoded = quote_plus(text, safe="!*()")
    return re.sub("%..", lambda found: found.group().lower(), encoded)
