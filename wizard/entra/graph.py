"""The client for Microsoft Graph v1.0."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar
from urllib.parse import quote, urlsplit

from wizard.entra.account import TokenSource
from wizard.entra.batch import Part, PartAnswer, send_parts
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import (
    CreatedObjects,
    Deadline,
    Gone,
    NotYetVisible,
    Seen,
    WaitPolicy,
    find_existence,
    wait_until,
)
from wizard.entra.errors import GraphError, unreachable
from wizard.entra.retry import Repeat, RetryPolicy
from wizard.entra.rows import RowReader, Rows
from wizard.entra.transport import (
    GraphRequest,
    GraphResponse,
    LoggedRequest,
    Transport,
    new_request_id,
)
from wizard.entra.values import Json
from wizard.network.clients import Network
from wizard.problem import AnswerTooLargeError, Problem, ProblemError

__all__ = [
    "Graph",
    "GraphError",
    "LoggedRequest",
    "Part",
    "PartAnswer",
    "Repeat",
    "Write",
    "WriteWatch",
    "literal",
    "segment",
]
T = TypeVar("T")
_LONGEST_LINK = 32_768  # characters
_MAX_PAGES = 10_000


def segment(value: str) -> str:
    """An id as one URL path segment."""
    return quote(value, safe="")


def literal(value: str) -> str:
    """A text as an OData string literal: quoted, quotes doubled."""
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Write:
    """A change about to be sent. `body` may hold secrets: remove its values before storing it."""

    method: str
    path: str
    body: object | None
    client_request_id: str


class WriteWatch(Protocol):
    """Observes every change before it is sent and after the response (the journal)."""

    async def before(self, write: Write) -> object:
        """Called before sending; its return value is passed to `after`. Raising prevents the change."""

    async def after(self, ticket: object, write: Write, status: int | None, maybe_done: bool) -> None:
        """Called once with the final HTTP status, or None when no answer came."""


class Graph:
    """Microsoft Graph for one signed-in person.

    Paths start after the version, e.g. "/me"; ids in them go through `segment`. Every method raises
    `GraphError`; see `wizard.entra.retry` for what is repeated. `read_only` refuses every change before it
    is sent ("graph_read_only") until a commit sets it to False. `waits` sets how long to wait for what
    and where to report it; `created` holds the objects that this program created.
    """

    def __init__(
        self,
        network: Network,
        cloud: Cloud,
        token: TokenSource,
        *,
        waits: WaitPolicy,
        watch: WriteWatch | None = None,
        read_only: bool = False,
        policy: RetryPolicy | None = None,
    ) -> None:
        self.cloud = cloud
        self.read_only = read_only
        self.watch = watch
        self.waits = waits
        self.created = CreatedObjects(waits)
        self._base = cloud.graph + "/v1.0"
        self._transport = Transport(network, token, policy or RetryPolicy(), waits)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    @property
    def log(self) -> tuple[LoggedRequest, ...]:
        """The last requests, oldest first."""
        return tuple(self._transport.log)

    @property
    def service_time(self) -> datetime | None:
        """Graph's own clock at its last response, cut off to whole seconds; None before the first one.

        Times in job states and logs are that clock's. This computer's may differ, and a practice tenant's
        may run faster.
        """
        return self._transport.service_time

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, *, eventual: bool = False
    ) -> Json:
        """GET one object; `eventual` sends ConsistencyLevel for advanced queries."""
        answer = await self._send("GET", path, params=params, eventual=eventual)
        found = _object(answer, path)
        if not found:  # an answer without content says nothing, not that there is nothing
            facts = {"kind": "object", "where": path}
            raise ProblemError(Problem("graph_unexpected_answer", facts, retryable=True))
        return found

    async def items(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        eventual: bool = False,
        limit: int | None = None,
        reader: RowReader | None = None,
    ) -> AsyncIterator[Json]:
        """Every row of a collection, page by page (Graph docs "Paging"), at most `limit`.

        Rows that are no objects are left out and counted, by `reader` where the caller wants to know.
        """
        reader = reader or RowReader(path)
        given = 0
        async with aclosing(self._pages(path, self._url(path, params), eventual=eventual)) as pages:
            async for page in pages:
                for row in reader.of_page(page):
                    yield row
                    given += 1
                    if limit is not None and given >= limit:
                        return

    async def whole_list(
        self, path: str, page: Json, *, eventual: bool = False, reader: RowReader | None = None
    ) -> list[Json]:
        """Every row of a list whose first page was read alone, or in a batch.

        Rows that cannot be read are counted by `reader`. Without one they raise "graph_unexpected_answer":
        what follows from the list needs all of them.
        """
        wanted, reader = reader, reader or RowReader(path)
        found = reader.of_page(page, with_id=True)
        rest = self._next(page.get("@odata.nextLink"), path)
        async for following in self._pages(path, rest, eventual=eventual):
            found += reader.of_page(following, with_id=True)
        if wanted is None and reader.unread:
            facts = {"kind": "list", "where": path}
            raise ProblemError(Problem("graph_unexpected_answer", facts, retryable=True))
        return found

    async def _pages(self, path: str, url: str, *, eventual: bool) -> AsyncGenerator[Json, None]:
        seen: set[str] = set()
        while url:
            if url in seen or len(seen) >= _MAX_PAGES:
                raise ProblemError(Problem("graph_endless_pages", {"path": path}))
            seen.add(url)
            page = _object(await self._page(path, url, eventual=eventual), path)
            yield page
            url = self._next(page.get("@odata.nextLink"), path)

    async def each(
        self,
        kind: type[T],
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        eventual: bool = False,
        limit: int | None = None,
        reader: RowReader | None = None,
    ) -> AsyncIterator[T]:
        """Every row as `kind`, one by one; those that cannot be read are left out, counted and named."""
        reader = reader or RowReader(path)
        async for row in self.items(path, params, eventual=eventual, limit=limit, reader=reader):
            found = reader.read(kind, row)
            if found is not None:
                yield found

    async def rows(
        self,
        kind: type[T],
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        eventual: bool = False,
        limit: int | None = None,
    ) -> Rows[T]:
        """The same as one list, which says how many rows could not be read."""
        reader = RowReader(path)
        found = self.each(kind, path, params, eventual=eventual, limit=limit, reader=reader)
        return Rows.of([each async for each in found], reader.unread)

    async def each_page(
        self,
        path: str,
        params: Mapping[str, str] | None,
        take: Callable[[Json], Awaitable[None]],
        *,
        eventual: bool = False,
    ) -> None:
        """Pass every page of a collection to `take`; the next one is fetched meanwhile."""
        seen: set[str] = set()

        async def fetch(url: str) -> Json:
            if url in seen or len(seen) >= _MAX_PAGES:
                raise ProblemError(Problem("graph_endless_pages", {"path": path}))
            seen.add(url)
            return _object(await self._page(path, url, eventual=eventual), path)

        coming: asyncio.Task[Json] | None = asyncio.create_task(fetch(self._url(path, params)))
        try:
            while coming is not None:
                page = await coming
                link = self._next(page.get("@odata.nextLink"), path)
                coming = asyncio.create_task(fetch(link)) if link else None
                await take(page)
        finally:
            if coming is not None:
                coming.cancel()
                await asyncio.wait({coming})

    async def _page(self, path: str, url: str, *, eventual: bool) -> GraphResponse:
        """A page; for a new object, 404 may mean that this replica does not have it yet."""
        missing: GraphError | None = None

        async def look() -> GraphResponse | None:
            nonlocal missing
            try:
                return await self._send("GET", path, url=url, eventual=eventual)
            except GraphError as error:
                if error.status != 404:
                    raise
                missing = error
                return None

        waits = self.waits
        match await find_existence(look, self.created.in_path(path), waits.clock):
            case Seen(answer):
                return answer
            case NotYetVisible(until):
                left = (until - waits.clock.now()).total_seconds()
                deadline = Deadline.after(waits.clock, min(left, waits.bounds.reading))
                return await wait_until("application", look, deadline=deadline, progress=waits.progress)
            case Gone():
                assert missing is not None  # only a 404 means this
                raise missing

    async def count(self, path: str, params: Mapping[str, str] | None = None) -> int:
        """The plain-text `/$count` of a collection; `path` without it."""
        answer = await self._send("GET", f"{path}/$count", params=params, eventual=True)
        text = str(answer.body).strip().lstrip("\ufeff")
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise ProblemError(Problem("graph_unexpected_answer", {"kind": "count", "where": path}))
        return int(text)

    async def post(
        self,
        path: str,
        body: Json | None = None,
        *,
        changes: bool = True,
        repeat: Repeat | None = None,
        patience: float = 60.0,
    ) -> Json:
        """POST; `changes=False` for calls that only read: retried by default, allowed when read-only."""
        if not changes:
            careful = repeat or Repeat.ALWAYS
            answer = await self._send("POST", path, body=body, repeat=careful, patience=patience)
            return _object(answer, path)
        careful = repeat or Repeat.IF_REJECTED
        return _done(await self._change("POST", path, body, careful, patience), "POST", path)

    async def put(self, path: str, body: Json, *, repeat: Repeat = Repeat.ALWAYS) -> Json:
        """PUT a complete value; retried after a lost response by default."""
        return _done(await self._change("PUT", path, body, repeat), "PUT", path)

    async def patch(self, path: str, body: Json, *, repeat: Repeat = Repeat.ALWAYS) -> Json:
        """PATCH with absolute values; retried like `put`."""
        return _done(await self._change("PATCH", path, body, repeat), "PATCH", path)

    async def delete(self, path: str, *, beta: bool = False) -> None:
        """DELETE; not found after a lost response counts as done. `beta`: only that version has it."""
        url = f"{self.cloud.graph}/beta{path}" if beta else ""
        await self._change("DELETE", path, None, Repeat.ALWAYS, url=url)

    async def batch(
        self,
        parts: Sequence[Part],
        *,
        eventual: bool = False,
        progress: Callable[[int], None] | None = None,
        beta: bool = False,
    ) -> tuple[PartAnswer, ...]:
        """Send any number of requests, 20 at a time (Graph docs "JSON batching"); answers in order.

        A refused part is a response with `error`, never an exception. `progress` gets the number done.
        `beta`: use the beta version, for reading only.
        """
        send = self._beta_batch if beta else self._batch
        return await send_parts(
            send,
            parts,
            self.waits,
            eventual=eventual,
            progress=progress,
            token=lambda: self._transport.sent_token,
        )

    async def _beta_batch(self, body: Json, *, changes: bool, repeatable: bool) -> Json:
        if changes:
            raise ValueError("nothing is changed through the beta version")
        url = f"{self.cloud.graph}/beta/$batch"
        return _object(await self._send("POST", "/$batch", url=url, body=body), "/$batch")

    async def _batch(self, body: Json, *, changes: bool, repeatable: bool) -> Json:
        repeat = Repeat.ALWAYS if repeatable else Repeat.IF_REJECTED
        if changes:
            return _done(await self._change("POST", "/$batch", body, repeat), "POST", "/$batch")
        return _object(await self._send("POST", "/$batch", body=body), "/$batch")

    async def _change(
        self,
        method: str,
        path: str,
        body: object | None,
        repeat: Repeat,
        patience: float = 60.0,
        url: str = "",
    ) -> GraphResponse:
        if self.read_only:
            raise GraphError(Problem("graph_read_only", {"method": method, "path": path}))
        write = Write(method, path, body, new_request_id())
        ticket = await self.watch.before(write) if self.watch else None
        status: int | None = None
        maybe_done = True  # canceled halfway
        try:
            answer = await self._send(
                method,
                path,
                url=url,
                body=body,
                repeat=repeat,
                patience=patience,
                request_id=write.client_request_id,
                changes=True,
            )
            status, maybe_done = answer.status, False
            return answer
        except GraphError as error:
            status, maybe_done = error.status, error.maybe_done
            raise
        except ProblemError as error:  # no token: nothing was sent; too large an answer: it was
            maybe_done = isinstance(error, AnswerTooLargeError)
            raise
        finally:
            if self.watch:
                await self.watch.after(ticket, write, status, maybe_done)

    async def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        url: str = "",
        body: object | None = None,
        eventual: bool = False,
        repeat: Repeat = Repeat.ALWAYS,
        patience: float = 60.0,
        request_id: str = "",
        changes: bool = False,
    ) -> GraphResponse:
        return await self._transport.send(
            GraphRequest(
                method,
                url or self._url(path, params),
                path,
                body,
                eventual,
                repeat,
                patience,
                request_id or new_request_id(),
                changes,
                self.created.in_path(path) is not None,
            )
        )

    def _url(self, path: str, params: Mapping[str, str] | None) -> str:
        query = "&".join(
            f"{quote(name, safe='$')}={quote(value, safe='$,()/:@*')}"
            for name, value in (params or {}).items()
        )
        return f"{self._base}{path}?{query}" if query else f"{self._base}{path}"

    def _next(self, link: object, path: str) -> str:
        """A next link, which must have the same Graph host: the token is sent there."""
        if not link:
            return ""
        if not isinstance(link, str) or not _same_place(link, self._base):
            raise ProblemError(Problem("graph_foreign_link", {"path": path}))
        return link


def _same_place(link: str, base: str) -> bool:
    if len(link) > _LONGEST_LINK or not (link.isascii() and link.isprintable()):
        return False  # no address that can be asked
    try:
        there, here = urlsplit(link), urlsplit(base)
        same_port = there.port == here.port
    except ValueError:
        return False
    return (
        same_port
        and (there.scheme, there.hostname) == (here.scheme, here.hostname)
        and there.path.startswith(here.path + "/")
        and not (there.username or there.password)
    )


def _object(answer: GraphResponse, path: str) -> dict[str, Any]:
    if not isinstance(answer.body, dict):
        raise GraphError(Problem("graph_unexpected_answer", {"kind": "object", "where": path}))
    return answer.body


def _done(answer: GraphResponse, method: str, path: str) -> dict[str, Any]:
    """The body of a change that was made; without a readable one, it may have been made."""
    if not isinstance(answer.body, dict):
        error = ValueError("the answer is no object")
        raise unreachable(method, path, error, "graph_unexpected_answer", maybe_done=True)
    return answer.body
