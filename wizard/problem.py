"""What went wrong: a value the administrator can act on, and the errors that carry one.

Whoever shows problems catches `ProblemError`. Code that goes on in another way catches the kind it knows
how to handle and never compares problem codes: those are for words, for reports and for scripts.

    ProblemError                   anything that is explained to people
    ├── NotFoundError              what was named or remembered does not exist, or no longer
    ├── SeveralFoundError          more than one object fits where exactly one is needed
    ├── NotYetVisibleError         a change was taken, but does not show within the time it may need
    ├── ChangedMeanwhileError      somebody else changed it since it was read; nothing was overwritten
    ├── MoreProofError             nothing happened yet: the person has to sign in again with more proof
    ├── PermissionMissingError     the signed-in person may not do this; the kinds below say what is missing
    │   ├── RoleMissingError       no directory role that allows it is active
    │   ├── ScopeMissingError      the program was not given the permission
    │   └── LicenseMissingError    the tenant has no license for it
    ├── ConflictError              the service is busy with the same object, or it is in another state
    ├── UnavailableError           the service itself is in trouble
    ├── AnswerLostError            the change may have happened: look before it is sent again
    └── AnswerTooLargeError        the answer came and was too large to be read

`wizard.entra.errors.GraphError` adds what Microsoft Graph said; its kinds are each one of these as well.
"""

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


class NotFoundError(ProblemError):
    """What was named or remembered does not exist."""


class SeveralFoundError(ProblemError):
    """More than one object fits where exactly one is needed."""


class NotYetVisibleError(ProblemError):
    """A change was taken and does not show within the time it may need."""


class ChangedMeanwhileError(ProblemError):
    """Somebody else changed it since; nothing was overwritten."""


class MoreProofError(ProblemError):
    """Another sign-in with more proof is wanted; nothing happened yet."""


class PermissionMissingError(ProblemError):
    """The signed-in person may not do this."""


class RoleMissingError(PermissionMissingError):
    """No directory role that allows it is active."""


class ScopeMissingError(PermissionMissingError):
    """The program was not given the permission."""


class LicenseMissingError(PermissionMissingError):
    """The tenant has no license for it."""


class ConflictError(ProblemError):
    """The service is busy with the same object, or the object is in another state."""


class UnavailableError(ProblemError):
    """The service itself is in trouble."""


class AnswerLostError(ProblemError):
    """The change may have happened although no good answer came."""


class AnswerTooLargeError(ProblemError):
    """An answer came that was too large to be read."""
