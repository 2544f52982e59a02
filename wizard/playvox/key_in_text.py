"""The key in a text that was copied together with it: a command with a header, JSON, a sentence."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from wizard.playvox.base64_text import decoded

_COMMAND = re.compile(
    r"^(?:\$\s*)?(?:curl|wget|http|https|invoke-\w+|iwr|irm)\b|(?:^|\s)(?:-H|--header|-Headers?)\b|^@\{",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"authorization[\"']?\s*[:=]\s*[\"']?(?:(?:bearer|basic|token)\s+)?([A-Za-z0-9+/_.~-]+={0,2})",
    re.IGNORECASE,
)
_MEMBERS = (
    "base64key", "base64", "secrettoken", "token", "accesstoken", "apikey", "key", "secret",
    "authorization", "bearer", "value",
)  # fmt: skip
_LONGEST = 32_768
_TOKEN = re.compile(r"(?<![\w.*+/-])[A-Za-z0-9+/_-]{12,}={0,2}(?![\w*+/]|\.\w)", re.ASCII)
_BETWEEN_MARKS = re.compile(r"(\*{0,3})[^\w+/=*-]*([A-Za-z0-9+/_-]{16,}={0,2})[^\w+/=*-]*\1", re.ASCII)
_MOST = 200


def key_in_command(text: str) -> str:
    """The key in the Authorization header of a command for a terminal; any other text as it is."""
    if _COMMAND.search(text) is None:
        return text
    header = _HEADER.search(text)
    return header.group(1) if header is not None else text


def key_in_json(text: str) -> str:
    """The key in a JSON object, or a JSON text; any other text as it is."""
    if text[:1] not in ("{", "[") or len(text) > _LONGEST:
        return text
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return text
    found = _member(content, 0)
    return found or text


def _member(content: Any, depth: int) -> str:
    if isinstance(content, list):
        content = {
            str(each.get("key")): each.get("value") for each in content[:_MOST] if _is_pair(each)
        } or (content[0] if len(content) == 1 else None)
    if not isinstance(content, dict) or depth > 3:
        return ""
    texts = {re.sub(r"[\s_-]", "", str(name).lower()): each for name, each in content.items()}
    for name in _MEMBERS:
        if isinstance(texts.get(name), str) and texts[name].strip():
            return str(texts[name])
    inner = [found for each in content.values() if (found := _member(each, depth + 1))]
    if inner:
        return inner[0]
    only = [each for each in content.values() if isinstance(each, str)]
    return only[0] if len(content) == len(only) == 1 else ""


def _is_pair(value: Any) -> bool:
    """Whether this is a named value, as Microsoft Graph's synchronizationSecretKeyStringValuePair."""
    return isinstance(value, dict) and isinstance(value.get("key"), str) and "value" in value


def key_in_sentence(text: str) -> str:
    """The one key in a text with other words around it; the text as it is when it holds none or several.

    A key is what decodes to `user id:api key`. A key that is only broken into lines is no such text.
    """
    if len(text) > _LONGEST or _is_key("".join(text.split())):
        return text
    found = dict.fromkeys(each for each in _TOKEN.findall(unquote(text))[:_MOST] if _is_key(each))
    return next(iter(found)) if len(found) == 1 else text


def without_marks(text: str) -> str:
    """An encoded key without punctuation, brackets or emphasis around it; any other text as it is."""
    match = _BETWEEN_MARKS.fullmatch(text)
    return match.group(2) if match is not None and decoded(match.group(2)) is not None else text


def _is_key(text: str) -> bool:
    user, colon, secret = (decoded(text) or "").partition(":")
    return bool(user and colon and secret)
