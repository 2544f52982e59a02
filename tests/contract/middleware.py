"""Wraps the practice Graph and records every request and answer that violates the contract."""

from __future__ import annotations

import json
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.contract.validation import check_answer, check_request

PRODUCT = "playvox-provisioning"


class ContractMiddleware:
    """Checks bodies of the product always, those of other clients when they were accepted."""

    def __init__(self, app: ASGIApp, broken: list[str], seen: set[tuple[str, str]], spared: Any) -> None:
        self._app = app
        self._broken = broken
        self._seen = seen
        self._spared = spared  # whether a fault makes answers violate the contract on purpose

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent, received = bytearray(), bytearray()
        status, complete, plain = 0, False, False

        async def listen() -> Message:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def watch(message: Message) -> None:
            nonlocal status, complete, plain
            if message["type"] == "http.response.start":
                status = message["status"]
                kind = dict(message.get("headers", ())).get(b"content-type", b"")
                plain = kind.startswith(b"text/plain")
            else:
                received.extend(message.get("body", b""))
                complete = not message.get("more_body", False)
            await send(message)

        watch.__wrapped__ = send  # type: ignore[attr-defined]
        await self._app(scope, listen, watch)
        if not complete or self._spared():
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        agent = dict(scope["headers"]).get(b"user-agent", b"").decode()
        answer: Any = received.decode() if plain else _read(bytes(received))
        self._check(
            scope["method"], path, _read(bytes(sent)), status, answer, product=agent.startswith(PRODUCT)
        )

    def _check(
        self, method: str, path: str, request: Any, status: int, answer: Any, *, product: bool
    ) -> None:
        if path.rstrip("/").lower() == "/$batch" and status == 200:
            members = {str(member["id"]): member for member in request["requests"]}
            for response in answer["responses"]:
                member = members[response["id"]]
                if response["status"] != 424:
                    inner = "/" + member["url"].split("?")[0].lstrip("/")
                    self._check(
                        member["method"].upper(),
                        inner,
                        member.get("body"),
                        response["status"],
                        response.get("body"),
                        product=product,
                    )
            return
        self._seen.add((method, path))
        self._broken += check_answer(method, path, status, answer)
        if status < 400 or product:
            self._broken += check_request(method, path, request)


def _read(content: bytes) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")
