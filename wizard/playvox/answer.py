"""Judge an HTTP answer to a SCIM query: the connection test's cause, or a ListResponse.

Pure: bytes in, `Judgment` out. The provisioning service accepts nothing but 200 with a ListResponse
(Microsoft Learn: "Develop and plan provisioning for a SCIM endpoint").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import from_json

from wizard.playvox.models import ListResponse, ScimError

# Headers and phrases that identify a web application firewall (WAF) or bot protection.
_WAF_HEADERS = {
    "cf-ray": "Cloudflare",
    "cf-mitigated": "Cloudflare",
    "x-sucuri-id": "Sucuri",
    "x-iinfo": "Imperva",
    "x-azure-ref": "Azure Front Door",
    "x-akamai-request-id": "Akamai",
    "x-datadome": "DataDome",
    "x-amz-waf-action": "AWS WAF",
    "x-amzn-waf-action": "AWS WAF",
}
_WAF_SERVERS = {
    "cloudflare": "Cloudflare",
    "akamaighost": "Akamai",
    "sucuri": "Sucuri",
    "imperva": "Imperva",
    "bigip": "F5",
    "big-ip": "F5",
    "ddos-guard": "DDoS-Guard",
    "barracuda": "Barracuda",
    "fortiweb": "FortiWeb",
    "awselb": "AWS",
}
_WAF_PHRASES = (
    "attention required",
    "access denied",
    "request blocked",
    "the requested url was rejected",
    "you have been blocked",
    "web application firewall",
    "incident id",
    "support id",
    "reference #",
    "are you a robot",
    "captcha",
    "error 1020",
)
_MAINTENANCE = re.compile(
    rb"maintenance|under construction|wartung|mantenimiento|manuten[c\xc3]|scheduled downtime"
    rb"|be right back|back soon|temporarily down",
    re.IGNORECASE,
)
_SCIM_TYPES = ("application/scim+json",)


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
    (not yet redacted), `protector` the block page's likely vendor.
    """

    cause: str | None
    warnings: tuple[str, ...] = ()
    listing: ListResponse | None = None
    detail: str = ""
    protector: str = ""


def judge(answer: ScimResponse) -> Judgment:
    """Judge the answer to a query; whether it found the expected users is left to the caller."""
    if answer.status == 200:
        return _success(answer)
    protector = blocked_by(answer)
    cause = _refusal(answer, protector)
    return Judgment(cause, detail=_detail(answer), protector=protector)


def looks_like_html(answer: ScimResponse) -> bool:
    """Whether the body is a web page."""
    start = answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start[:1] in (b"{", b"["):
        return False
    return start.startswith((b"<!doctype", b"<html", b"<!--", b"<head", b"<body", b"<?xml", b"<")) or (
        answer.media_type in ("text/html", "application/xhtml+xml") and start != b""
    )


def blocked_by(answer: ScimResponse) -> str:
    """The firewall that wrote this block page: its name, "unknown", or "" when it is no block page."""
    if answer.status not in (403, 406, 429, 503):
        return ""
    vendor = next((name for key, name in _WAF_HEADERS.items() if answer.header(key)), "")
    server = answer.header("server").lower()
    vendor = vendor or next((name for key, name in _WAF_SERVERS.items() if key in server), "")
    html = looks_like_html(answer)
    text = answer.body[:65536].decode("utf-8", "replace").lower()
    phrase = any(phrase in text for phrase in _WAF_PHRASES)
    if html or (phrase and not _is_json(answer)):
        return vendor or "unknown"
    if vendor and not _is_json(answer) and answer.body:
        return vendor
    return ""


def _refusal(answer: ScimResponse, protector: str) -> str:  # one branch per cause of the catalog
    status = answer.status
    if 300 <= status < 400 and status != 304:
        return "http_redirect"
    if status == 503 and (_MAINTENANCE.search(answer.body[:65536]) is not None):
        return "maintenance"
    if protector:
        return "blocked_by_waf"
    if 200 <= status < 300 or status == 304:
        return "empty_body" if not answer.body.strip() else "not_list_response"
    return _BY_STATUS.get(status) or ("server_error" if 500 <= status < 600 else _other(status))


def _other(status: int) -> str:
    return "filter_rejected" if 400 <= status < 500 else "http_malformed"


_BY_STATUS = {
    401: "key_rejected",
    402: "key_not_permitted",
    403: "key_not_permitted",
    404: "path_not_found",
    405: "method_not_allowed",
    406: "media_type_refused",
    407: "proxy_auth_required",
    408: "http_timeout",
    410: "path_not_found",
    415: "media_type_refused",
    421: "path_not_found",
    423: "key_not_permitted",
    429: "throttled",
    451: "blocked_by_waf",
    501: "method_not_allowed",
}


def _success(answer: ScimResponse) -> Judgment:
    body = answer.body.strip()
    if not body:
        return Judgment("empty_body")
    if looks_like_html(answer):
        return Judgment("not_scim_html", detail=_title(answer.body))
    try:
        content = from_json(body)
    except (ValueError, RecursionError):
        return Judgment("not_json")
    try:
        listing = ListResponse.model_validate(content)
    except (ValidationError, RecursionError) as error:
        return Judgment("not_list_response", detail=_missing(error))
    unusual = () if answer.media_type in _SCIM_TYPES else ("content_type_unusual",)
    return Judgment(None, unusual, listing)


def _missing(error: ValidationError | RecursionError) -> str:
    """Which members of a ListResponse are missing or wrong: names only, never the server's values."""
    if isinstance(error, RecursionError):
        return ""
    names = {str(each["loc"][0]) for each in error.errors(include_input=False) if each["loc"]}
    return ", ".join(sorted(names & {"schemas", "totalResults", "Resources", "startIndex", "itemsPerPage"}))


def _is_json(answer: ScimResponse) -> bool:
    return answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _detail(answer: ScimResponse) -> str:
    if looks_like_html(answer):
        return _title(answer.body)
    try:
        error = ScimError.model_validate(from_json(answer.body))
    except (ValueError, RecursionError):
        return ""
    return " ".join(each for each in (error.scim_type, error.detail) if each)


def _title(body: bytes) -> str:
    match = re.search(rb"<title[^>]*>([^<]{0,400})", body[:65536], re.IGNORECASE)
    return " ".join(match.group(1).decode("utf-8", "replace").split()) if match else ""


def lower_headers(items: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Raw headers as text with lower-case names. Latin-1 decodes every byte, so this cannot fail."""
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in items)
