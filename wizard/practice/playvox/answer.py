"""Answers in SCIM's media type, and the web pages of hosts that are no SCIM service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scim2_models import Error
from starlette.responses import Response

MEDIA_TYPE = "application/scim+json"


def scim(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A SCIM answer."""
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(content, status, dict(headers or {}), media_type=MEDIA_TYPE)


def error(
    status: int, detail: str, kind: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """A SCIM error (RFC 7644 section 3.12); `kind` is its scimType."""
    return scim(Error(status=status, scim_type=kind, detail=detail).model_dump(), status, headers)


def page(title: str, text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A web page, as people and proxies get it."""
    content = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body><h1>{title}</h1><p>{text}</p></body></html>\n"
    )
    return Response(content, status, dict(headers or {}), media_type="text/html")
