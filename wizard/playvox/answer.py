"""Judge an HTTP answer to a SCIM query: the connection test's cause, or a ListResponse.

Pure: bytes in, `Judgment` out. The provisioning service accepts nothing but 200 with a ListResponse
(Microsoft Learn: "Develop and plan provisioning for a SCIM endpoint").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from wizard.playvox.models import LIST_RESPONSE, ROW_BY_ROW, ListResponse
from wizard.playvox.refusals import refusal, refuses_key
from wizard.playvox.said import (
    BOM,
    said_in_challenge,
    said_in_json,
    said_in_xml,
    short_text,
    text_around_json,
    title_of,
)
from wizard.playvox.writers import Writer, writer_of

_MAINTENANCE = re.compile(
    rb"maintenance|under construction|wartung|mantenimiento|manuten[c\xc3]|scheduled downtime"
    rb"|be right back|back soon|temporarily down",
    re.IGNORECASE,
)
_SCIM_TYPES = ("application/scim+json",)
_SCIM_1_XML = re.compile(rb"urn:scim:schemas:core:1\.", re.IGNORECASE)
_SEARCHED = 65536


@dataclass(frozen=True, slots=True)
class ScimResponse:
    """An HTTP answer: status, headers (lower-case names, in order), body (decompressed, capped)."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def media_type(self) -> str:
        """The content type without parameters, lower case."""
        return self.header("content-type").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Judgment:
    """`cause` is None when the answer is a ListResponse; `warnings` are causes that do not break anything.

    `listing` is set when the body was a ListResponse, `detail` is the server's own explanation
    (not yet redacted), `protector` the block page's likely vendor. `why` distinguishes kinds of one cause
    whose words differ. `is_scim_error`: the body is a SCIM error, so the application itself answered.
    """

    cause: str | None
    warnings: tuple[str, ...] = ()
    listing: ListResponse | None = None
    detail: str = ""
    protector: str = ""
    why: str = ""
    is_scim_error: bool = False


def judge(answer: ScimResponse, *, row_by_row: bool = False) -> Judgment:
    """Judge the answer to a query; whether it found the expected users is left to the caller.

    `row_by_row`: a resource that is no object becomes an empty one, instead of spoiling the whole answer.
    """
    status = answer.status
    if status == 200:
        return _success(answer, ROW_BY_ROW if row_by_row else None)
    if 300 <= status < 400 and status != 304:
        return Judgment("http_redirect", detail=_detail(answer))
    if status == 503 and _MAINTENANCE.search(answer.body[:_SEARCHED]) is not None:
        return Judgment("maintenance", detail=_detail(answer))
    writer = _writer(answer)
    if writer is not None:
        cause = "blocked_here" if writer.side == "here" else "blocked_by_waf"
        why = "sign_in" if status == 511 else ""
        return Judgment(cause, detail=_detail(answer), protector=writer.name, why=why)
    if 200 <= status < 300 or status == 304:
        return Judgment("empty_body" if not answer.body.strip() else "not_list_response")
    detail = _detail(answer)
    found = refusal(status, dict(reversed(answer.headers)), answer.body[:_SEARCHED], detail)
    return Judgment(found.cause, detail=detail, why=found.why, is_scim_error=_is_scim_error(answer))


def found_resource(answer: ScimResponse) -> dict[str, Any] | None:
    """The resource in the answer to a request by id; None when it holds none."""
    if answer.status != 200:
        return None
    try:
        content = from_json(answer.body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and isinstance(content.get("id"), str) else None


def looks_like_html(answer: ScimResponse) -> bool:
    """Whether the body is a web page."""
    start = answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start[:1] in (b"{", b"[") or looks_like_xml(answer):
        return False
    return start.startswith((b"<!doctype", b"<html", b"<!--", b"<head", b"<body", b"<?xml", b"<")) or (
        answer.media_type in ("text/html", "application/xhtml+xml") and start != b""
    )


def looks_like_xml(answer: ScimResponse) -> bool:
    """Whether the body is XML that is no web page."""
    start = answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    named = answer.media_type.endswith(("/xml", "+xml")) and start.startswith(b"<")
    return (start.startswith(b"<?xml") or named) and b"<html" not in start and b"<!doctype" not in start


def _writer(answer: ScimResponse) -> Writer | None:
    headers = dict(reversed(answer.headers))  # the first of several headers of one name
    return writer_of(
        answer.status, headers, answer.body, page=looks_like_html(answer), json=_is_json(answer)
    )


def _success(answer: ScimResponse, context: str | None) -> Judgment:
    body = answer.body.removeprefix(BOM).strip()
    if not body:
        return Judgment("empty_body")
    try:
        content = from_json(body)
    except (ValueError, RecursionError):
        return _unreadable(answer)
    try:
        listing = ListResponse.model_validate(content, context=context)
    except (ValidationError, RecursionError) as error:
        return _other_data(content, body, error)
    unusual = () if answer.media_type in _SCIM_TYPES else ("content_type_unusual",)
    if answer.body.startswith(BOM):
        # RFC 8259 section 8.1: it must not be sent, and may be ignored. What Microsoft does is unknown.
        return Judgment(None, ("not_json", *unusual), listing, why="bom")
    return Judgment(None, unusual, listing)


def _unreadable(answer: ScimResponse) -> Judgment:
    before, after = text_around_json(answer.body)
    if before or after:
        return Judgment("not_json", detail=before or after, why="prefix" if before else "suffix")
    if looks_like_xml(answer):
        if _SCIM_1_XML.search(answer.body[:_SEARCHED]) is not None:
            return Judgment("not_list_response", why="scim1")
        return Judgment("not_json", detail=said_in_xml(answer.body), why="xml")
    if not looks_like_html(answer):
        return Judgment("not_json", detail=short_text(answer.body))
    writer = _writer(answer)
    if writer is None:
        return Judgment("not_scim_html", detail=title_of(answer.body))
    cause = "blocked_here" if writer.side == "here" else "blocked_by_waf"
    return Judgment(cause, detail=title_of(answer.body), protector=writer.name)


def _other_data(content: Any, body: bytes, error: ValidationError | RecursionError) -> Judgment:
    """JSON that is no ListResponse: an error message, another version of SCIM, or something unknown."""
    sentence = ""
    if isinstance(content, dict) and not {"Resources", "totalResults", "resources"} & content.keys():
        sentence = said_in_json(body)
    if sentence:
        why = "error_key" if refuses_key(sentence) else "error"
        return Judgment("not_list_response", detail=sentence, why=why)
    return Judgment("not_list_response", detail=_missing(error), why=_other_form(content))


def _other_form(content: Any) -> str:
    """Which known form of data came instead of a ListResponse, or ""."""
    if isinstance(content, str):
        return "text" if content.lstrip()[:1] in ("{", "[") else ""
    schemas = content.get("schemas") if isinstance(content, dict) else None
    named = [str(each).lower() for each in schemas[:10]] if isinstance(schemas, list) else []
    old = any(each.startswith("urn:scim:schemas:core:1.") for each in named)
    return "scim1" if old and LIST_RESPONSE.lower() not in named else ""


def _missing(error: ValidationError | RecursionError) -> str:
    """Which members of a ListResponse are missing or wrong: names only, never the server's values."""
    if isinstance(error, RecursionError):
        return ""
    names = {str(each["loc"][0]) for each in error.errors(include_input=False) if each["loc"]}
    return ", ".join(sorted(names & {"schemas", "totalResults", "Resources", "startIndex", "itemsPerPage"}))


def _is_json(answer: ScimResponse) -> bool:
    return answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _is_scim_error(answer: ScimResponse) -> bool:
    return (
        _is_json(answer)
        and b"urn:ietf:params:scim:api:messages:2.0:error" in answer.body[:_SEARCHED].lower()
    )


def _detail(answer: ScimResponse) -> str:
    if looks_like_html(answer):
        return title_of(answer.body) or (short_text(answer.body) if b"<" not in answer.body else "")
    if looks_like_xml(answer):
        return said_in_xml(answer.body)
    said = said_in_json(answer.body, refusal=True) if _is_json(answer) else short_text(answer.body)
    return said or said_in_challenge(answer.header("www-authenticate"))


def lower_headers(items: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Raw headers as text with lower-case names. Latin-1 decodes every byte, so this cannot fail."""
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in items)
