"""Graph's error answers.

Source: Graph docs, "Microsoft Graph error responses and resource types".
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from wizard.practice.clock import stamp
from wizard.practice.tenant import Tenant


class GraphRefusalError(Exception):
    """One refusal: HTTP status, Graph code, message, and headers of the answer."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    def body(self, tenant: Tenant, client_request_id: str) -> dict[str, Any]:
        """The envelope."""
        inner = {
            "date": stamp(tenant.clock.now())[:19],
            "request-id": str(uuid.uuid4()),
            "client-request-id": client_request_id,
        }
        return {"error": {"code": self.code, "message": self.message, "innerError": inner}}


def not_found(identifier: str) -> GraphRefusalError:
    """No such object, or not visible yet."""
    text = (
        f"Resource '{identifier}' does not exist or one of its queried"
        " reference-property objects are not present."
    )
    return GraphRefusalError(404, "Request_ResourceNotFound", text)


def bad_request(message: str) -> GraphRefusalError:
    """The request is malformed."""
    return GraphRefusalError(400, "Request_BadRequest", message)


def unsupported_query(message: str) -> GraphRefusalError:
    """A query option or filter this resource does not have."""
    return GraphRefusalError(400, "Request_UnsupportedQuery", message)


def denied(message: str = "Insufficient privileges to complete the operation.") -> GraphRefusalError:
    """A permission or a directory role is missing."""
    return GraphRefusalError(403, "Authorization_RequestDenied", message)


def bad_token(message: str) -> GraphRefusalError:
    """The access token is missing, wrong or expired."""
    header = (
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
    )
    return GraphRefusalError(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": header})


def throttled(seconds: int) -> GraphRefusalError:
    """Too many requests."""
    return GraphRefusalError(429, "TooManyRequests", "Too many requests.", {"Retry-After": str(seconds)})


def wrapped(status: int, code: str, message: str | None, *, inner: str | None = None) -> GraphRefusalError:
    """An error of the synchronization service: JSON inside the message of Graph's own error.

    With `inner` there is a second, more specific error inside the first.
    """
    details: dict[str, Any] = {
        "code": code,
        "message": message,
        "target": None,
        "details": [],
        "innerError": None,
    }
    if inner:
        details["innerError"] = {"code": inner, "message": message}
    return GraphRefusalError(status, "UnknownError", _packed({"error": details}))


def _packed(inner: dict[str, Any]) -> str:
    return json.dumps(inner, separators=(",", ":"), ensure_ascii=False)


def no_such_route(address: str) -> GraphRefusalError:
    """The synchronization service's error for an operation it does not have."""
    text = f"No HTTP resource was found that matches the request URI '{address}'."
    return GraphRefusalError(404, "UnknownError", _packed({"Message": text}))
