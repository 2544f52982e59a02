"""What an application itself answered, taken out of the reason of a failed log entry.

Layout: "StatusCode: <name as .NET writes it> Message: … Web Response: <body> . This operation was
retried …" (Entra docs, provisioning logs; Microsoft Q&A 1185756 and 5746233).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
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
# Statuses with which a server refuses what it was sent; others mean a failure, a pause or a wrong key.
_REFUSALS = frozenset({400, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 422, 428})
# .NET's names of statuses are Python's without underscores.
_STATUSES = {name.replace("_", "").casefold(): status for name, status in HTTPStatus.__members__.items()}
_STATUSES["unprocessablecontent"] = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """`status` is .NET's name or a number, as the entry has it; `number` is None when it is not known.
    `said` is the sentence in the answer's JSON, "" when there is none.
    """

    status: str
    number: int | None
    said: str

    @property
    def refused(self) -> bool:
        """Whether the application understood and did not accept the change."""
        return self.number in _REFUSALS

    @property
    def shown(self) -> str:
        """Number and name, such as "400 Bad Request"; "" when the entry tells no status."""
        if self.number is None:
            return self.status
        return f"{self.number} {HTTPStatus(self.number).phrase}"


def target_answer(reason: str) -> TargetAnswer | None:
    """The application's answer in a reason; None when the reason tells none."""
    found = _ANSWER.search(reason)
    if found is None:
        return None
    status = _STATUS.search(reason[: found.start()])
    name = status.group(1) if status else ""
    return TargetAnswer(name, _number(name), _said(reason[found.end() :]))


def _number(status: str) -> int | None:
    if status.isdecimal():
        return int(status) if status in {str(each.value) for each in HTTPStatus} else None
    known = _STATUSES.get(status.casefold())
    return known.value if known is not None else None


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
    for name in _SENTENCES:
        value = body.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if isinstance(value, dict | list) and (inner := _sentence(value)):
            return inner
    return ""
