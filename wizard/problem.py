"""What went wrong: a value the administrator can act on, and the errors that carry one.

Code that shows problems catches `ProblemError`. Code that recovers catches the kind it can handle
and never compares problem codes: those are for texts, reports and scripts.

    ProblemError                   anything that is explained to people
    ├── NotFoundError              a named or remembered object does not exist (any more)
    ├── EarlierStepError           something else comes first, such as saving the key here; nothing failed
    ├── SeveralFoundError          more than one object fits where exactly one is needed
    ├── NotYetVisibleError         a change was accepted but is not visible in time
    ├── ChangedMeanwhileError      it was changed since it was read; nothing was overwritten
    ├── MoreProofError             nothing happened yet: another sign-in with more proof is required
    ├── PermissionMissingError     the signed-in person may not do this; the kinds below say what is missing
    │   ├── RoleMissingError       no directory role that allows it is active
    │   ├── ScopeMissingError      the program was not given the permission
    │   └── LicenseMissingError    the tenant has no license for it
    ├── ConflictError              the service is busy with the same object, or it is in another state
    ├── UnavailableError           the service itself fails
    ├── AnswerLostError            the change may have happened: verify before sending it again
    └── AnswerTooLargeError        the response is too large to read

`wizard.entra.errors.GraphError` adds Microsoft Graph's details; each of its kinds is also one of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong.

    A problem carries a code and facts, never words: `wizard.messages.explain` turns it into what happened,
    why, and what to do, in the user's language. `raw` is the redacted detail for copying.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""
    retryable: bool = False
    field: str | None = None  # the input field it belongs to, if any
    partly: bool = False  # something was, or may have been, changed before it went wrong


def near_name(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, a fact of many problems; empty when none is close."""
    import difflib  # only for what is misspelled

    by_lower = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name[:60].casefold(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else ""


class ProblemError(Exception):
    """Carries a `Problem` up to the step or command that shows it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class NotFoundError(ProblemError):
    """A named or remembered object does not exist."""


class EarlierStepError(ProblemError):
    """Something else comes first, such as saving the key on this computer; nothing failed."""


class SeveralFoundError(ProblemError):
    """More than one object fits where exactly one is needed."""


class NotYetVisibleError(ProblemError):
    """A change was accepted and is not visible in time."""


class ChangedMeanwhileError(ProblemError):
    """It was changed since it was read; nothing was overwritten."""


class MoreProofError(ProblemError):
    """Another sign-in with more proof is required; nothing happened yet."""


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
    """The service itself fails."""


class AnswerLostError(ProblemError):
    """The change may have happened although no successful response arrived."""


class AnswerTooLargeError(ProblemError):
    """A response was too large to read."""
