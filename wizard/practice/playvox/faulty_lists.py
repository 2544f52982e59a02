"""Faults that change what Playvox reads from a request or writes into its answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from wizard.practice.faults import Faults
from wizard.practice.playvox.answer import MEDIA_TYPE, error

Json = dict[str, Any]


def misread_query(query: bytes, faults: Faults) -> bytes:
    """The query string as a Playvox with these faults reads it."""
    if b"filter=" not in query:
        return query
    if b"+" in query and faults.take("playvox-plus-not-decoded"):
        query = query.replace(b"+", b"%2B")
    if faults.take("playvox-filter-ignored"):
        kept = [pair for pair in parse_qsl(query.decode("latin-1"), True) if pair[0] != "filter"]
        query = urlencode(kept).encode("latin-1")
    return query


def misread_body(request: Request, content: bytes, faults: Faults) -> bytes:
    """The body of a PATCH without its disabling operations, when disabling is ignored."""
    if request.method != "PATCH" or b"active" not in content.lower():
        return content
    try:
        body = json.loads(content)
        operations = body["Operations"]
        kept = [operation for operation in operations if not _disables(operation)]
    except (ValueError, KeyError, TypeError, AttributeError):
        return content
    if len(kept) == len(operations) or not faults.take("playvox-disable-ignored"):
        return content
    # An empty list would be refused; this writes nothing.
    body["Operations"] = kept or [{"op": "replace", "path": "nothing", "value": ""}]
    return json.dumps(body).encode()


def _disables(operation: Json) -> bool:
    value, path = operation.get("value"), str(operation.get("path", "")).lower()
    if isinstance(value, dict):
        value = next((item for name, item in value.items() if name.lower() == "active"), None)
        path = "active"
    return path == "active" and str(value).lower() == "false"


def miswrite(request: Request, response: Response, faults: Faults) -> Response:
    """The answer as a Playvox with these faults writes it."""
    if response.status_code != 200 or not response.body:
        return response
    body = json.loads(bytes(response.body))
    listing = "Resources" in body and "/Users" in request.url.path
    no_hit = listing and not body["totalResults"] and "filter" in request.query_params
    if no_hit and faults.take("playvox-404-for-none"):
        return error(404, "No user found")
    if listing:
        for name, change in _LIST_CHANGES.items():
            if faults.take(name):
                return _json(change(body))
    if "schemas" in body and faults.take("playvox-no-schemas"):
        return _json({name: value for name, value in body.items() if name != "schemas"})
    if faults.take("playvox-broken-json"):
        return Response(bytes(response.body)[:-7] + b",,}", 200, media_type=MEDIA_TYPE)
    if faults.take("playvox-plain-json"):
        return _json(body, "application/json")
    return response


_LIST_CHANGES: dict[str, Callable[[Json], Any]] = {
    "playvox-plain-array": lambda body: body["Resources"],
    "playvox-users-member": lambda body: {"users": body["Resources"], "total": body["totalResults"]},
    "playvox-no-resources": lambda body: {name: body[name] for name in body if name != "Resources"},
    "playvox-total-as-text": lambda body: {**body, "totalResults": str(body["totalResults"])},
}


def _json(body: Any, media_type: str = MEDIA_TYPE) -> Response:
    return Response(json.dumps(body, ensure_ascii=False).encode(), 200, media_type=media_type)
