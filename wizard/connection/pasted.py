"""Read an error text from Microsoft's admin center or Graph, whatever the language of its labels.

Codes and .NET status names stay English in every language, so only these are searched for. The status that
Playvox sent to Microsoft decides; the code's name says little (field reports show the same code for
unreachable hosts and for rejected keys).
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.messages import (
    Explanation,
    explain,
)
from wizard.playvox.answer import (
    ScimResponse,
    judge,
    looks_like_html,
)
from wizard.problem import Problem

LONGEST = 200_000
"""Characters of a text that are read."""
_CODES = (
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
    "Gone": 410, "LengthRequired": 411, "PreconditionFailed": 412, "UnsupportedMediaType": 415,
    "MisdirectedRequest": 421, "UnprocessableEntity": 422, "UnprocessableContent": 422, "Locked": 423,
    "TooManyRequests": 429, "UnavailableForLegalReasons": 451, "InternalServerError": 500,
    "NotImplemented": 501, "BadGateway": 502, "ServiceUnavailable": 503, "GatewayTimeout": 504,
    "NoContent": 204, "OK": 200,
}  # fmt: skip
_NAMES = "|".join(sorted(_STATUS_NAMES, key=len, reverse=True))
_RESOURCE_BLOCK = re.compile(r"https?://[^\s\"'<>]+(?:\s*\"[^\"]*\")?", re.IGNORECASE)
_COLON_NAME = re.compile(rf"[:：﹕=]\s*[\"']?({_NAMES})\b")
_BARE_NAME = re.compile(rf"^\s*({_NAMES})\s*$", re.MULTILINE)
_HTTP_NUMBER = re.compile(r"\bHTTP[/ ](?:\d(?:\.\d)? )?([1-5]\d\d)\b")
_COLON_NUMBER = re.compile(r"[:：]\s*([1-5]\d\d)\s*(?:[\s(,;.]|$)")
_CONNECT = re.compile(
    r"an error occurred while sending the request|unable to connect to (?:the )?remote server"
    r"|no such host|name or service not known|could not be resolved|actively refused"
    r"|ssl connection could not be established|could not establish trust|secure channel"
    r"|connection was closed|forcibly closed",
    re.IGNORECASE,
)
_TLS = re.compile(
    r"ssl connection could not be established|could not establish trust|secure channel|remote certificate",
    re.IGNORECASE,
)
_DNS = re.compile(
    r"no such host|name or service not known|could not be resolved|name resolution", re.IGNORECASE
)
_TIMEOUT = re.compile(r"\btimed? ?out\b|HttpClient\.Timeout|TaskCanceled", re.IGNORECASE)
_DESERIALIZE = re.compile(r"deserialize|SCIM client[.:]", re.IGNORECASE)
# Causes whose words are about this computer, which a pasted text says nothing about.
_AS_SEEN_BY_MICROSOFT = {
    "entra_unreachable_only": "pasted_unreachable",
    "tls_untrusted": "pasted_tls",
    "entra_rejected": "pasted_rejected",
}
_REQUEST_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pasted:
    """The contents of a pasted error.

    `code` is the innermost code, `status` the HTTP status that Playvox sent to Microsoft, `cause` one of
    the connection test's causes (None: nothing was recognized), `url` the address Microsoft called,
    `detail` the answer's content, shortened, `said` the explanation in it, `request_id` for Microsoft's
    support.
    """

    code: str = ""
    status: int | None = None
    cause: str | None = None
    url: str = ""
    detail: str = ""
    request_id: str = ""
    said: str = ""
    codes: tuple[str, ...] = field(default=())

    @property
    def recognized(self) -> bool:
        """Whether the text held a Microsoft error."""
        return bool(self.code or self.status or self.cause)

    @property
    def explanation(self) -> Explanation:
        """The meaning of the error and what to do, from the text alone."""
        facts = {"status": str(self.status or "–"), "code": self.code, "detail": self.said or "–"}
        host = urlsplit(self.url.split()[0]).hostname if self.url else None
        facts |= {"host": host} if host else {}
        cause = "pasted_unknown" if self.cause is None else as_seen_by_microsoft(self.cause)
        return explain(Problem(cause, facts))


def as_seen_by_microsoft(cause: str) -> str:
    """The code with words for a cause that Microsoft's service met, not this computer."""
    return _AS_SEEN_BY_MICROSOFT.get(cause, cause)


def read_pasted(text: str, *, status: int | None = None) -> Pasted:
    """Read code, inner status and cause from an error text: of the admin center, an email, a log, Graph."""
    text = _unwrapped(text[:LONGEST])
    codes = _codes(text)
    status = status or _status(text)
    url = _RESOURCE_BLOCK.search(text)
    address = url.group(0) if url and "graph.microsoft" not in url.group(0) else ""
    content = _content(text)
    request = [each for each in _REQUEST_ID.findall(text) if each not in address]
    return Pasted(
        codes[-1] if codes else "",
        status,
        _cause(text, codes, status, content, address),
        EvidenceRedactor().text(address),
        EvidenceRedactor().text(content),
        request[-1] if request and ("equest" in text or "orrelation" in text) else "",
        codes=tuple(codes),
        said=EvidenceRedactor().text(
            judge(ScimResponse(status or 200, (), content.encode("utf-8", "replace"))).detail
        ),
    )


def _unwrapped(text: str) -> str:
    """The text with nested JSON expanded: Graph's message holds the service's error as JSON."""
    parts = [text]
    for match in itertools.islice(re.finditer(r"\{", text), 20):
        try:
            value, _end = json.JSONDecoder().raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        parts.extend(_strings(value, 0))
        break
    return "\n".join(parts)


def _strings(value: Any, depth: int) -> list[str]:
    if depth > 8:
        return []
    if isinstance(value, str):
        found = [value]
        stripped = value.strip()
        if stripped.startswith(("{", "[")):
            with contextlib.suppress(ValueError, RecursionError):
                found += _strings(json.loads(stripped), depth + 1)
        return found
    if isinstance(value, dict):
        return [text for each in list(value.values())[:50] for text in _strings(each, depth + 1)]
    if isinstance(value, list):
        return [text for each in value[:50] for text in _strings(each, depth + 1)]
    return []


def _codes(text: str) -> list[str]:
    found: dict[str, int] = {}
    for match in _ANY_CODE.finditer(text):
        found.setdefault(match.group(0), match.start())
    for code in _CODES:
        place = re.search(rf"\b{code}\b", text)
        if place is not None:
            found.setdefault(code, place.start())
    outer = {"InvalidCredentials", "EncounteredQuarantineException", "InternalError"}
    return sorted(found, key=lambda code: (code not in outer, found[code]))


def _status(text: str) -> int | None:
    for pattern in (_COLON_NAME, _BARE_NAME):
        match = pattern.search(text)
        if match is not None:
            return _STATUS_NAMES[match.group(1)]
    for pattern in (_HTTP_NUMBER, _COLON_NUMBER):
        match = pattern.search(text)
        if match is not None:
            return int(match.group(1))
    return None


def _content(text: str) -> str:
    """Playvox's answer: the text after the last label whose value starts like JSON or a web page, or ""."""
    match = re.search(r"[:：]\s*(<!?[a-zA-Z!-].*|\{.*|\[.*)", text, re.DOTALL)
    if match is not None and "error" not in match.group(1)[:2]:
        return _first_json(match.group(1).strip())
    return ""


def _first_json(content: str) -> str:
    """JSON without the text after it; anything else as it is."""
    if content.startswith(("{", "[")):
        with contextlib.suppress(ValueError, RecursionError):
            _value, end = json.JSONDecoder().raw_decode(content)
            return content[:end]
    return content


def _cause(text: str, codes: list[str], status: int | None, content: str, url: str) -> str | None:
    if status is not None and status != 200 and not (status == 500 and _CONNECT.search(text)):
        if status == 404 and "/groups" in url.lower():
            return "groups_missing"
        return _by_status(status, content, url)
    if "SystemForCrossDomainIdentityManagementMultipleEntriesInResponse" in codes:
        return "filter_ignored"
    if _DESERIALIZE.search(text):
        page = looks_like_html(ScimResponse(200, (), content.encode("utf-8", "replace")))
        return "not_scim_html" if page else "not_list_response"
    if _TIMEOUT.search(text):
        return "http_timeout"
    if _DNS.search(text):
        return "dns_not_found"
    if _TLS.search(text):
        return "tls_untrusted"
    if _CONNECT.search(text):
        return "entra_unreachable_only"
    if status == 200:
        return "not_list_response"
    return _by_code(codes)


def _by_status(status: int, content: str, url: str) -> str:
    if status in (403, 501) and "/groups" in url.lower():
        return "groups_missing"
    answer = ScimResponse(status, (), content.encode("utf-8", "replace"))
    return judge(answer).cause or "not_list_response"


def _by_code(codes: list[str]) -> str | None:
    names = " ".join(codes)
    if "CredentialValidationFailure" in names:
        return "key_rejected"
    if "ServiceIncompatible" in names or "BadRes" in names:
        return "not_list_response"
    if "BadRequest" in names:
        return "filter_rejected"
    if "CredentialValidationUnavailable" in names:
        return "entra_rejected"
    if "RequestMissingRequiredParameter" in names or "InternalError" in names:
        return "entra_rejected"
    return "entra_rejected" if codes else None
