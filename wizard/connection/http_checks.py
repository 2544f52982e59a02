"""The checks that query Playvox: HTTP answer, accepted key, correct search results."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from wizard.connection.answer_checks import (
    judge_auth,
    judge_discovery,
    judge_encoding,
    judge_groups,
    judge_http,
    judge_scim,
)
from wizard.connection.check_recorder import CheckRecorder, stop
from wizard.connection.contrast import Contrast, compare
from wizard.connection.request_sender import (
    RequestResult,
    RequestSender,
)
from wizard.connection.requests import ProbeRequest, Requests
from wizard.connection.result import CheckStatus
from wizard.connection.streams import Stream
from wizard.playvox.address import TenantUrl


class HttpChecks:
    """The requests of one run and the results of their checks."""

    def __init__(
        self,
        recorder: CheckRecorder,
        sender: RequestSender,
        url: TenantUrl,
        requests: Requests,
        *,
        with_key: bool,
        group_mapping: bool,
    ) -> None:
        self._recorder = recorder
        self._sender = sender
        self._url = url
        self._requests = requests
        self._with_key = with_key
        self._group_mapping = group_mapping
        self._described: dict[str, RequestResult] = {}

    async def ask(self, stream: Stream, more: Sequence[asyncio.Task[Stream | None]]) -> None:
        """The checks `http` to `discovery`; `more` are connections that are still being opened.

        Over one of them the server is asked for its configuration while the first search is on its way:
        two requests with the key, and no third before it is known to be accepted. A server that locks a
        key or an address after some failures must not be locked by one test.
        """
        self._sender.add(stream)
        first = self._requests.discovery[0] if self._with_key else None
        free = [
            asyncio.create_task(self._free(each, first if n == 1 else None)) for n, each in enumerate(more)
        ]
        try:
            await self._ask(free)
        finally:
            await stop(*free)

    async def _free(self, opening: asyncio.Task[Stream | None], request: ProbeRequest | None) -> bool:
        """Add the connection when it is open and send this request; whether it is free afterwards."""
        stream = await asyncio.shield(opening)
        if stream is None:
            return False
        self._sender.add(stream)
        if request is not None:
            self._described[request.name] = await self._sender.send(request)
        return True

    async def _ask(self, more: Sequence[asyncio.Task[bool]]) -> None:
        sender, url = self._sender, self._url
        self._recorder.begin("http")
        first = await sender.send(self._requests.probe)
        http = judge_http(first, url)
        self._recorder.finish("http", http)
        if http.status is CheckStatus.FAILED:
            self._recorder.skip("auth", "scim", "encoding", "groups", "discovery")
            return
        if not self._with_key:
            if self._recorder.results["key"].status is CheckStatus.FAILED:
                self._recorder.skip("auth", "scim", "encoding", "groups", "discovery")
            return
        self._recorder.begin("auth")
        self._recorder.begin("scim")
        contrast = Contrast(first) if first.is_empty_list else await compare(first, sender, self._requests)
        auth = judge_auth(contrast, url)
        self._recorder.finish("auth", auth)
        if auth.status is CheckStatus.FAILED:
            self._recorder.skip("scim", "encoding", "groups", "discovery")
            return
        self._recorder.finish("scim", judge_scim(contrast, url))
        if first.is_empty_list:
            await self._compare_forms(first, more)
        else:
            self._recorder.skip("encoding", "groups", "discovery")

    async def _compare_forms(self, first: RequestResult, more: Sequence[asyncio.Task[bool]]) -> None:
        sender, url = self._sender, self._url
        for name in ("encoding", "groups", "discovery"):
            self._recorder.begin(name)
        wanted = self._requests
        beside = wanted.discovery[: 1 if len(more) > 1 else 0]
        rest = wanted.discovery[len(beside) :]
        asked = await sender.send_all([wanted.anonymous, wanted.percent, wanted.groups, *rest], more)
        await asyncio.gather(*more)
        missing = [each for each in beside if each.name not in self._described]  # no connection for it
        asked |= self._described | await sender.send_all(missing)
        self._recorder.finish(
            "encoding", judge_encoding(first, asked["percent"], asked["no_user_agent"], url)
        )
        self._recorder.finish("groups", judge_groups(asked["groups"], url, mapped=self._group_mapping))
        self._recorder.finish(
            "discovery", judge_discovery({each.name: asked[each.name] for each in wanted.discovery})
        )
