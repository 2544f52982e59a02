"""Warnings in JSON answers: their sentences, and the same with stable codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from wizard.messages.change_warnings import ChangeWarning


class CodedWarning(BaseModel):
    """A warning with its stable code, which docs/cli.md lists. `subject`: name or id of what it is about,
    empty where the code alone tells.
    """

    code: str
    subject: str
    sentence: str


def coded(warnings: Iterable[ChangeWarning]) -> list[CodedWarning]:
    """The warnings with their codes."""
    return [CodedWarning(code=each.code, subject=each.subject, sentence=str(each)) for each in warnings]


def warnings_json(warnings: Iterable[ChangeWarning]) -> dict[str, Any]:
    """The members `warnings` and `coded_warnings`, in the same order."""
    found = coded(warnings)
    return {
        "warnings": [each.sentence for each in found],
        "coded_warnings": [each.model_dump() for each in found],
    }
