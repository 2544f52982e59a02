"""What went wrong, as a value the administrator can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong.

    A problem carries a code and facts, never words: `wizard.messages.explain` turns it into what happened,
    why, and what to do, in the reader's language. `raw` is the redacted detail for copying.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""
    retryable: bool = False
    field: str | None = None  # the input it belongs to, when it is about one


class ProblemError(Exception):
    """Carries a `Problem` up to the step or command that shows it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
