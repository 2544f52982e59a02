"""The parts of an error text of Microsoft's service, whatever the language of its labels.

Codes, .NET status names and HTTP headers stay English in every language, and the parts of Playvox's answer
always have the same order: resource, operation, status, headers, content. Only these are relied on.
"""

from __future__ import annotations

import contextlib
import json
import re
from urllib.parse import unquote_plus

CODES = (
    "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable",
    "SystemForCrossDomainIdentityManagementCredentialValidationFailure",
    "SystemForCrossDomainIdentityManagementServiceIncompatibleFiltering",
    "SystemForCrossDomainIdentityManagementServiceIncompatible",
    "SystemForCrossDomainIdentityManagementMultipleEntriesInResponse",
    "SystemForCrossDomainIdentityManagementBadRequest",
    "SystemForCrossDomainIdentityManagementBadResponse",
    "CredentialValidationUnavailable",
    "CredentialValidationFailure",
    "RequestMissingRequiredParameter",
    "InvalidCredentials",
    "EncounteredQuarantineException",
    "EntrySynchronizationError",
    "InternalError",
    "EncounteredEscrowProportionThreshold",
    "EncounteredTotalEscrowThreshold",
    "EncounteredBaseEscrowThreshold",
    "TooManyDeletes",
)
QUARANTINES = {
    "EncounteredEscrowProportionThreshold": "failures",
    "EncounteredTotalEscrowThreshold": "failures",
    "EncounteredBaseEscrowThreshold": "failures",
    "TooManyDeletes": "deletions",
}
"""Reasons of a quarantine that do not come from the connection (Graph docs: quarantineReason)."""
_OUTER = (
    "InvalidCredentials",
    "EncounteredQuarantineException",
    "EntrySynchronizationError",
    "InternalError",
)
_ANY_CODE = re.compile(r"\bSystemForCrossDomainIdentityManagement[A-Za-z]+\b")
# Names of .NET's HttpStatusCode, as the service writes them.
_STATUS_NAMES = {
    "MultipleChoices": 300, "Ambiguous": 300, "MovedPermanently": 301, "Moved": 301, "Found": 302,
    "Redirect": 302, "SeeOther": 303, "RedirectMethod": 303, "TemporaryRedirect": 307,
    "RedirectKeepVerb": 307, "PermanentRedirect": 308, "BadRequest": 400, "Unauthorized": 401,
    "PaymentRequired": 402, "Forbidden": 403, "NotFound": 404, "MethodNotAllowed": 405,
    "NotAcceptable": 406, "ProxyAuthenticationRequired": 407, "RequestTimeout": 408, "Conflict": 409,
    "Gone": 410, "LengthRequired": 411, "PreconditionFailed": 412, "RequestEntityTooLarge": 413,
    "RequestUriTooLong": 414, "UnsupportedMediaType": 415, "MisdirectedRequest": 421,
    "UnprocessableEntity": 422, "UnprocessableContent": 422, "Locked": 423, "UpgradeRequired": 426,
    "TooManyRequests": 429, "RequestHeaderFieldsTooLarge": 431, "UnavailableForLegalReasons": 451,
    "InternalServerError": 500, "NotImplemented": 501, "BadGateway": 502, "ServiceUnavailable": 503,
    "GatewayTimeout": 504, "HttpVersionNotSupported": 505, "NetworkAuthenticationRequired": 511,
    "NoContent": 204, "Accepted": 202, "OK": 200,
}  # fmt: skip
_STATUS_NAMES_BY_CASE = {name.lower(): status for name, status in _STATUS_NAMES.items()}
_NAMES = "|".join(sorted(_STATUS_NAMES, key=len, reverse=True))
_FIRST_LINE = re.compile(r"\bHTTP[/ ](?:\d(?:\.\d)? )?([1-5]\d\d)\b")
_STATUSES = (
    re.compile(rf"[:：﹕=]\s*[\"']?({_NAMES})\b"),
    re.compile(rf"^\s*({_NAMES})\s*$", re.MULTILINE),
    re.compile(rf"\berror ?code\s+({_NAMES})\b", re.IGNORECASE),  # a row of the provisioning log
    _FIRST_LINE,
    # The remote server returned an error: (401) Unauthorized.
    re.compile(r"\(([1-5]\d\d)\) [A-Z]|[:：]\s*\(([1-5]\d\d)\)"),
    re.compile(r"\b(?:indicate success|status(?: ?code)?)\W{1,4}([1-5]\d\d)\b", re.IGNORECASE),
    # A label in any language that speaks of a status; not the number of a port, or a header's length.
    re.compile(
        r"(?:stat|cod|c[oó]d|[ée]tat|http|estado|fehler|error|erreur|erro\b|状态|狀態|ステータス|상태|コード|代码|代碼)"
        r"[^:：\n]{0,30}[:：]\s*([1-5]\d\d)(?!\.?\d)\s*(?:[\s(,;.]|$)",
        re.IGNORECASE,
    ),
)
_PAGE_STATUS = re.compile(r"<title>\s*(?:HTTP |Error |HTTP Status )?([45]\d\d)\b", re.IGNORECASE)
_OF_GRAPH = re.compile(r"graph\.microsoft\.|microsoftgraph\.", re.IGNORECASE)
_RESOURCE = re.compile(r"https?://[^\s\"'<>]+(?:\s*(?:eq\s*)?\"[^\"]*\"?[^\s\"'<>]*){0,3}", re.IGNORECASE)
_FILTER = re.compile(
    r"[?&]filter=([^\s+&%=\[]+(?:\[[^\]]{0,200}\][^\s+&%=]*)?)(?:\+|%20|\s)+eq\b", re.IGNORECASE
)
_HEADER = re.compile(r"(?<!\S)([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)[:：]\s")
_CONTENT_LABEL = re.compile(r"\bresponse content[:：]\s*", re.IGNORECASE)
_ANY_CONTENT = re.compile(
    r"(?:received from your SCIM endpoint|[:：])\s*['‘\"]?(<!?[a-zA-Z!-].*|\{.*|\[.*)", re.DOTALL
)
_AFTER_CONTENT = re.compile(
    r"['’\"]?\s*\.?\s*(?:please check the service and try again|this operation was retried"
    r"|request[- ]id\s*[:：]|correlation[- ]id\s*[:：]|reportableidentifier"
    r"|client[- ]request[- ]id|timestamp\s*[:：]).*",
    re.IGNORECASE | re.DOTALL,
)
_REDACTED = re.compile(r"\[Redacted\w*(?:Html|Page|Web|Content)\w*\]", re.IGNORECASE)
_PAGE = b"<html><!-- a page whose text Microsoft's service removed -->"
_REQUEST_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
_MOST_HEADERS = 60
_LONGEST_HEAD = 20_000


def codes_in(text: str) -> list[str]:
    """All error codes of the text, wrappers first, then by their place."""
    found: dict[str, int] = {}
    for match in _ANY_CODE.finditer(text):
        found.setdefault(match.group(0), match.start())
    for code in CODES:
        place = re.search(rf"\b{code}\b", text)
        if place is not None:
            found.setdefault(code, place.start())
    return sorted(found, key=lambda code: (code not in _OUTER, found[code]))


def status_in(text: str) -> tuple[int | None, int]:
    """The HTTP status that Playvox sent to Microsoft, and where its name ends; None and 0 without one."""
    for pattern in _STATUSES:
        if pattern is _FIRST_LINE and _OF_GRAPH.search(text):
            continue  # the first line of Graph's answer, not of Playvox's
        match = pattern.search(text)
        if match is not None:
            named = next(each for each in match.groups() if each)
            return _STATUS_NAMES_BY_CASE.get(named.lower()) or int(named), match.end()
    return None, 0


def status_of_page(content: str) -> int | None:
    """The status that a quoted error page has as its title, such as "404 Not Found"; None without one."""
    match = _PAGE_STATUS.search(content[:4096])
    return int(match.group(1)) if match is not None else None


def resource_in(text: str) -> str:
    """The address that Microsoft's service called, or ""."""
    for match in _RESOURCE.finditer(text):
        called = match.group(0)
        if "filter=" in called or re.search(r"/(?:users|groups)\b", called, re.IGNORECASE):
            return called if "graph.microsoft" not in called else ""
    return ""


def attribute_in(resource: str) -> str:
    """The attribute that the called address searches by, or ""."""
    match = _FILTER.search(resource)
    return unquote_plus(match.group(1)) if match is not None else ""


def headers_in(text: str, start: int) -> tuple[tuple[str, str], ...]:
    """The headers between the status, which ends at `start`, and the content, with lower-case names."""
    if not start:
        return ()
    content = _CONTENT_LABEL.search(text, start)
    block = text[start : content.start() if content is not None else start + _LONGEST_HEAD]
    found = list(_HEADER.finditer(block))[:_MOST_HEADERS]
    ends = [*(each.start() for each in found[1:]), len(block)][: len(found)]
    pairs = [
        (each.group(1).lower(), block[each.end() : end].strip(" ,;\r\n\t"))
        for each, end in zip(found, ends, strict=True)
    ]
    return tuple((name, value) for name, value in pairs if value)


def has_answer(text: str) -> bool:
    """Whether the text quotes an answer of Playvox under a label."""
    return _CONTENT_LABEL.search(text) is not None


def content_in(text: str) -> str:
    """Playvox's answer as the text quotes it, or ""."""
    label = _CONTENT_LABEL.search(text)
    if label is not None:
        content = text[label.end() :]
    else:
        match = _ANY_CONTENT.search(text)
        if match is None or "error" in match.group(1)[:2]:
            return ""
        content = match.group(1)
    return _first_json(_AFTER_CONTENT.sub("", content).strip().strip("'‘’").strip())


def _first_json(content: str) -> str:
    """JSON without the text after it; anything else as it is."""
    if content.startswith(("{", "[")):
        with contextlib.suppress(ValueError, RecursionError):
            _value, end = json.JSONDecoder().raw_decode(content)
            return content[:end]
    return content


def as_body(content: str) -> bytes:
    """The content as an answer's body: a page that Microsoft's service removed is a page without text."""
    if _REDACTED.search(content):
        return _PAGE
    return content.encode("utf-8", "replace")


def request_id_in(text: str, resource: str) -> str:
    """The identifier for Microsoft's support, or ""."""
    found = [each for each in _REQUEST_ID.findall(text) if each not in resource]
    return found[-1] if found and ("equest" in text or "orrelation" in text) else ""
