"""What Graph refuses, as a problem the administrator can act on."""

from __future__ import annotations

from wizard.problem import Problem, ProblemError


class GraphError(ProblemError):
    """A refused or lost request.

    `status` is the HTTP status, None when no answer came. `code` is Graph's outer code, `inner` the most
    specific one. `maybe_done` is True when the change may have happened although no good answer came:
    look before repeating. `claims` is the challenge to pass to the next sign-in, if Graph sent one.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        status: int | None = None,
        code: str = "",
        inner: str = "",
        message: str = "",
        maybe_done: bool = False,
        claims: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.status = status
        self.code = code
        self.inner = inner
        self.message = message  # redacted; for people who want the raw text, never to branch on
        self.maybe_done = maybe_done
        self.claims = claims
