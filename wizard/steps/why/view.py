"""What "One person" shows."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.problem import Problem
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.why_words import WhyWords


@dataclass(frozen=True, slots=True)
class WhyCandidate:
    """One of several people who have the name that was asked for."""

    id: str
    name: str
    user_name: str


@dataclass(frozen=True, slots=True)
class WhyView:
    """`asked` is what was asked for; `words` the answer, None before there is one."""

    asked: str
    words: WhyWords | None
    broken: bool
    """A link is broken or unknown."""
    person: PersonRow | None
    """The person that was explained; None before there is an answer."""
    linked: bool
    """The service has matched the person, or may have: then the link can be deleted."""
    candidates: tuple[WhyCandidate, ...]
    busy: str
    problem: Problem | None
