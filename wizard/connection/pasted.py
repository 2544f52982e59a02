"""Read an error text from Microsoft's admin center or Graph, whatever the language of its labels.

The status that Playvox sent to Microsoft decides, together with the headers and the content of its answer;
the code's name says little (field reports show the same code for unreachable hosts and for rejected keys).
"""

from __future__ import annotations

import contextlib
import html
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.pasted_parts import (
    QUARANTINES,
    as_body,
    attribute_in,
    codes_in,
    content_in,
    has_answer,
    headers_in,
    request_id_in,
    resource_in,
    status_in,
    status_of_page,
)
from wizard.connection.service_sentences import cause_of_sentence, is_about_revocation, is_bare_toast
from wizard.messages import explain
from wizard.messages.explanation import Explanation, has_words
from wizard.playvox.answer import Judgment, ScimResponse, judge, looks_like_html
from wizard.playvox.attributes import MATCHING
from wizard.problem import Problem

LONGEST = 200_000
"""Characters of a text that are read."""
_DESERIALIZE = re.compile(r"deserializ|SCIM client[.:]", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w.-])([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,63})(?::\d{1,5}\b|(?<=[a-z])'$|'(?=\W))",
    re.IGNORECASE | re.MULTILINE,
)
_ESCAPED = re.compile(r"&(?:quot|lt|gt|#3[49]|#x2[27]);")
_NO_ANSWER = 500  # the status that the service writes itself when it got no answer
_LITERALS = ("true", "false", "null")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The contents of a pasted error.

    `code` is the innermost code, `status` the HTTP status that Playvox sent to Microsoft, `cause` one of
    the connection test's causes (None: nothing was recognized), `url` the address Microsoft called,
    `detail` the answer's content, shortened, `said` the explanation in it, `request_id` for Microsoft's
    support. `attribute` is what the failed search searched by, `protector` the firewall that answered,
    `is_page` whether the answer was a web page; `why` distinguishes kinds of one cause.
    """

    code: str = ""
    status: int | None = None
    cause: str | None = None
    url: str = ""
    detail: str = ""
    request_id: str = ""
    said: str = ""
    codes: tuple[str, ...] = field(default=())
    attribute: str = ""
    protector: str = ""
    is_page: bool = False
    why: str = ""
    host: str = ""

    @property
    def recognized(self) -> bool:
        """Whether the text held a Microsoft error."""
        return bool(self.code or self.status or self.cause)

    @property
    def explanation(self) -> Explanation:
        """The meaning of the error and what to do, from the text alone."""
        facts = {
            "status": str(self.status or "–"),
            "code": self.code,
            "detail": self.said,
            "protector": self.protector,
            "why": self.why,
            "attribute": self.attribute,
        }
        facts |= {"host": self.host} if self.host else {}
        if self.cause is None:
            return explain(Problem("pasted_unknown", facts))
        return explain(Problem(as_seen_by_microsoft(self.cause), facts))


def as_seen_by_microsoft(cause: str) -> str:
    """The code with words for a cause that Microsoft's service met, not this computer."""
    own = f"pasted_{cause}"
    return own if has_words(own) else cause


def read_pasted(text: str, *, status: int | None = None) -> Pasted:
    """Read code, inner status and cause from an error text: of the admin center, an email, a log, Graph."""
    text = text[:LONGEST]
    if _ESCAPED.search(text) is not None:
        text = html.unescape(text)  # copied from the source of a mail or a page
    text = _unwrapped(text)
    codes = codes_in(text)
    named, end = status_in(text)
    status = status or named
    resource = resource_in(text)
    content = content_in(text)
    status = status or status_of_page(content)
    answer = ScimResponse(status or 200, headers_in(text, end), as_body(content))
    judgment = judge(answer)
    cause, why = _cause(text, codes, status, answer, judgment, resource)
    attribute = attribute_in(resource)
    if not why and attribute and attribute.casefold() != MATCHING.casefold() and _by_search(cause, status):
        why = "matching"
    redactor = EvidenceRedactor()
    return Pasted(
        codes[-1] if codes else "",
        status,
        cause,
        redactor.text(resource),
        redactor.text(content),
        request_id_in(text, resource),
        redactor.text(judgment.detail),
        tuple(codes),
        redactor.text(attribute, 80),
        redactor.text(judgment.protector, 80),
        is_page=bool(content) and looks_like_html(answer),
        why=why,
        host=redactor.text(_host(text, resource), 253),
    )


def _unwrapped(text: str) -> str:
    """The text with nested JSON expanded: Graph's message holds the service's error as JSON."""
    parts = [text]
    for match in itertools.islice(re.finditer(r"\{", text), 20):
        try:
            value, end = json.JSONDecoder().raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        strings = _strings(value, 0)
        if any(codes_in(each) or has_answer(each) for each in strings):
            parts = [text[: match.start()] + text[end:]]  # not the same once more with escaped characters
        parts.extend(strings)
        break
    return "\n".join(parts)


def _strings(value: Any, depth: int) -> list[str]:
    if depth > 8:
        return []
    if isinstance(value, str):
        stripped = value.strip()
        if stripped.startswith(("{", "[")):
            with contextlib.suppress(ValueError, RecursionError):
                # Not the text as well: in it the same is there with escaped characters.
                return _strings(json.loads(stripped), depth + 1) or [value]
        return [value]
    if isinstance(value, dict):
        return [text for each in list(value.values())[:50] for text in _strings(each, depth + 1)]
    if isinstance(value, list):
        return [text for each in value[:50] for text in _strings(each, depth + 1)]
    return []


def _host(text: str, resource: str) -> str:
    if resource:
        with contextlib.suppress(ValueError):
            return urlsplit(resource.split()[0]).hostname or ""
    match = _HOST.search(text)
    return match.group(1).lower() if match is not None else ""


def _by_search(cause: str | None, status: int | None) -> bool:
    """Whether a failed search may come from the attribute that it searches by."""
    return (
        cause in ("filter_rejected", "bad_request", "server_error", "method_not_allowed") and status != 503
    )


def _cause(
    text: str, codes: list[str], status: int | None, answer: ScimResponse, judgment: Judgment, url: str
) -> tuple[str | None, str]:
    """The cause, and `why` where its words depend on the kind."""
    sentence = cause_of_sentence(text)
    quoted = answer.body and (looks_like_html(answer) or answer.body[:1] in (b"{", b"["))
    if status is not None and status != 200 and not (status == _NO_ANSWER and sentence and not quoted):
        if status in (403, 404, 405, 501) and "/groups" in url.lower():
            return "groups_missing", ""
        # Microsoft's service does not pass through the administrator's network.
        cause = "blocked_by_waf" if judgment.cause == "blocked_here" else judgment.cause
        if cause == "http_redirect" and _leads_elsewhere(answer, url):
            cause = "http_redirect_elsewhere"
        return cause or "not_list_response", judgment.why
    if "SystemForCrossDomainIdentityManagementMultipleEntriesInResponse" in codes:
        return "filter_ignored", ""
    shown = quoted and (status == 200 or looks_like_html(answer))
    if _DESERIALIZE.search(text) or shown:
        if judgment.cause in ("blocked_by_waf", "blocked_here"):
            return "blocked_by_waf", judgment.why
        if looks_like_html(answer) or sentence == "not_scim_html":
            return "not_scim_html", ""
        return ("not_json" if _is_broken(answer.body) else "not_list_response"), judgment.why
    if sentence is not None:
        return sentence, "revocation" if is_about_revocation(text) else ""
    if status == 200:
        return "not_list_response", ""
    if not codes and is_bare_toast(text):
        return "entra_rejected", "toast"
    quarantine = next((QUARANTINES[each] for each in codes if each in QUARANTINES), "")
    if quarantine:
        return None, quarantine
    return _by_code(codes), ""


def _leads_elsewhere(answer: ScimResponse, url: str) -> bool:
    """Whether a redirect names another host than was asked; False where either is not shown."""
    try:
        asked = urlsplit(url.split()[0]) if url else None
        there = urlsplit(answer.header("location"))
        return bool(asked and asked.hostname and there.hostname and there.hostname != asked.hostname)
    except ValueError:
        return False


def _is_broken(body: bytes) -> bool:
    """Whether what is quoted of an answer is no JSON; a quotation that is cut off at its end may be."""
    try:
        json.loads(body)
    except json.JSONDecodeError as error:
        rest = error.doc[error.pos :].strip()
        cut = not rest or any(each.startswith(rest) for each in _LITERALS)
        return not cut and not error.msg.startswith(("Unterminated string", "Extra data", "Invalid \\"))
    except (ValueError, RecursionError):
        return True
    return False


def _by_code(codes: list[str]) -> str | None:
    names = " ".join(codes)
    if "CredentialValidationFailure" in names:
        return "key_rejected"
    if "ServiceIncompatibleFiltering" in names:
        return "filter_rejected"
    if "ServiceIncompatible" in names or "BadRes" in names:
        return "not_list_response"
    if "BadRequest" in names:
        return "bad_request"
    return "entra_rejected" if codes else None
