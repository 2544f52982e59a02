"""Graph errors as problems the administrator can act on.

Errors of the provisioning service come wrapped: the outer message is itself a JSON document, whose codes
are the relevant ones (Graph docs "Error responses": codes may be branched on, messages may not).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wizard.entra.scopes import needed
from wizard.problem import (
    AnswerLostError,
    ConflictError,
    LicenseMissingError,
    MoreProofError,
    NotFoundError,
    Problem,
    ProblemError,
    RoleMissingError,
    ScopeMissingError,
    UnavailableError,
)
from wizard.security.redactor import redact

_CLAIMS = re.compile(r'claims="([^"]+)"')
_DEPTH = 5
_MAX_TEXT = 4000
_VAGUE = {"", "UnknownError", "None"}
_LICENCE_CODES = {"Authentication_RequestFromNonPremiumTenantOrB2CTenant"}
_SCOPE_CODES = {"Authentication_MSGraphPermissionMissing"}


class GraphError(ProblemError):
    """A refused or lost request.

    `status` is the HTTP status, None when no answer came. `code` is Graph's outer code, `inner` the most
    specific one. `message` is redacted and for reading only. `maybe_done` is True when the change may have
    happened although no successful response arrived: verify before repeating. `claims` is the challenge
    to pass to the next sign-in, if Graph sent one.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        status: int | None = None,
        code: str = "",
        inner: str = "",
        message: str = "",
        maybe_done: bool = False,
        claims: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.status = status
        self.code = code
        self.inner = inner
        self.message = message
        self.maybe_done = maybe_done
        self.claims = claims

    def says(self, *codes: str) -> bool:
        """Whether Graph's outer or innermost code is one of these."""
        wanted = {code.casefold() for code in codes}
        return self.code.casefold() in wanted or self.inner.casefold() in wanted


class GraphNotFoundError(GraphError, NotFoundError):
    """Graph does not know the object."""


class GraphConflictError(GraphError, ConflictError):
    """Graph refuses the change because of the object's state, or because it was changed meanwhile."""


class GraphRoleMissingError(GraphError, RoleMissingError):
    """Graph refuses the signed-in person."""


class GraphScopeMissingError(GraphError, ScopeMissingError):
    """The token lacks a permission."""


class GraphLicenseMissingError(GraphError, LicenseMissingError):
    """The tenant lacks a license."""


class GraphProofWantedError(GraphError, MoreProofError):
    """Conditional Access requires another sign-in; `claims` says which."""


class GraphUnavailableError(GraphError, UnavailableError):
    """Graph answers with a failure of its own."""


class GraphAnswerLostError(GraphError, AnswerLostError):
    """The change may have happened; `maybe_done` is True unless it only read."""


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The relevant members of an error response; texts redacted."""

    code: str = ""
    inner: str = ""
    message: str = ""
    request_id: str = ""


def parse_error(body: object) -> ErrorBody:
    """Unwrap an error body: nested `error`, `innerError` in both spellings, JSON inside `message`."""
    codes: list[str] = []
    messages: list[str] = []
    request_id = _walk(body, codes, messages, 0)
    specific = next((code for code in reversed(codes) if code not in _VAGUE), "")
    message = next((text for text in reversed(messages) if text), "")
    return ErrorBody(codes[0] if codes else "", specific, redact(message)[:_MAX_TEXT], request_id)


def _walk(node: object, codes: list[str], messages: list[str], depth: int) -> str:
    if not isinstance(node, Mapping) or depth > _DEPTH:
        return ""
    members = {str(key).casefold(): value for key, value in node.items()}
    if isinstance(members.get("error"), Mapping):
        return _walk(members["error"], codes, messages, depth + 1)
    if isinstance(members.get("code"), str):
        codes.append(members["code"])
    request_id = members.get("request-id")
    found = request_id if isinstance(request_id, str) else ""
    found = _walk(members.get("innererror"), codes, messages, depth + 1) or found
    message = members.get("message")
    if isinstance(message, str):
        wrapped = _json(message)
        if isinstance(wrapped, Mapping):
            found = _walk(wrapped, codes, messages, depth + 1) or found
        else:
            messages.append(message)
    return found


def _json(text: str) -> Any:
    if not text.lstrip().startswith("{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def claims_in(headers: Mapping[str, str]) -> str | None:
    """The claims challenge of a WWW-Authenticate header as JSON text (Microsoft: claims challenges)."""
    match = _CLAIMS.search(headers.get("www-authenticate", ""))
    if match is None:
        return None
    encoded = match.group(1)
    try:
        text = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_").decode()
        json.loads(text)
    except (binascii.Error, ValueError, RecursionError):
        return None
    return text


def refused(
    method: str,
    path: str,
    status: int,
    headers: Mapping[str, str],
    body: object,
    *,
    granted: frozenset[str] = frozenset(),
    maybe_done: bool = False,
    app_only: bool = False,
) -> GraphError:
    """The error for an answer with a status of 400 or more; `app_only`: to an application, not a person."""
    parsed = parse_error(body)
    claims = claims_in(headers)
    facts = {
        "method": method,
        "path": path,
        "status": str(status),
        "code": parsed.inner or parsed.code,
        "message": parsed.message[:300],
        "request_id": parsed.request_id or headers.get("request-id", ""),
    }
    kind, code = _kind(status, parsed, claims, maybe_done)
    passes = status in {401, 429} or status >= 500
    # The synchronization service answers 401 to an application without the permission.
    unpermitted = kind is GraphRoleMissingError or (status == 401 and "/synchronization/" in path)
    if app_only and unpermitted:
        facts["scope"] = needed(method, path, granted)
        kind = GraphScopeMissingError if facts["scope"] else GraphRoleMissingError
        code = "graph_app_permission_missing" if facts["scope"] else "graph_app_not_owner"
    elif kind is GraphRoleMissingError and granted:
        facts["scope"] = needed(method, path, granted)
        if facts["scope"]:
            kind, code = GraphScopeMissingError, "graph_scope_missing"
        else:
            # An eligible role may still be activated (PIM), so the same request can succeed a moment later.
            code, passes = "graph_role_missing", True
    raw = redact(f"{method} {path} -> {status}\n{_raw(body)}")[:_MAX_TEXT]
    retryable = passes or claims is not None
    return kind(
        Problem(code, facts, raw, retryable=retryable),
        status=status,
        code=parsed.code,
        inner=parsed.inner,
        message=parsed.message,
        maybe_done=maybe_done,
        claims=claims,
    )


def _kind(
    status: int, parsed: ErrorBody, claims: str | None, maybe_done: bool
) -> tuple[type[GraphError], str]:
    """What kind of refusal it is, and its problem code."""
    if maybe_done:
        return GraphAnswerLostError, "graph_lost_answer"
    if claims is not None:
        return GraphProofWantedError, "graph_claims_challenge"
    codes = {parsed.code, parsed.inner}
    if status == 403 and codes & _LICENCE_CODES:
        return GraphLicenseMissingError, "graph_licence_missing"
    if status == 403 and codes & _SCOPE_CODES:
        return GraphScopeMissingError, "graph_scope_missing"
    if status >= 500:
        return GraphUnavailableError, "graph_unavailable"
    return _BY_STATUS.get(status, (GraphError, "graph_refused"))


_BY_STATUS: Mapping[int, tuple[type[GraphError], str]] = {
    401: (GraphError, "graph_signin_expired"),
    403: (GraphRoleMissingError, "graph_forbidden"),
    404: (GraphNotFoundError, "graph_not_found"),
    409: (GraphConflictError, "graph_conflict"),
    412: (GraphConflictError, "graph_conflict"),
    413: (GraphError, "graph_too_large"),
    429: (GraphError, "graph_busy"),
}


def _raw(body: object) -> str:
    return body if isinstance(body, str) else json.dumps(body, indent=1, ensure_ascii=False)


def unreachable(method: str, path: str, error: BaseException, code: str, *, maybe_done: bool) -> GraphError:
    """The error for a request that got no answer; `code` when nothing was changed for certain."""
    facts = {"method": method, "path": path, "error": redact(str(error))[:300] or type(error).__name__}
    kind = GraphAnswerLostError if maybe_done else GraphError
    return kind(
        Problem(
            "graph_lost_answer" if maybe_done else code,
            facts,
            redact(f"{method} {path}\n{type(error).__name__}: {error}")[:_MAX_TEXT],
            retryable=True,
        ),
        maybe_done=maybe_done,
    )
