"""Opaque continuation tokens and page sizes.

Source: Graph docs, "Paging Microsoft Graph data in your app".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
)

_SIGNATURE = 9


class Pager:
    """Signs the position between two pages; a token that was changed or made elsewhere is refused."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def seal(self, position: Any) -> str:
        """An opaque token for a JSON value."""
        payload = json.dumps(position).encode()
        return base64.urlsafe_b64encode(self._sign(payload) + payload).decode().rstrip("=")

    def open(self, token: str) -> Any:
        """The value of a token. Raises GraphError for anything else."""
        try:
            data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError as failure:
            raise _expired() from failure
        payload = data[_SIGNATURE:]
        if not hmac.compare_digest(data[:_SIGNATURE], self._sign(payload)):
            raise _expired()
        return json.loads(payload)

    def _sign(self, payload: bytes) -> bytes:
        return hmac.new(self._secret, payload, hashlib.sha256).digest()[:_SIGNATURE]


def _expired() -> GraphRefusalError:
    return GraphRefusalError(
        400, "Directory_ExpiredPageToken", "The specified page token value has expired or is invalid."
    )


def size(top: str | None, default: int = 100, most: int = 999) -> int:
    """The page size a `$top` asks for. Raises GraphError when it is not allowed."""
    if top is None:
        return default
    if not top.isdigit() or not 1 <= int(top) <= most:
        raise bad_request(
            f"Invalid page size specified: '{top[:20]}'. Must be between 1 and {most} inclusive."
        )
    return int(top)
