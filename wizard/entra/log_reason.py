"""What an application itself answered, taken out of the reason of a failed log entry.

Layout: "StatusCode: <name as .NET writes it> Message: … Web Response: <body> . This operation was
retried …" (Entra docs, provisioning logs; Microsoft Q&A 1185756 and 5746233).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_DETAIL = re.compile(r'"(?:detail|message)"\s*:\s*"((?:[^"\\]|\\.)*)"')
_STATUS = re.compile(r"StatusCode:\s*(\w+)")
_ANSWER = re.compile(r"Web Response:\s*")
_LONGEST = 500  # characters of what the application said
_SENTENCES = (
    "detail",
    "message",
    "error_description",
    "description",
    "title",
    "error",
    "errors",
    "Errors",
)
# .NET's names of the statuses with which a server refuses what it was sent.
_REFUSALS = frozenset(
    """badrequest conflict forbidden gone lengthrequired methodnotallowed notacceptable preconditionfailed
    preconditionrequired requestentitytoolarge unprocessableentity unprocessablecontent
    unsupportedmediatype""".split()  # noqa: SIM905 - shorter than quotes
)


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """`said` is the sentence in the answer's JSON, "" when there is none. `refused`: the status says that
    the application understood and did not accept the change."""

    status: str
    said: str
    refused: bool


def target_answer(reason: str) -> TargetAnswer | None:
    """The application's answer in a reason; None when the reason tells none."""
    found = _ANSWER.search(reason)
    if found is None:
        return None
    status = _STATUS.search(reason[: found.start()])
    name = status.group(1) if status else ""
    return TargetAnswer(name, _said(reason[found.end() :]), name.casefold() in _REFUSALS)


def _said(text: str) -> str:
    try:
        body, _end = json.JSONDecoder().raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        cut = _DETAIL.search(text)  # long answers are cut off in the log
        return " ".join(cut.group(1).replace('\\"', '"').split())[:_LONGEST] if cut else ""
    return _sentence(body)[:_LONGEST]


def _sentence(body: Any) -> str:
    """SCIM's `detail` (RFC 7644, section 3.12), or what other servers call it."""
    if isinstance(body, list):
        body = body[0] if body else None
    if not isinstance(body, dict):
        return ""
    for name in (
        "detail",
        "message",
        "error_description",
        "description",
        "title",
        "error",
        "errors",
        "Errors",
    ):
        value = body.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if isinstance(value, dict | list) and (inner := _sentence(value)):
            return inner
    return ""
