"""The key in a text that was copied together with it: a command with a header, or JSON."""

from __future__ import annotations

import json
import re
from typing import Any

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
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
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
