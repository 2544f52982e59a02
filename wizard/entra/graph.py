"""The one client for Microsoft Graph v1.0."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from wizard.entra.account import TokenSource
from wizard.entra.cloud import Cloud
from wizard.entra.values import Json
from wizard.network import Network


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as it went: no query values, no bodies, no secrets. `status` 0: no answer."""

    at: datetime
    method: str
    path: str
    status: int
    milliseconds: int
    client_request_id: str
    request_id: str = ""
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Write:
    """A change about to be sent. `body` may hold secrets: whoever keeps it must leave values out."""

    method: str
    path: str
    body: Json | None
    client_request_id: str


class WriteWatch(Protocol):
    """Sees every change before it is sent and after it is answered (the journal)."""

    async def before(self, write: Write) -> object:
        """Called before sending; what it returns comes back in `after`."""

    async def after(self, ticket: object, write: Write, status: int | None, maybe_done: bool) -> None:
        """Called once with the final HTTP status, or None when no answer came."""


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a batch; `path` as for `Graph.get`."""

    method: str
    path: str
    body: Json | None = None


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """Its answer: the JSON body, or the error (then `body` is empty)."""

    status: int
    body: Json
    error: Exception | None = None


class Graph:
    """Microsoft Graph for one signed-in person.

    Paths start after the version, e.g. "/me". Every method raises `GraphError`; reads are repeated by
    themselves within a budget, writes only where repeating is harmless. `read_only` refuses every change
    before it is sent ("graph_read_only") until it is set to False by a commit.
    """

    def __init__(
        self,
        network: Network,
        cloud: Cloud,
        token: TokenSource,
        *,
        watch: WriteWatch | None = None,
        read_only: bool = False,
        sleep: Callable[[float], Awaitable[None]] | None = None,
    ) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        raise NotImplementedError

    async def __aexit__(self, *_: object) -> None:
        raise NotImplementedError

    async def aclose(self) -> None:
        """Close the connections."""
        raise NotImplementedError

    @property
    def log(self) -> tuple[LoggedRequest, ...]:
        """The last requests, oldest first."""
        raise NotImplementedError

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, *, eventual: bool = False
    ) -> Json:
        """GET one object; `eventual` sends ConsistencyLevel for advanced queries."""
        raise NotImplementedError

    def items(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        eventual: bool = False,
        limit: int | None = None,
    ) -> AsyncIterator[Json]:
        """Every row of a collection, page by page (Graph docs "Paging")."""
        raise NotImplementedError

    async def count(self, path: str) -> int:
        """The plain-text `/$count` of a collection."""
        raise NotImplementedError

    async def post(self, path: str, body: Json | None = None, *, changes: bool = True) -> Json:
        """POST; `changes=False` for calls that only look (then a lost answer is repeated)."""
        raise NotImplementedError

    async def put(self, path: str, body: Json) -> Json:
        """PUT a complete value; repeated after a lost answer, because the outcome is the same."""
        raise NotImplementedError

    async def patch(self, path: str, body: Json) -> Json:
        """PATCH with absolute values; repeated after a lost answer, because the outcome is the same."""
        raise NotImplementedError

    async def delete(self, path: str) -> None:
        """DELETE; gone already after a lost answer counts as done."""
        raise NotImplementedError

    async def batch(self, parts: Sequence[Part]) -> tuple[PartAnswer, ...]:
        """Send any number of requests, 20 at a time (Graph docs "JSON batching"); answers in order."""
        raise NotImplementedError
