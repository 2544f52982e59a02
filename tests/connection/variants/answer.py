"""One row of the tables of answers: what a server sends, and what the test has to make of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.connection.lab.fault import KEY
from tests.connection.lab.server import EMPTY_LIST, Answering, Seen, answer

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@dataclass(frozen=True)
class Answer:
    """`to_all` requests, or only to those with the key, or only to searches (`then`)."""

    status: int = 200
    body: str | bytes | Mapping[str, Any] | list[Any] = b""
    kind: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def wire(self) -> bytes:
        """The bytes of the answer."""
        body = self.body
        content = (
            body
            if isinstance(body, bytes)
            else body.encode()
            if isinstance(body, str)
            else json.dumps(body).encode()
        )
        kind = self.kind or ("application/json" if content[:1] in (b"{", b"[") else "text/html")
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        return answer(content, f"{self.status} Status", kind, lines)


def page(title: str, text: str = "", more: str = "") -> str:
    """A web page."""
    head = f"<!DOCTYPE html>\n<html><head><title>{title}</title>{more}</head>"
    return f"{head}<body><h1>{title}</h1><p>{text}</p></body></html>"


def scim_error(status: int, detail: str, kind: str = "") -> dict[str, str]:
    """A SCIM error."""
    found = {"schemas": ERROR, "status": str(status), "detail": detail}
    made: dict[str, Any] = {**found, "schemas": [ERROR]}
    return {**made, "scimType": kind} if kind else made


@dataclass(frozen=True)
class Odd:
    """A server's answer, the causes that are right, and words that must or must not be said.

    `to`: "all" requests; "search" only searches, while the list answers; "keyed": requests with the key,
    while others get 401; "nobody": only searches that find nobody, while the list answers.
    """

    name: str
    want: str
    sent: Answer
    say: str = ""
    unsay: str = ""
    to: str = "all"
    why: str = ""

    def answering(self) -> Answering:
        """The server."""
        sent = self.sent.wire()

        def respond(seen: Seen) -> bytes:
            keyed = seen.headers.get("authorization") == f"Bearer {KEY}"
            if self.to == "keyed" and not keyed:
                return Answer(401, scim_error(401, "No token.")).wire()
            if self.to == "search" and "filter=" not in seen.query:
                return answer(EMPTY_LIST)
            return sent

        return respond
