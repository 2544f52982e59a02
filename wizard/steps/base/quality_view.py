"""The data quality of everyone in scope as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class QualityPersonRow:
    """One person or account behind a finding; `found` says what was found there."""

    id: str
    name: str
    user_name: str
    found: str


class QualityRows(Protocol):
    """The rows of one finding in windows; any thread may ask. `sort` is a column: found, name, user_name or
    detail."""

    def count(self, text: str) -> int:
        """Number of rows with this text in a name or sign-in name."""
        ...

    def window(
        self, offset: int, limit: int, text: str, sort: str, descending: bool
    ) -> list[QualityPersonRow]:
        """Return some of the rows."""
        ...


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding. `count` is a number of people or accounts in words, `rows` None when there are none."""

    key: str
    title: str
    count: str
    why: str
    advice: str
    attention: bool
    known: bool
    """Whether the result is known for everyone."""
    rows: QualityRows | None


@dataclass(frozen=True, slots=True)
class QualityView:
    """All findings, and whether people could be matched by mail instead."""

    summary: str
    findings: tuple[FindingView, ...]
    by_mail: tuple[str, ...]
