"""The exception with which a layer reports a failed check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class CheckFailed(Exception):  # noqa: N818 - a result of a check, not a defect
    """The check did not pass: `cause` is one of the catalog, `evidence` JSON values, not yet redacted."""

    def __init__(self, cause: str, evidence: Mapping[str, Any] | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.evidence = dict(evidence or {})
