"""The server's own explanation in an answer: a sentence from any JSON, a page's title, or a short text.

Pure. What is returned comes from outside and is not yet redacted.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from typing import Any

from pydantic_core import from_json

_LONGEST = 65536
_SHORT_TEXT = 240
_DEEPEST = 6
_MOST = 20
BOM = b"\xef\xbb\xbf"
# Members that hold a sentence, in the order in which they are taken (lower case, without _ and -).
_SENTENCES = (
    "detail", "errordescription", "errormessage", "message", "faultstring", "description", "reason",
    "title", "msg", "summary", "statusmessage", "errorsummary", "error", "err", "errorcode", "code",
)  # fmt: skip
_NO_SENTENCE = re.compile(r"://|[?&]filter=|^(?:GET|POST|PUT|PATCH) /")
_NAMED_LIKE = re.compile(r"(?:message|reason|description|explanation)s?$")
_CONTAINERS = (
    "errors",
    "error",
    "fault",
    "detail",
    "details",
    "problem",
    "response",
    "status",
    "meta",
    "data",
    "message",
)
_KINDS = ("scimtype", "errortype")


def said_in_json(body: bytes, *, refusal: bool = False) -> str:
    """The sentence in a JSON error of any shape, with SCIM's error type before it; "" without one.

    `refusal`: the status says that this is an error, so that a sentence counts in whatever member it is.
    """
    try:
        content = from_json(body.removeprefix(BOM))
    except (ValueError, RecursionError):
        return ""
    kind = ""
    if isinstance(content, dict):
        members = {_plain(name): value for name, value in list(content.items())[:_MOST]}
        kind = next((str(members[name]) for name in _KINDS if isinstance(members.get(name), str)), "")
    sentence = _sentence(content, 0)
    if refusal and " " not in sentence:
        sentence = _any_sentence(content, 0) or sentence
    return " ".join(each for each in (kind, sentence) if each)


def title_of(body: bytes) -> str:
    """The title of a web page, or its first heading, or ""."""
    text = body[:_LONGEST]
    for pattern in (rb"<title[^>]*>([^<]{1,400})", rb"<h[1-3][^>]*>([^<]{1,400})"):
        match = re.search(pattern, text, re.IGNORECASE)
        if match is not None and match.group(1).strip():
            return " ".join(html.unescape(match.group(1).decode("utf-8", "replace")).split())
    return ""


def short_text(body: bytes) -> str:
    """A short plain text as one line, or "" when the body is long or not text."""
    if len(body) > 4 * _SHORT_TEXT:
        return ""
    try:
        text = body.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT_TEXT and line.isprintable() else ""


def _sentence(value: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return next((found for each in value[:_MOST] if (found := _sentence(each, depth + 1))), "")
    if not isinstance(value, dict):
        return ""
    members = {_plain(name): each for name, each in list(value.items())[:_MOST]}
    names = [*_SENTENCES, *(name for name in members if _NAMED_LIKE.search(name))]
    texts = [members[name].strip() for name in names if isinstance(members.get(name), str)]
    spoken = next((text for text in texts if " " in text), "")
    if spoken:
        return spoken
    for name in _CONTAINERS:
        if isinstance(members.get(name), (dict, list)) and (found := _sentence(members[name], depth + 1)):
            return found
    return next((text for text in texts if text), "")


def _any_sentence(value: Any, depth: int) -> str:
    """The first text of several words, whatever its member is called; no address, no repeated request."""
    if isinstance(value, str):
        text = value.strip()
        return text if " " in text and _NO_SENTENCE.search(text) is None else ""
    if depth > _DEEPEST or not isinstance(value, (dict, list)):
        return ""
    inner = list(value.values() if isinstance(value, dict) else value)[:_MOST]
    return next((found for each in inner if (found := _any_sentence(each, depth + 1))), "")


def _plain(name: object) -> str:
    return str(name).lower().replace("_", "").replace("-", "")


def text_around_json(body: bytes) -> tuple[str, str]:
    """What stands before and after otherwise proper JSON: notices of a program, a guard prefix, a comment.

    Both are "" when the body holds no JSON object, or nothing but JSON.
    """
    if len(body) > _LONGEST:
        return "", ""
    text = body.removeprefix(BOM).decode("utf-8", "replace").strip()
    for match in itertools.islice(re.finditer(r'\{\s*"', text), _MOST):
        before = text[: match.start()].strip()
        try:
            value, end = json.JSONDecoder().raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        after = text[end:].strip()
        if isinstance(value, dict) and not (before and after):
            return _without_tags(before), _without_tags(after) or _without_marks(after)
    return "", ""


def said_in_challenge(header: str) -> str:
    """The sentence in a WWW-Authenticate header (RFC 6750 section 3: `error_description`), or ""."""
    match = re.search(r'error_description\s*=\s*"([^"]{1,300})"', header, re.IGNORECASE)
    return match.group(1).strip() if match is not None else ""


def said_in_xml(body: bytes) -> str:
    """The sentence of an error in XML, such as a SOAP fault, or ""."""
    match = re.search(
        rb"<(?:\w+:)?(?:message|faultstring|detail|description|reason|title)[^<>]*>([^<]{1,300})</",
        body[:_LONGEST],
        re.IGNORECASE,
    )
    return " ".join(html.unescape(match.group(1).decode("utf-8", "replace")).split()) if match else ""


def _without_tags(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^<>]{0,200}>", " ", text)).split())[:_SHORT_TEXT]


def _without_marks(comment: str) -> str:
    return " ".join(re.sub(r"<!-*|-*>", " ", comment).split())[:_SHORT_TEXT]
