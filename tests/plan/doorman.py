"""A middleware before a practice server: counts requests, refuses some of them, or delays them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest

from wizard.practice import harness

Refusal = tuple[int, dict[str, str]]
"""HTTP status and headers."""


class Doorman:
    """`refuses(path, query)` returns a refusal or None; `holds(path)` says whether a request must wait."""

    def __init__(self) -> None:
        self.queries: list[dict[str, str]] = []
        """Of every request about users, in order; what was asked twice is in it twice."""
        self.refused = 0
        self.refuses: Callable[[dict[str, str]], Refusal | None] = lambda _query: None
        self.holds: Callable[[str], bool] = lambda _path: False
        self.holding = asyncio.Event()
        self.may_go_on = asyncio.Event()

    def stand_before(self, monkeypatch: pytest.MonkeyPatch, server: str) -> None:
        """Install the doorman. `server` is the harness's name of the function that creates the app:
        create_front or create_playvox.
        """
        make = getattr(harness, server)

        def guarded(*given: Any, **named: Any) -> Any:
            app = make(*given, **named)

            async def door(scope: Any, receive: Any, send: Any) -> None:
                await self._meet(app, scope, receive, send)

            return door

        monkeypatch.setattr(harness, server, guarded)

    async def _meet(self, app: Any, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and "/users" in scope["path"].casefold():
            asked = parse_qs(scope["query_string"].decode())
            query = {name: values[0] for name, values in asked.items()}
            self.queries.append(query)
            refusal = self.refuses(query)
            if refusal is not None:
                self.refused += 1
                status, headers = refusal
                coded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
                await send({"type": "http.response.start", "status": status, "headers": coded})
                await send({"type": "http.response.body", "body": b""})
                return
            if self.holds(scope["path"]):
                self.holding.set()
                await self.may_go_on.wait()
        await app(scope, receive, send)

    @property
    def pages(self) -> list[int]:
        """Start indexes of the requested pages."""
        return [int(each["startIndex"]) for each in self.queries if "startIndex" in each]

    @property
    def searches(self) -> list[str]:
        """The searches for single accounts."""
        return [each["filter"] for each in self.queries if "filter" in each]
