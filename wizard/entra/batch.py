"""Many requests in one (Graph docs "JSON batching"): 20 at a time, each throttled separately."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wizard.entra.account import AccessToken
from wizard.entra.consistency import WaitPolicy
from wizard.entra.errors import GraphAnswerLostError, GraphError, refused
from wizard.entra.values import Json
from wizard.network.retry_after import retry_after
from wizard.problem import Problem

SIZE = 20
_ROUNDS = 6
_DEFAULT_WAIT = 2.0
_LONGEST_WAIT = 60.0
_READS = {"GET"}
_REPEATABLE = {"GET", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True, slots=True)
class Part:
    """One request of a batch; `path` as for `Graph.get`, with its query if any."""

    method: str
    path: str
    body: Json | None = None


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """The response to a part: the JSON body, or the error (`body` is empty; `status` 0: no response)."""

    status: int
    body: Json
    error: GraphError | None = None


class _Send(Protocol):
    async def __call__(self, body: Json, *, changes: bool, repeatable: bool) -> Json: ...


async def send_parts(
    send: _Send,
    parts: Sequence[Part],
    waits: WaitPolicy,
    *,
    eventual: bool = False,
    progress: Callable[[int], None] | None = None,
    token: Callable[[], AccessToken | None] = lambda: None,
) -> tuple[PartAnswer, ...]:
    """Send all parts; throttled ones are sent again after the longest requested wait.

    `token` gives the one sent last, to tell which permission a refused part lacks.
    """
    answers: dict[int, PartAnswer] = {}
    for chunk in _chunks(range(len(parts))):
        await _chunk(send, parts, chunk, waits, answers, token, eventual=eventual)
        if progress:
            progress(len(answers))
    return tuple(answers[index] for index in range(len(parts)))


async def _chunk(
    send: _Send,
    parts: Sequence[Part],
    chunk: Sequence[int],
    waits: WaitPolicy,
    answers: dict[int, PartAnswer],
    token: Callable[[], AccessToken | None],
    *,
    eventual: bool,
) -> None:
    waiting = list(chunk)
    for turn in range(1, _ROUNDS + 1):
        methods = {parts[index].method for index in waiting}
        body = {"requests": [_request(index, parts[index], eventual) for index in waiting]}
        try:
            reply = await send(body, changes=not methods <= _READS, repeatable=methods <= _REPEATABLE)
        except GraphError as error:
            # The whole batch failed: so did every part, and each may have been processed.
            answers.update({index: PartAnswer(error.status or 0, {}, error) for index in waiting})
            return
        found = _by_index(reply)
        again: list[int] = []
        wait = 0.0
        for index in waiting:
            answer = _answer(parts[index], found.get(index), token())
            asked = _asked(found.get(index))
            if answer.status == 429 and turn < _ROUNDS and (asked or 0) <= _LONGEST_WAIT:
                again.append(index)
                wait = max(wait, _DEFAULT_WAIT if asked is None else asked)
            else:
                answers[index] = answer
        waiting = again
        if not waiting:
            return
        await waits.pause("answer", wait)


def _chunks(indexes: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(indexes), SIZE):
        yield indexes[start : start + SIZE]


def _request(index: int, part: Part, eventual: bool) -> Json:
    request: Json = {"id": str(index), "method": part.method, "url": part.path}
    headers = {"ConsistencyLevel": "eventual"} if eventual else {}
    if part.body is not None:
        request["body"] = part.body
        headers["Content-Type"] = "application/json"
    if headers:
        request["headers"] = headers
    return request


def _by_index(reply: Json) -> dict[int, Json]:
    rows = reply.get("responses")
    if not isinstance(rows, list):
        return {}
    found: dict[int, Json] = {}
    twice: set[int] = set()
    for row in rows:
        index = _index(row)
        if index is not None:
            twice |= {index} & found.keys()
            found[index] = row
    # Two answers to one request: neither is known to be the true one.
    return {index: row for index, row in found.items() if index not in twice}


def _index(row: object) -> int | None:
    text = str(row.get("id", "")) if isinstance(row, dict) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _status(row: Json) -> int | None:
    """The status of one answer; None for what is no final status (RFC 9110 section 15)."""
    status = row.get("status")
    return status if type(status) is int and 200 <= status < 600 else None


def _read(part: Part, status: int, body: object) -> PartAnswer:
    """A successful answer; one that should have been read and has no object was not read."""
    if isinstance(body, dict) and (body or part.method not in _READS):
        return PartAnswer(status, body)
    if part.method not in _READS:
        return PartAnswer(status, {})
    return _unread(part.path.partition("?")[0], status)


def _unread(path: str, status: int) -> PartAnswer:
    problem = Problem("graph_unexpected_answer", {"kind": "object", "where": path}, retryable=True)
    return PartAnswer(status, {}, GraphError(problem))


def _headers(row: Json) -> Mapping[str, str]:
    headers = row.get("headers")
    pairs = headers.items() if isinstance(headers, dict) else ()
    return {str(name).lower(): str(value) for name, value in pairs}


def _asked(row: Json | None) -> float | None:
    return retry_after(_headers(row).get("retry-after")) if row else None


def _answer(part: Part, row: Json | None, token: AccessToken | None) -> PartAnswer:
    path = part.path.partition("?")[0]
    status = None if row is None else _status(row)
    if row is None or status is None:
        if part.method in _READS:
            return _unread(path, 0)
        missing = Problem("graph_lost_answer", {"method": part.method, "path": path}, retryable=True)
        return PartAnswer(0, {}, GraphAnswerLostError(missing, maybe_done=True))
    body = row.get("body")
    if status < 300:
        return _read(part, status, body)
    lost = status >= 500 and part.method == "POST"
    error = refused(
        part.method,
        path,
        status,
        _headers(row),
        body,
        maybe_done=lost,
        granted=token.scopes if token is not None else frozenset(),
        app_only=token is not None and token.app_only,
    )
    return PartAnswer(status, {}, error)
