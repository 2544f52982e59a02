"""The answer of Microsoft's service to the same credentials."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.connection.pasted import (
    Pasted,
    read_pasted,
)


@dataclass(frozen=True, slots=True)
class MicrosoftAnswer:
    """The answer of Graph's `validateCredentials` (success is 204 without a body).

    `code` is Graph's or the synchronization service's error code, `inner_status` the HTTP status Playvox
    gave Microsoft when the text names one, `message` the innermost message, `raw` the redacted original.
    """

    ok: bool
    code: str = ""
    inner_status: int | None = None
    message: str = ""
    raw: str = ""

    def read(self) -> Pasted:
        """Read code, inner status and cause from the answer, as from a pasted error of the admin center."""
        text = "\n".join(each for each in (self.code, self.message, self.raw) if each)
        return read_pasted(text, status=self.inner_status)
