"""The one place where a key or token leaves its `SecretStr`: on its way into a request."""

from __future__ import annotations

import json
from typing import Any

from pydantic import SecretStr


def bearer(secret: SecretStr) -> str:
    """The value of an Authorization header (RFC 6750)."""
    return f"Bearer {secret.get_secret_value()}"


def json_body(body: object) -> bytes:
    """A request body as JSON. Secrets inside are `SecretStr` until here, so that no journal sees them."""
    return json.dumps(body, default=_in_clear).encode()


def _in_clear(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
